"""Finds the words for what the law files call by code, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from selaras.regulations.queries.names import CODES, FIELDS, OWN_FIELDS
from selaras.rules.dated import LawFile, all_law
from selaras.rules.explain import Step
from selaras.rules.sentences import Sentence

CLASS = re.compile(r"CLASS_([0-9]+)")
MAIN = "permenpanrb-6-2022"


def is_indonesian() -> bool:
    """Say in which of the two languages the page is written."""
    return (get_language() or "id").startswith("id")


def said(sentence: Sentence | Step) -> str:
    """Return a sentence of the law, or a step of an answer, in the language of the page."""
    return sentence.id if is_indonesian() else sentence.en


def field_word(name: str, folder: str) -> str:
    """Return the heading of a column, which may be a code."""
    word = OWN_FIELDS.get((folder, name)) or FIELDS.get(name)
    return str(word) if word else code_word(name, folder)


def code_word(code: str, folder: str) -> str:
    """Return the name of a code: that of the instrument, ours, the main regulation's, or any other's."""
    own = _named().get(folder, {}).get(code)
    if own is not None:
        return said(own)
    of_class = CLASS.fullmatch(code)
    if of_class:
        return str(_("Class %(number)s") % {"number": of_class[1]})
    if code in CODES:
        return str(CODES[code])
    for names in (_named().get(MAIN, {}), *_named().values()):
        if code in names:
            return said(names[code])
    return code


@cache
def _named() -> Mapping[str, Mapping[str, Sentence]]:
    found: dict[str, dict[str, Sentence]] = {}
    for file in all_law():
        for code, sentence in _names_in(file):
            found.setdefault(file.instrument, {}).setdefault(code, sentence)
    return found


def _names_in(file: LawFile) -> Iterator[tuple[str, Sentence]]:
    if file.kind == "names":
        yield from file.entries[-1].value.items()
    if file.kind == "records":
        for code, row in file.entries[-1].value.items():
            name = short_name(row)
            if name is not None:
                yield code, name


def short_name(row: Mapping[str, Any]) -> Sentence | None:
    """Return what a row of a table is called where it says so in a few words."""
    if isinstance(row.get("id"), str):
        return Sentence(row["id"], row["en"])
    if isinstance(row.get("name"), str):
        return Sentence(f"{row['name']} ({row['grade']})", f"{row['en']} ({row['grade']})")
    return row["name"] if isinstance(row.get("name"), Sentence) else None
