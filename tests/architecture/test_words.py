"""One English sentence has one Indonesian sentence, and none says a word of the civil service to a company."""

import re
from collections import defaultdict

from selaras.config import messages
from selaras.core.voice import fit

FOREIGN = re.compile(
    r"(?<![\w-])(?<!%\()(?:NIP|PNS|PPPK|ASN|SKP|JP|JPT|PermenPANRB|BerAKHLAK|Renstra|RHK|IKI|MPH|BKN|SIASN|PP \d+"
    r"|instansi|pegawai|pejabat|penilai|unit kerja|fungsional|eselon|menteri|bupati|agency|agencies|civil servants?"
    r"|performance officers?|appraisers?|officials?|work units?|minister)(?![\w-])",
    re.IGNORECASE,
)
ONLY_FOR_AGENCIES = {
    # kinds of a new tenant, which its operator chooses
    "Central government agency", "Regional government agency", "Regional service agency (BLUD)",
    # before anybody is known
    "NIP, e-mail or employee number", "Code of your agency or company",
    # choices and helps of which `either`, `employment_choices`, `offered` and the forms give a company others
    "Civil servant (PNS)", "Government employee on contract (PPPK)", "Non-ASN", "Non-ASN staff",
    "State office or non-structural agency", "Functional position, expert", "Functional position, skilled",
    "JPT Utama", "JPT Madya", "JPT Pratama", "PermenPANRB 6/2022", "Strategic goal (Renstra)",
    "PNS like III/b, PPPK like IX; else empty.", "PNS like III/b, PPPK like IX; others as the agency writes it.",
    "PNS such as III/b, PPPK such as IX, others as the agency writes it. May be empty.",
    "PNS: NIP of 18 digits. PPPK: 18 digits. Others: the agency's own number.",
    "PNS: NIP of 18 digits. PPPK: 18 digits. Others: the agency's own number. Always as text.",
    "Work as Plt or Plh, or as functional official in a structural post",
    "The regulation and its article, for example “PP 94/2021 Pasal 9”.",
    # about ranks and functional officials, whom a company does not have
    "This rank does not exist for this kind of employment. Write it like III/b, or IX for PPPK.",
    "A functional official leads the unit but holds no delegated authority (PermenPANRB 6/2022 Lampiran IV.A.7).",
    "A functional official may receive authority only over the unit he or she leads (PermenPANRB 6/2022 Lampiran"
    " IV.A.7).",
    "Functional head without authority",
    # everybody who reports to an authority reads it so
    "report to the authorised official",
}  # fmt: skip
"""Texts that no company reads, or that speak of both kinds, by the reason above them."""
NOT_READ_BY_COMPANIES = {"regulations"}
"""The library of instruments calls the law by its name."""


def test_a_text_means_the_same_in_every_catalogue():
    said: dict[tuple[str | None, str], dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for app in messages.apps():
        if messages.catalogue_path(app).exists():
            for message in messages.read(app):
                if message.id and messages.translated(message):
                    text = message.string[0] if isinstance(message.string, tuple) else message.string
                    said[messages.key(message)][text].append(app)
    torn = {key: dict(strings) for key, strings in said.items() if len(strings) > 1}
    assert not torn, "choose one word (docs/glossary.md), or use pgettext where the meaning truly differs"


def test_no_text_says_a_word_of_the_civil_service_to_a_company():
    said = {}
    for app in messages.apps():
        if app in NOT_READ_BY_COMPANIES or not messages.catalogue_path(app).exists():
            continue
        for message in messages.read(app):
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if forms[0] in ONLY_FOR_AGENCIES:
                continue
            fitted = [*(fit(text, "en") for text in forms), *(fit(text, "id") for text in texts)]
            found = [FOREIGN.findall(text) for text in fitted if FOREIGN.search(text)]
            if message.id and found:
                said[forms[0]] = found
    assert not said, "give core/voice.py the word, or a company its own text with `either`"
