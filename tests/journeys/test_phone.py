"""One whole line at phone size, every step by a finger from the desk: plan, report, feedback, signed document.

Sari and Dewi read Indonesian, Budi reads English; the connection is lost on the way.
"""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from tests.journeys import judgements, months, plans
from tests.journeys.visitor import PHONE

from selaras.appraisal.models import Evaluation
from selaras.core.tenancy import acting_in
from selaras.documents.queries import papers_of
from selaras.monitoring.models import Evidence, Report
from selaras.planning import operations as planning
from selaras.planning.models import Plan, PlanVersion

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
JANUARY = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
INDICATOR = {
    "text": "Lama pemeriksaan satu usul",
    "aspect": "TIME",
    "target_kind": "TEXT",
    "target_text": "3 – 5 hari kerja",
}


@pytest.fixture
def year(cast):
    """The open year 2026."""
    with acting_in(cast.kepahiang):
        officer = {"by": cast.actor("Dewi", on=JANUARY.date(), role="OFFICER"), "at": JANUARY}
        period = planning.create_period(
            year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", **officer
        )
        return planning.open_period(period=period, **officer)


def test_a_year_in_the_hand(cast, year, enter, day, work_off, tmp_path):
    day(2026, 1, 12)
    sari, budi = enter("Sari", PHONE, "id"), enter("Budi", PHONE, "en")
    forgotten = plans.ANNEX | {"ACCOUNTABILITY": ""}
    plans.write(sari, "Usul pindah terperiksa lengkap", "Layanan mutasi yang tertib", INDICATOR, forgotten)
    plans.submit(plans.mend(sari))
    plans.bring_into_force(sari, budi)
    with acting_in(cast.kepahiang):
        assert PlanVersion.objects.get(plan=Plan.objects.get(person=cast["Sari"])).state == "SET"

    day(2026, 2, 3)
    months.begin(sari)
    lose_the_connection(sari, cast)
    months.prove(sari, tmp_path)
    assert sari.page.locator("[name=challenges]").input_value() == "SIASN mati dua hari."
    sari.press("Submit the report")
    read_what_was_sent(cast)
    months.answer(budi, "Rapi dan lengkap.", "Mintalah bantuan Wati bila SIASN mati.")
    months.reply(sari, "Rapi dan lengkap.", "Baik, sudah saya hubungi.")
    sari.goes("Feedback").sees("Rapi dan lengkap.")

    day(2026, 12, 16)
    dewi = enter("Dewi", PHONE, "id").play("OFFICER")
    judgements.open_the_year(dewi, work_off, 1)
    judgements.enter_achievements(dewi, 1)
    judgements.appraise_oneself(sari, "Semua usul selesai.", "Pemohon selalu diberi kabar.")
    judgements.rate(budi.desk().press("Evaluate"), "MEETS", "ABOVE")
    judgements.accept(sari)
    read_the_document(sari, cast)
    budi.desk().press("Report the result").press("Report the result", "main")
    with acting_in(cast.kepahiang):
        assert Evaluation.objects.get(person=cast["Sari"]).state == "REPORTED"


def lose_the_connection(sari, cast):
    """A report with gaps is asked about; the draft keeps itself, on the device while the phone is offline."""
    status = sari.page.locator("[data-autosave-status]")
    sari.fill(challenges="SIASN mati.").press("Submit the report")
    sari.reads("What is missing stays missing: it is shown as “Nothing reported” and never counted as zero.")
    with acting_in(cast.kepahiang):
        assert Report.objects.get().state == "DRAFT", "a report with gaps is asked about first"
    sari.press("Cancel").page.locator(months.REALISED).fill("Sebelas usul selesai")
    status.filter(has_text="Tersimpan").wait_for()
    sari.context.set_offline(True)
    sari.fill(challenges="SIASN mati dua hari.")
    status.filter(has_not_text="Tersimpan").wait_for()
    assert sari.page.locator("#offline").is_visible()
    kept = "JSON.stringify(localStorage)"
    assert "SIASN mati" in sari.page.evaluate(kept), "kept on the device"
    sari.context.set_offline(False)
    status.filter(has_text="Tersimpan").wait_for()
    assert "SIASN mati" not in sari.page.evaluate(kept), "forgotten once it is saved"


def read_what_was_sent(cast):
    with acting_in(cast.kepahiang):
        report = Report.objects.get()
        assert (report.state, report.month_on, report.is_late) == ("SUBMITTED", date(2026, 1, 1), False)
        assert report.challenges == "SIASN mati dua hari."
        assert report.realisations.get().text == "Sebelas usul selesai"
        assert Evidence.objects.get(report=report).name == "daftar.pdf"


def read_the_document(sari, cast):
    """The signed document of the year is on the page, and says what everybody agreed on."""
    with acting_in(cast.kepahiang):
        evaluation = Evaluation.objects.get(person=cast["Sari"])
        assert (evaluation.state, evaluation.predicate) == ("ACCEPTED", "GOOD")
        paper = next(one for one in papers_of(evaluation) if (one.form, one.state) == ("D.1.1", "VALID"))
    place = sari.page.get_by_role("link", name=paper.number).get_attribute("href")
    answer = sari.page.request.get(sari.server + place)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)
    assert "Sari Wulandari" in text and "Budi Santoso" in text
