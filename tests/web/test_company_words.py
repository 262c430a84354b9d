"""A company reads nothing of the civil service: every address, as every role, in both languages, and its files.

The year of `prepared_year` is lived by a company; what its people typed is taken away before looking.
"""

import re

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from tests import cast as people
from tests.architecture import prepared_year
from tests.architecture.test_routes import EVERYBODY, OURS, OUTSIDE, arguments
from tests.web.company_reading import words_of, words_of_pdf

from selaras.core import clock
from selaras.core.tenancy import acting_in
from selaras.core.vocabulary import speak_as
from selaras.documents.models import Paper
from selaras.documents.operations import pdf_of
from selaras.organisation.models import EmploymentPeriod, PositionPeriod

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FOREIGN = {
    "id": (
        r"NIP|PNS|PPPK|ASN|SKP|JP|JPT|PermenPANRB|BerAKHLAK|Renstra|RHK|IKI|MPH|SIASN|BKN|eselon|fungsional"
        r"|Pasal \d+|Lampiran [IVX]+|(?:PP|Perpres) \d+|instansi|pegawai|pengelola kinerja|unit kerja"
        r"|(?:pejabat )?penilai"
    ),
    "en": (
        r"NIP|PNS|PPPK|ASN|SKP|JP|JPT|PermenPANRB|BerAKHLAK|Renstra|RHK|IKI|MPH|SIASN|BKN|Pasal|Lampiran|agency|agencies"
        r"|civil servants?|performance officers?|appraisers?|appraising officials?|work units?|lesson hours"
        r"|yang|dan|untuk|dengan|tidak|belum|adalah"
    ),
}
TYPED = (
    "¶ JP ¶",  # initials
    "pegawai.xlsx",
    "Layanan profesional", "Akses SIASN", "SIASN", "PP 94/2021 Pasal 9", "Analis SDM Aparatur Ahli Pertama",
    "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "Bidang Mutasi dan Promosi",
    "Kepala Badan Kepegawaian dan Pengembangan SDM", "Kepala Bidang Mutasi dan Promosi", "Pemohon mutasi",
    "Penugasan belum dihitung.",
)  # fmt: skip
"""What people of the prepared year wrote themselves."""
OF_A_TENANT = "the operator chooses the kind of a new tenant: a government agency too"
ALLOWED = {
    ("jobs:job", "dan"): "a report stays in the language of the person who started the work",
    ("organisation:agency_add", "agency"): OF_A_TENANT,
    ("organisation:agency_add", "instansi"): OF_A_TENANT,
    ("organisation:agency_edit", "agency"): OF_A_TENANT,
    ("organisation:agency_edit", "instansi"): OF_A_TENANT,
}
"""Words that a page may say all the same, each with its reason."""
PRINTED = ("documents:paper",)
"""A paper stays in the language of the person who issued it."""
UNREAD = {
    "api:": "codes for programs; the description of the API names every kind of agency",
    "documents:verify": "a public page, read before anybody is known",
    "health": "one word for a load balancer",
    "monitoring:evidence": "a file as a person sent it",
    "monitoring:feedback_file": "a file as a person sent it",
    "regulations:": "the library of instruments shows the law under its own name",
}
PAGES = [name for name in OURS if not name.startswith(tuple(UNREAD))]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The prepared year of a company, in one transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), clock.fixed(people.AT), transaction.atomic():
        cast = people.build()
        cast.kepahiang.kind = "COMPANY"
        cast.kepahiang.name, cast.kepahiang.short_name = "PT Sinar Selatan", "Sinar Selatan"
        cast.kepahiang.save()
        with acting_in(cast.kepahiang):
            EmploymentPeriod.objects.update(kind="COMPANY")
            PositionPeriod.objects.update(kind="OTHER", level="OTHER")
            speak_as(cast.kepahiang)
            year = prepared_year.build(cast)
        year.clients = {
            name: cast.client(name, role) for name, role in EVERYBODY.items() if name not in OUTSIDE
        }
        yield year
        transaction.set_rollback(True)
    speak_as(None)


def read(client, address, language):
    """What an answer says, read inside a savepoint that is rolled back."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with transaction.atomic():
        answer = client.get(address)
        said = words_of(answer) if answer.status_code < 400 or answer.status_code in (403, 404) else ""
        transaction.set_rollback(True)
    return said


def found(name, said, language):
    """The foreign words with what stands around them."""
    language = "id" if name in PRINTED else language
    for text in TYPED:
        said = said.replace(text, "")
    pattern = re.compile(rf"(?<![\w-])(?:{FOREIGN[language]})(?![\w-])", re.IGNORECASE)
    hits = {}
    for hit in pattern.finditer(said):
        if (name, hit[0].lower()) not in ALLOWED:
            hits[said[max(0, hit.start() - 50) : hit.end() + 50]] = hit[0]
    return hits


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_a_company_speaks_of_the_civil_service(made, name):
    address = reverse(name, kwargs=arguments(name, made))
    hits = {}
    for who, client in made.clients.items():
        for language in ("id", "en"):
            for around, word in found(name, read(client, address, language), language).items():
                hits.setdefault((language, around), f"{word} ({who})")
    assert not hits, "\n".join(f"{language}: …{around}…: {word}" for (language, around), word in hits.items())


def test_papers_speak_as_the_company(made):
    """Every form that the year has issued, printed; this year was lived in Indonesian."""
    with acting_in(made.cast.kepahiang):
        papers = {one.form: one for one in Paper.objects.order_by("pk")}
        printed = {form: pdf_of(paper) for form, paper in papers.items()}
    assert {"A.1.7", "C.1.3", "D.1.1", "AWARD"} <= set(papers)
    for form, content in printed.items():
        said = words_of_pdf(content)
        assert len(said) > 200 and not found(form, said, "id"), (form, found(form, said, "id"))


SIGNED_OUT = ("account_login", "account_reset_password", "account_reset_password_done")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_pages_before_anybody_is_known_speak_to_everybody(client, name, language):
    """There a civil servant and a company's employee read the same sentence: it names both, or neither."""
    said = read(client, reverse(name), language)
    said = re.sub(
        "Kode instansi atau perusahaan|Code of your agency or company|^.*?NIP, (surel|e-mail)", "", said
    )
    assert not found(name, said.replace("nomor pegawai", "").replace(" dan ", " "), language)
