"""The whole line of one employee at phone size: the plan from draft to force, then a month with a lost connection.

Sari writes in Indonesian, Budi reads in English; the year was opened by the officer before.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.journeys.visitor import PHONE

from selaras.core.tenancy import acting_in
from selaras.monitoring.models import Evidence, Report
from selaras.planning import operations as planning
from selaras.planning.models import Plan, PlanVersion
from selaras.planning.queries import results_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
JANUARY = datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def year(cast):
    """The open year 2026."""
    with acting_in(cast.kepahiang):
        officer = {"by": cast.actor("Dewi", on=JANUARY.date(), role="OFFICER"), "at": JANUARY}
        period = planning.create_period(
            year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", **officer
        )
        return planning.open_period(period=period, **officer)


def test_from_the_first_word_of_a_plan_to_the_reply_to_a_report(cast, year, enter, tmp_path):
    sari = enter("Sari", PHONE, "id")
    write_the_plan(sari)
    with acting_in(cast.kepahiang):
        plan = Plan.objects.get(person=cast["Sari"])
    budi = enter("Budi", PHONE, "en")
    sign_the_plan(sari, budi, plan)
    with acting_in(cast.kepahiang):
        assert PlanVersion.objects.get(plan=plan).state == "SET"
        (result,) = results_of(plan)

    write_the_month(sari, cast, result, tmp_path)
    with acting_in(cast.kepahiang):
        report = Report.objects.get(plan=plan)
        assert (report.state, report.month_on) == ("SUBMITTED", date(2026, 6, 1))
        assert report.challenges == "SIASN mati dua hari."
        assert report.realisations.get().text == "Sebelas usul selesai"
        assert Evidence.objects.get(report=report).name == "daftar.pdf"
    answer(sari, budi, report, result)
    with acting_in(cast.kepahiang):
        report.refresh_from_db()
        assert report.state == "ANSWERED"


def write_the_plan(sari):
    """Draft, behaviour, annex, check, submit; nothing that is forgotten gets through the check."""
    sari.open("/plans/").press("Begin the plan of %(year)s", year="2026")
    sari.press("Add a result")
    sari.fill(text="Usul pindah pegawai terperiksa lengkap", intervened_text="Layanan mutasi yang tertib")
    sari.fill(**{"i0-text": "Lama pemeriksaan satu usul", "i0-aspect": "TIME", "i0-target_kind": "TEXT"})
    sari.fill(**{"i0-target_text": "3 – 5 hari kerja"})
    sari.press("Save", "main")
    sari.press("Check and submit", "main").reads("Put right what is listed above first.")
    sari.press("Write", "main nav").press("Go on to %(part)s", part="perilaku kerja")
    sari.fill(ADAPTIVE="Mencoba cara kerja baru setiap triwulan").press("Save", "main")
    sari.press("Go on to the annex").fill(RESOURCE="Akses SIASN", ACCOUNTABILITY="Laporan bulanan").press(
        "Save", "main"
    )
    sari.press("Go on to the check").press("Submit to the appraiser")


def sign_the_plan(sari, budi, plan):
    """Agreed by the appraiser, signed by the employee, set by the appraiser."""
    budi.open("/").press("Look").sees("Sari Wulandari")
    budi.open(f"/plans/{plan.pk}/").press("Agree")
    sari.open(f"/plans/{plan.pk}/").press("Sign", "main")
    budi.open(f"/plans/{plan.pk}/").press("Set and sign")
    budi.press("History").open(f"/plans/{plan.pk}/versions/")


def write_the_month(sari, cast, result, tmp_path):
    """The draft keeps itself, also while the phone is offline, and is sent when the connection is back."""
    sari.open("/reports/")
    sari.press_at("form:has(input[name=month][value='2026-06-01']) button")
    place = f"text-{result.lineage_id}-{result.indicators[0].lineage_id}"
    status = sari.page.locator("[data-autosave-status]")
    sari.fill(challenges="SIASN mati.").press("Submit the report")
    sari.reads("What is missing stays missing: it is shown as “Nothing reported” and never counted as zero.")
    with acting_in(cast.kepahiang):
        assert Report.objects.get().state == "DRAFT", "a report with gaps is asked about first"
    sari.press("Cancel").fill(**{place: "Sebelas usul selesai"})
    status.filter(has_text="Tersimpan").wait_for()

    sari.context.set_offline(True)
    sari.fill(challenges="SIASN mati dua hari.")
    status.filter(has_not_text="Tersimpan").wait_for()
    assert sari.page.locator("#offline").is_visible()
    assert "SIASN mati" in sari.page.evaluate("JSON.stringify(localStorage)"), "kept on the device"
    sari.context.set_offline(False)
    status.filter(has_text="Tersimpan").wait_for()
    assert "SIASN mati" not in sari.page.evaluate("JSON.stringify(localStorage)"), (
        "forgotten once it is saved"
    )

    proof = tmp_path / "daftar.pdf"
    proof.write_bytes(PDF)
    sari.page.locator("details:has(input[type=file]) > summary").first.click()
    sari.page.set_input_files(f"[name=files-{result.lineage_id}]", proof)
    sari.press("Add this evidence").sees("daftar.pdf")
    assert sari.page.locator("[name=challenges]").input_value() == "SIASN mati dua hari."
    sari.press("Submit the report")


def answer(sari, budi, report, result):
    """Feedback on the result with a symbol, and the conversation below it."""
    budi.open(f"/reports/{report.pk}/")
    budi.fill(
        **{f"remark-r{result.lineage_id}": "Rapi dan lengkap.", f"symbol-r{result.lineage_id}": "THUMB"}
    )
    budi.fill(answer="Mintalah bantuan Wati bila SIASN mati.").press("Send the answer")
    sari.open(f"/reports/{report.pk}/").sees("Mintalah bantuan Wati")
    sari.fill(text="Baik, sudah saya hubungi.").press("Send the reply")
    budi.open(f"/reports/{report.pk}/").sees("Baik, sudah saya hubungi.")
