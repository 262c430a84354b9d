"""A company reads the same sentences in its own words: the civil service's words give way after translation.

Pages, mails, workbooks and papers are written once, about an agency with its units and appraisers. Where the agency is
a company, the words of the table below are replaced in every sentence that gettext returns, before names and numbers
are put into it: what people typed is never touched. Single terms (the name of a plan, of a number) come from
`vocabulary`; this table holds what stands inside sentences. A choice or sentence that a company has no use for at all
(PNS, an article) is left out where it is made, not reworded here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import trans_real

from selaras.core.vocabulary import speaks_as_company

CONTEXT_SEPARATOR = trans_real.CONTEXT_SEPARATOR

# The longer phrase stands before the shorter one. A phrase that maps to itself is kept as it is.
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "government agency": "government agency",
        "service agency": "service agency",
        "lecturer, patient, partner agency": "customer, supplier, partner company",
        "minister, patient, lecturer, agency of": "commissioner, customer, supplier, company of",
        "a minister or regent who appraises": "a commissioner who appraises",
        "a patient, a lecturer": "a customer, a supplier",
        "administrative or functional position": "employee",
        "senior leader or head of an independent unit": "head of a department",
        "leave outside state responsibility": "unpaid leave",
        "with the reason and its article": "with the reason",
        "the decision of the agency or the article it rests on": "the decision or the company rule it rests on",
        "begin an agreement": "set department targets",
        "begin the agreement": "set the targets",
        "about this agreement": "about these targets",
        "this line of the agreement": "this line of the targets",
        "an agreement uses this": "the targets use this",
        "agreement %(year)s": "department targets %(year)s",
        "agreements and plans": "targets and plans",
        "strategy, agreements and roles": "strategy, targets and roles",
        "strategy and agreements": "strategy and targets",
        "sign its agreement": "sign its targets",
        "sign the agreement": "sign the targets",
        "signed agreement": "signed targets",
        "the agreement is empty": "the targets are empty",
        "the agreement is signed. reopen it with a reason before changing it": (
            "the targets are signed. Reopen them with a reason before changing them"
        ),
        "there is no agreement for this period": "there are no department targets for this period",
        "begins one for each unit; its head signs it": "sets them for each department; its head signs them",
        "this unit already has an agreement": "this department already has targets",
        "began the agreement": "set the targets",
        "changed the agreement": "changed the targets",
        "reopened the agreement": "reopened the targets",
        "signed the agreement": "signed the targets",
        "performance agreement": "department targets",
        "its article": "its rule",
        "article": "rule",
        "another agency": "another company",
        "an agency": "a company",
        "agencies": "companies",
        "agency": "company",
        "performance officers": "HR officers",
        "performance officer": "HR officer",
        "appraising officials": "managers",
        "appraising official": "manager",
        "an appraiser": "a manager",
        "appraisers": "managers",
        "appraiser": "manager",
        "unit of measure": "unit of measure",
        "an independent unit": "an independent department",
        "work units": "departments",
        "work unit": "department",
        "units": "departments",
        "unit": "department",
        "official papers": "papers",
        "official form": "form",
        "an acting official": "an acting person",
        "another official": "another person",
        "this official": "this person",
        "authorised official": "authorised person",
        "lesson hours": "training hours",
        "poor (misconduct)": "poor",
        "SIASN:A5EB03": "HRIS:A5EB03",
        "NIP": "employee number",
        "SKP": "performance plan",
    },
    "id": {
        "instansi pusat": "instansi pusat",
        "instansi daerah": "instansi daerah",
        "dosen, pasien, instansi mitra": "pelanggan, pemasok, mitra usaha",
        "menteri, pasien, dosen, instansi": "komisaris, pelanggan, pemasok, perusahaan",
        "menteri atau bupati yang menilai, pasien, dosen": "komisaris yang menilai, pelanggan, pemasok",
        "jabatan administrasi atau jabatan fungsional": "karyawan",
        "pejabat pimpinan tinggi atau pimpinan unit kerja mandiri": "pimpinan departemen",
        "pejabat lain": "orang lain",
        "pejabat ini": "orang ini",
        "cuti di luar tanggungan negara": "cuti tanpa upah",
        "beserta alasan dan pasalnya": "beserta alasannya",
        "perjanjian kerja": "perjanjian kerja",
        "mulai perjanjian": "susun target departemen",
        "memulai perjanjian": "menyusun target departemen",
        "pengelola kinerja memulainya": "petugas SDM menyusunnya",
        "perjanjian kinerja unit anda": "target departemen Anda",
        "perjanjian kinerja": "target departemen",
        "perjanjiannya": "targetnya",
        "perjanjian": "target departemen",
        "pasalnya": "aturannya",
        "pasal": "aturan",
        "instansi": "perusahaan",
        "pengelola kinerja": "petugas SDM",
        "pejabat penilai kinerja": "manajer",
        "pejabat penilai": "manajer",
        "penilai": "manajer",
        "pegawai": "karyawan",
        "unit kerja mandiri": "departemen mandiri",
        "unit kerja": "departemen",
        "unit": "departemen",
        "jam pelajaran": "jam pelatihan",
        "kurang (misconduct)": "kurang",
        "JP": "jam pelatihan",
        "SIASN:A5EB03": "HRIS:A5EB03",
        "NIP": "nomor karyawan",
        "SKP": "rencana kinerja",
    },
}


# “(PermenPANRB 6/2022 Pasal 24(3))” behind a sentence, “(JP)” behind hours: nothing of a company.
CITATION = re.compile(r" \((?:PermenPANRB|PP|Pasal|Lampiran|JP)\b[^()]*(?:\([^()]*\)[^()]*)*\)")


def _pattern(words: dict[str, str]) -> re.Pattern[str]:
    """Whole words only, and no name of a placeholder such as %(unit)s or {unit}."""
    phrases = "|".join(re.escape(phrase) for phrase in words)
    return re.compile(rf"(?<![\w{{])(?<!%\()(?:{phrases})(?![\w}}])", re.IGNORECASE)


PATTERNS = {language: _pattern(words) for language, words in WORDS.items()}
LOWER = {
    language: {phrase.lower(): said for phrase, said in words.items()} for language, words in WORDS.items()
}


@lru_cache(maxsize=8192)
def fit(text: str, language: str) -> str:
    """Return a sentence in the words of a company, without articles; a capital letter stays one."""
    code = language[:2]
    if code not in PATTERNS:
        return text

    def said(found: re.Match[str]) -> str:
        word = LOWER[code][found[0].lower()]
        return word[0].upper() + word[1:] if found[0][0].isupper() and found[0] not in WORDS[code] else word

    fitted = PATTERNS[code].sub(said, CITATION.sub("", text))
    return fitted[0].upper() + fitted[1:] if text[:1].isupper() else fitted


def fitted(text: str) -> str:
    """Return a sentence of the law files, which gettext never sees, in the words of whom this request speaks to."""
    return fit(text, trans_real.get_language() or "id") if speaks_as_company() else text


class Voice(trans_real.DjangoTranslation):
    """Django's translation of one language, which speaks as the agency of the request or job does."""

    def gettext(self, message: str) -> str:
        """Translate, then fit; a text without translation is the English text itself."""
        text: str = super().gettext(message)
        if not speaks_as_company():
            return text
        if text == message:
            text = text.rpartition(CONTEXT_SEPARATOR)[2]
        return fit(text, self.language())

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The same for sentences with a number."""
        text: str = super().ngettext(msgid1, msgid2, n)
        if not speaks_as_company():
            return text
        return fit(text.rpartition(CONTEXT_SEPARATOR)[2], self.language())


def take_over() -> None:
    """Let Django make this kind of translation from now on, for every language and also after its cache is emptied."""
    trans_real.DjangoTranslation = Voice  # type: ignore[misc]  # Django has no setting for it
    trans_real._translations.clear()  # type: ignore[attr-defined]  # the stubs do not know it
