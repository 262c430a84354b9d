"""The year is judged, as five different people: two documents, one objected to, an award and a training.

Dewi prepares, Budi rates Sari, Sari objects and Ratna decides; Budi signs his own document; Hasan gives an award.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.journeys.visitor import PHONE

from selaras.appraisal.models import Evaluation
from selaras.core.models import Job
from selaras.core.tenancy import acting_in
from selaras.development.queries import hours_of
from selaras.documents.queries import papers_of
from selaras.planning import operations as planning
from selaras.planning.models import Window
from selaras.planning.operations import IndicatorInput, ResultInput
from selaras.planning.queries import latest_version_of
from selaras.recognition.models import Award

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
JANUARY = datetime(2026, 1, 12, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def year(cast):
    """The open year 2026 with the plans of Budi and Sari in force; returns the evaluation of the year."""

    def who(name, role=None):
        return {"by": cast.actor(name, on=JANUARY.date(), role=role), "at": JANUARY}

    with acting_in(cast.kepahiang):
        period = planning.create_period(
            year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", **who("Dewi", "OFFICER")
        )
        period = planning.open_period(period=period, **who("Dewi", "OFFICER"))
        for name, appraiser in (("Budi", "Ratna"), ("Sari", "Budi")):
            plan = planning.create_plan(period=period, assignment=cast.assignments[name], **who(name))
            version = latest_version_of(plan)
            indicator = IndicatorInput(
                text="Usul selesai tepat waktu", aspect="QUALITY", target_text="90 – 95%"
            )
            result = ResultInput(
                text="Layanan mutasi tertib", intervened_text="ASN profesional", indicators=[indicator]
            )
            planning.save_result(version=version, result=result, **who(name))
            provisions = {"RESOURCE": ["Akses SIASN"], "ACCOUNTABILITY": ["Laporan bulanan"]}
            planning.save_provisions(version=version, provisions=provisions, **who(name))
            version = planning.submit(version=version, **who(name))
            version = planning.agree(version=version, **who(appraiser))
            planning.set_plan(version=planning.sign(version=version, **who(name)), **who(appraiser))
        return Window.objects.get(period=period, kind="ANNUAL")


def evaluation_of(cast, name):
    with acting_in(cast.kepahiang):
        return Evaluation.objects.get(person=cast[name])


def forms_of(cast, evaluation):
    with acting_in(cast.kepahiang):
        return {paper.form for paper in papers_of(evaluation) if paper.state == "VALID"}


def test_the_year_is_judged_by_five_people(cast, year, enter, day, work_off):
    day(2026, 12, 16)
    dewi = enter("Dewi", language="en").play("OFFICER")
    open_the_window(dewi, cast, year, work_off)
    sari, budi = enter("Sari", PHONE, "id"), enter("Budi", language="en")
    ratna = enter("Ratna", PHONE, "en")
    of_sari, of_budi = evaluation_of(cast, "Sari"), evaluation_of(cast, "Budi")

    appraise_oneself(sari, of_sari)
    rate_with_hardly_a_word(budi, cast, of_sari)
    rate(budi, of_sari, "BELOW", "MEETS")
    assert evaluation_of(cast, "Sari").predicate == "NEEDS_IMPROVEMENT"
    object_and_decide(sari, budi, ratna, cast, of_sari)
    of_sari = evaluation_of(cast, "Sari")
    assert (of_sari.state, of_sari.predicate) == ("DECIDED", "GOOD")
    assert forms_of(cast, of_sari) == {"C.1.3", "D.1.3"}

    rate(ratna, of_budi, "MEETS", "ABOVE")
    budi.open(f"/evaluations/{of_budi.pk}/").press("Sign the result", "main")
    assert evaluation_of(cast, "Budi").state == "ACCEPTED"
    assert "D.1.1" in forms_of(cast, of_budi)
    dewi.open(f"/evaluations/{of_budi.pk}/").press("Report the result")
    assert evaluation_of(cast, "Budi").state == "REPORTED"

    give_an_award(enter("Hasan", language="id"), cast)
    record_a_training(dewi, cast)


def open_the_window(dewi, cast, window, work_off):
    """First the achievement of the organisation, then everybody's evaluation, opened by a job."""
    for code in ("MUTASI", "BKPSDM"):
        dewi.open(f"/achievements/{window.pk}/{cast.units[code].pk}/")
        dewi.fill(achievement="GOOD", grounds="Laporan perjanjian kinerja 2026").press("Save the achievement")
    dewi.open("/windows/")
    dewi.press_at(f"a[href='/windows/{window.pk}/open/']").sees("2 people get an evaluation")
    with acting_in(cast.kepahiang):
        assert not Job.objects.filter(kind="appraisal.open_window").exists(), "the page only asks"
    dewi.press("Yes, open the evaluations")
    work_off()
    dewi.open("/windows/").open(f"/evaluations/?window={window.pk}").sees("Sari Wulandari")


def appraise_oneself(sari, evaluation):
    sari.open(f"/evaluations/{evaluation.pk}/").press("Write the self-appraisal")
    sari.fill(
        results_rating="MEETS", results_grounds="Semua usul selesai, dua minggu ditugaskan ke Bengkulu."
    )
    sari.fill(behaviour_rating="MEETS", behaviour_grounds="Pemohon selalu diberi kabar.")
    sari.press("Send to my appraiser")


def rate_with_hardly_a_word(budi, cast, evaluation):
    """Asked once for a sentence; nothing is signed meanwhile, and what was typed is kept."""
    budi.open(f"/evaluations/{evaluation.pk}/rate/")
    budi.fill(results_rating="BELOW", results_grounds="Kurang.", behaviour_rating="MEETS")
    budi.fill(behaviour_grounds="Dari umpan balik pemohon dan rekan kerja.").press("Rate and sign")
    budi.reads("Short grounds")
    assert evaluation_of(cast, "Sari").state == "OPEN"
    assert budi.page.locator("[name=results_grounds]").input_value() == "Kurang."


def rate(appraiser, evaluation, results, behaviour):
    """Both ratings with their grounds; the predicate is shown before anybody signs, then the result is delivered."""
    appraiser.open(f"/evaluations/{evaluation.pk}/rate/")
    appraiser.fill(results_rating=results, results_grounds="Dibandingkan dengan target yang disepakati.")
    appraiser.fill(behaviour_rating=behaviour, behaviour_grounds="Dari umpan balik pemohon dan rekan kerja.")
    appraiser.press("Rate and sign").press("Deliver to the employee")


def object_and_decide(sari, budi, ratna, cast, evaluation):
    """The employee's reasons, the appraiser's statement, the superior's decision with other ratings."""
    sari.open(f"/evaluations/{evaluation.pk}/objection/")
    sari.fill(reasons="Penugasan dua minggu ke Bengkulu belum dihitung.").press("File the objection")
    budi.open(f"/evaluations/{evaluation.pk}/objection/")
    budi.fill(statement="Penugasan itu di luar rencana.").press("Add the statement")
    ratna.open(f"/evaluations/{evaluation.pk}/objection/").sees("Penugasan itu di luar rencana.")
    ratna.fill(decision="CHANGED", results_rating="MEETS", behaviour_rating="MEETS")
    ratna.fill(grounds="Surat tugas membuktikan dua minggu itu.").press("Look it over before signing")
    ratna.reads("Predicate after the decision")
    assert evaluation_of(cast, "Sari").state == "OBJECTED", "looking it over decides nothing"
    ratna.press("Sign the decision")
    sari.open(f"/evaluations/{evaluation.pk}/").sees("D.1.3")


def give_an_award(hasan, cast):
    hasan.play("HEAD").open("/recognition/awards/new/")
    hasan.fill(person=cast["Sari"].number, kind="PROJECT", title="Digitalisasi berkas mutasi")
    hasan.fill(reason="Dua ribu berkas dipindai.", given_on="2026-12-15").press("Give the award")
    with acting_in(cast.kepahiang):
        assert [paper.form for paper in papers_of(Award.objects.get(person=cast["Sari"]))] == ["AWARD"]


def record_a_training(dewi, cast):
    """Entered, enrolled for a weakness, attended: the hours count for the year."""
    dewi.open("/trainings/new/").fill(title="Pengelolaan waktu", kind="TECHNICAL", form="CLASSICAL")
    dewi.fill(provider="BPSDM Provinsi Bengkulu", starts_on="2026-12-07", ends_on="2026-12-08", hours="16")
    dewi.press("Enter the training").press("Enrol people")
    dewi.page.locator(f"[name=people][value='{cast['Sari'].pk}']").check()
    dewi.fill(weakness="Urutan pekerjaan").press("Enrol the chosen").press("Record attendance")
    dewi.page.locator("select[name$=-state]").select_option("ATTENDED")
    dewi.press("Record attendance", "main form")
    with acting_in(cast.kepahiang):
        assert hours_of(cast["Sari"].pk, 2026, date(2026, 12, 31)).earned == 16
