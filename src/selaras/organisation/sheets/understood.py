"""What a workbook may call its columns and choices: both languages, every kind of agency, and the usual other names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from django.utils import translation

from selaras.core.vocabulary import speaking
from selaras.organisation.sheets.columns import BY_KEY, COLUMNS

LANGUAGES = ("id", "en")


def _voices() -> Iterator[None]:
    """Speak every language to every kind of agency, one after the other: headers are understood in all of them."""
    for language in LANGUAGES:
        for as_company in (False, True):
            with translation.override(language), speaking(as_company=as_company):
                yield


def plain(text: object) -> str:
    """Return a text in small letters without stray spaces, stars and notes in brackets, for comparing."""
    bare = re.sub(r"\(.*?\)|\*", " ", str(text).replace("\u00a0", " "))
    return " ".join(bare.lower().split())


@cache
def headers() -> Mapping[str, str]:
    """Return the key of every header that is understood, in both languages and the usual other names."""
    known: dict[str, str] = {}
    for column in COLUMNS:
        names = {column.key, *column.aliases}
        for _spoken in _voices():
            names.add(str(column.header))
        known.update({plain(name): column.key for name in names})
    return known


@cache
def choices_of(key: str) -> Mapping[str, str]:
    """Return the code of every choice that is understood, by label in both languages, code, and short form."""
    known: dict[str, str] = {}
    for code, label in BY_KEY[key].choices.items():
        known[plain(code)] = known[plain(code.replace("_", " "))] = code
        for _spoken in _voices():
            known[label_key(str(label))] = known[plain(label)] = code
    known.update(SHORT.get(key, {}))
    return known


def label_key(label: str) -> str:
    """Return a label for comparing, with its note in brackets."""
    return " ".join(label.lower().split())


SHORT: Mapping[str, Mapping[str, str]] = {
    "sex": {"l": "M", "p": "F", "laki-laki": "M", "perempuan": "F", "pria": "M", "wanita": "F"},
    "is_head": {
        "y": "YES",
        "ya": "YES",
        "1": "YES",
        "true": "YES",
        "t": "NO",
        "tidak": "NO",
        "0": "NO",
        "false": "NO",
    },
    "employment": {
        "pns": "PNS",
        "pppk": "PPPK",
        "p3k": "PPPK",
        "non asn": "NON_ASN",
        "non-asn": "NON_ASN",
        "honorer": "NON_ASN",
        "karyawan": "COMPANY",
    },
    "kind": {"definitif": "DEFINITIVE", "plt": "PLT", "plt.": "PLT", "plh": "PLH", "plh.": "PLH"},
    "position_kind": {
        "jpt": "JPT",
        "administrasi": "ADMINISTRATION",
        "ja": "ADMINISTRATION",
        "lainnya": "OTHER",
        "jabatan fungsional keahlian": "FUNCTIONAL_EXPERT",
        "jabatan fungsional keterampilan": "FUNCTIONAL_SKILL",
    },
    "position_level": {"lainnya": "OTHER"},
}
