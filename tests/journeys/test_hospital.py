"""One year of a hospital whose sixty people came in by a workbook, lived by five of them at their own screens.

Dewi, the officer, imports and prints passwords. Ratih directs, Agus leads a division, Ayu and Bagas nurse. Ayu is
judged good and becomes employee of the month; Bagas objects, is heard and is sent to a training.
"""

from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader
from tests.cast import PASSWORD
from tests.journeys import hospital, judgements, months, offices, plans
from tests.journeys.visitor import DESKTOP, PHONE, Visitor

from selaras.accounts.models import User
from selaras.appraisal.models import Evaluation
from selaras.core.models import Job
from selaras.core.tenancy import acting_in
from selaras.development.queries import hours_of
from selaras.documents.queries import papers_of
from selaras.organisation.models import Person
from selaras.planning.models import Acknowledgement, Agreement, Period, Plan, PlanVersion
from selaras.planning.queries import results_of
from selaras.recognition.models import Award

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
SERVED = "Pelayanan medis tepat waktu"
INDICATOR = {"aspect": "QUALITY", "target_kind": "TEXT", "target_text": "90 – 95%"}


class Year:
    """The hospital as the test sees it: the people of the workbook, their strips and what the database holds."""

    def __init__(self, cast, folder) -> None:
        self.cast, self.folder, self.rows = cast, folder, hospital.staff()
        self.strips: dict[str, tuple[str, str]] = {}

    def number(self, who: int) -> str:
        return self.rows[who]["number"]

    def name(self, who: int) -> str:
        return self.rows[who]["name"]

    def here(self):
        return acting_in(self.cast.kepahiang)

    def evaluation(self, who: int) -> tuple[str, str, set[str]]:
        """State, predicate and the valid papers of somebody's evaluation."""
        with self.here():
            found = Evaluation.objects.get(person__number=self.number(who))
            valid = {paper.form for paper in papers_of(found) if paper.state == "VALID"}
            return found.state, found.predicate, valid


def test_the_year_of_sixty_people(cast, enter, visitor, day, work_off, tmp_path):
    year = Year(cast, tmp_path)
    User.objects.filter(last_login=None).update(last_login=datetime(2025, 6, 2, tzinfo=ZoneInfo("UTC")))
    day(2026, 1, 5)
    dewi = enter("Dewi", language="en").play("OFFICER")
    import_sixty(dewi, year)
    hand_out_passwords(dewi, year)
    offices.open_the_period(dewi)
    offices.set_out(dewi, hospital.NAME)
    ratih = first_visit(visitor, year, hospital.DIRECTOR, DESKTOP, "id")
    agus = first_visit(visitor, year, hospital.HEAD, DESKTOP, "en")
    ayu = first_visit(visitor, year, hospital.EMPLOYEE, PHONE, "id")
    bagas = first_visit(visitor, year, hospital.OBJECTOR, DESKTOP, "id")
    ratih.desk().press("Read").press("Sign the agreement")
    with year.here():
        assert (Period.objects.get().state, Agreement.objects.get().state) == ("OPEN", "SIGNED")

    day(2026, 1, 12)
    plan_the_year(year, ratih, agus, ayu, bagas)
    day(2026, 2, 3)
    make_it_known(year, dewi, agus, ayu)
    report_and_answer(year, agus, ayu, bagas)
    day(2026, 12, 16)
    judgements.open_the_year(dewi, work_off, 3)
    judgements.enter_achievements(dewi, 2)
    agree_on_ayu(year, agus, ayu)
    disagree_on_bagas(year, day, ratih, agus, bagas)
    offices.honour(dewi, bagas, hospital.NAME, year.name(hospital.EMPLOYEE))
    offices.train(dewi, year.name(hospital.OBJECTOR), "Urutan pekerjaan")
    remember(year, ayu, bagas)


def import_sixty(dewi: Visitor, year: Year) -> None:
    """Two wrong cells stop everything; the mended workbook brings sixty people; once more changes nothing."""
    wrong = {"unit_code": "RS-99", "from_on": "31 Pebruari 2025"}
    offices.upload(dewi, hospital.workbook(year.rows, year.folder / "salah.xlsx", **wrong))
    dewi.reads("Mend the cells below in the workbook and upload it again")
    assert dewi.page.get_by_text("Row 4", exact=True).count() >= 2, "both spoilt cells are named"
    with year.here():
        assert not Person.objects.filter(number=year.number(0)).exists(), "a check writes nothing"
    workbook = hospital.workbook(year.rows, year.folder / "pegawai.xlsx")
    offices.upload(dewi, workbook).reads("No mistakes were found")
    dewi.press("Import now")
    with year.here():
        assert Person.objects.filter(number__in=[one["number"] for one in year.rows]).count() == 60
    dewi.press("Check the data", "main").reads("Everything is in order")
    offices.upload(dewi, workbook)
    assert dewi.page.get_by_role("button", name=dewi.says("Import now")).count() == 0, "again changes nothing"


def hand_out_passwords(dewi: Visitor, year: Year) -> None:
    """A sheet holds forty; the next one begins where it ended."""
    for strips in (40, 60):
        dewi.goes("People").press("Initial passwords", "main")
        year.strips |= offices.print_passwords(dewi)
        assert len(year.strips) == strips


def first_visit(visitor, year: Year, who: int, size, language: str) -> Visitor:
    """Sign in with the strip; an own password has to be chosen before anything else."""
    login, password = year.strips[year.number(who)]
    person = visitor(size, language).enter(login, password)
    assert "/password/change/" in person.page.url
    person.fill(oldpassword=password, password1=PASSWORD, password2=PASSWORD)
    return person.press("Change the password")


def plan_the_year(year: Year, ratih: Visitor, agus: Visitor, ayu: Visitor, bagas: Visitor) -> None:
    """The leader's plan first, then those that serve it; the first of them comes back once."""
    timely = INDICATOR | {"text": "Pasien yang dilayani tepat waktu"}
    plans.submit(plans.write(agus, SERVED, "Kepuasan pasien", timely))
    plans.bring_into_force(agus, ratih)
    quick = {"text": "Lama pendataan", "aspect": "TIME", "target_kind": "TEXT", "target_text": "1 – 2 jam"}
    plans.submit(plans.write(ayu, "Pasien terdata sebelum diperiksa", SERVED, quick))
    plans.send_back(agus, "Satu jam belum masuk akal pada hari Senin.")
    plans.revise(ayu, "Satu jam belum masuk akal pada hari Senin.", "2 – 3 jam")
    plans.bring_into_force(ayu, agus)
    orderly = INDICATOR | {"text": "Keluhan yang selesai pada hari yang sama"}
    plans.submit(plans.write(bagas, "Ruang rawat yang tertib", SERVED, orderly))
    plans.bring_into_force(bagas, agus)
    with year.here():
        assert {one.state for one in PlanVersion.objects.all()} == {"SET"}
        plan = Plan.objects.get(person__number=year.number(hospital.EMPLOYEE))
        (result,) = results_of(plan)
        assert (plan.appraiser.name, plan.superior.name) == (year.name(hospital.HEAD), year.name(0))
        assert (result.intervened_text, result.indicators[0].target) == (SERVED, "2 – 3 jam")


def make_it_known(year: Year, dewi: Visitor, *readers: Visitor) -> None:
    """The standards are published; who has confirmed them is counted."""
    offices.publish(dewi, hospital.NAME, "Target dan standar 2026")
    for reader in readers:
        reader.desk().press("Read").press("I have read and understood this")
    with year.here():
        assert Acknowledgement.objects.count() == len(readers)


def report_and_answer(year: Year, agus: Visitor, ayu: Visitor, bagas: Visitor) -> None:
    """A report with evidence, the answer, the reply, and a colleague who speaks of his own accord."""
    months.begin(ayu).page.locator(months.REALISED).fill("Rata-rata dua jam")
    months.prove(ayu, year.folder).press("Submit the report")
    months.answer(agus, "Rapi dan lengkap.", "Mintalah bantuan Bagas pada hari Senin.")
    months.reply(ayu, "Rapi dan lengkap.", "Baik, sudah kami bagi.")
    bagas.goes("Feedback").press("Give feedback", "main .sl-tabs")
    bagas.press_at(f"main tr:has-text('{year.name(hospital.EMPLOYEE)}') .sl-row-actions a")
    bagas.choose("about", "Kolaboratif").fill(text="Membantu rekan yang kewalahan.", response="POSITIVE")
    bagas.press("Give the feedback")
    ayu.goes("Feedback").sees("Membantu rekan yang kewalahan.")


def agree_on_ayu(year: Year, agus: Visitor, ayu: Visitor) -> None:
    """Self-appraisal, rating, delivery, the employee's signature, the report."""
    judgements.appraise_oneself(ayu, "Semua pasien terdata.", "Pasien selalu diberi kabar.")
    agus.desk().press("Evaluate")
    agus.press_at(f"main tr:has-text('{year.name(hospital.EMPLOYEE)}') .sl-row-actions a")
    judgements.rate(agus, "MEETS", "ABOVE")
    judgements.accept(ayu)
    assert year.evaluation(hospital.EMPLOYEE) == ("ACCEPTED", "GOOD", {"C.1.3", "D.1.1"})
    place = ayu.page.locator("#papers a", has_text="D.1.1").first.get_attribute("href")
    document = ayu.page.request.get(ayu.server + place).body()
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    assert all(year.name(who) in text for who in (hospital.EMPLOYEE, hospital.HEAD))
    agus.desk().press("Report the result").press("Report the result", "main")
    assert year.evaluation(hospital.EMPLOYEE)[0] == "REPORTED"


def disagree_on_bagas(year: Year, day, ratih: Visitor, agus: Visitor, bagas: Visitor) -> None:
    """Hardly a word explains, so a sentence is asked for; then both are heard and the director decides."""
    agus.desk().press("Evaluate")
    agus.fill(results_rating="BELOW", results_grounds="Kurang.", behaviour_rating="MEETS")
    agus.fill(behaviour_grounds="Dari umpan balik rekan kerja.").press("Rate and sign").reads("Short grounds")
    assert year.evaluation(hospital.OBJECTOR)[0] == "OPEN", "nothing is signed meanwhile"
    assert agus.page.locator("[name=results_grounds]").input_value() == "Kurang."
    judgements.rate(agus, "BELOW", "MEETS")
    assert year.evaluation(hospital.OBJECTOR)[1] == "NEEDS_IMPROVEMENT"

    day(2026, 12, 18)
    bagas.desk().press("Read and sign").press("Object to the result")
    bagas.fill(reasons="Dua minggu bertugas di puskesmas belum dihitung.").press("File the objection")
    agus.desk().press("Explain").fill(statement="Penugasan itu di luar rencana.").press("Add the statement")
    ratih.desk().press("Decide").sees("Penugasan itu di luar rencana.")
    ratih.fill(decision="CHANGED", results_rating="MEETS", behaviour_rating="MEETS")
    ratih.fill(grounds="Surat tugas membuktikan dua minggu itu.").press("Look it over before signing")
    ratih.reads("Predicate after the decision")
    assert year.evaluation(hospital.OBJECTOR)[0] == "OBJECTED", "looking it over decides nothing"
    ratih.press("Sign the decision")
    assert year.evaluation(hospital.OBJECTOR) == ("DECIDED", "GOOD", {"C.1.3", "D.1.3"})
    bagas.goes("Objections").press("Open", "main").sees("Surat tugas membuktikan dua minggu itu.")
    bagas.press("Open the evaluation").press("Sign the changed result (D.1.3)", "main")
    ratih.desk().press("Report the result").press("Report the result", "main")


def remember(year: Year, ayu: Visitor, bagas: Visitor) -> None:
    """What stays: the award with its certificate, the hours of the training, and no work left undone."""
    with year.here():
        award = Award.objects.get()
        assert award.person.number == year.number(hospital.EMPLOYEE)
        assert [paper.form for paper in papers_of(award)] == ["AWARD"]
        bagas_himself = Person.objects.get(number=year.number(hospital.OBJECTOR))
        assert hours_of(bagas_himself.pk, 2026, date(2026, 12, 31)).earned == 16
        assert not Job.objects.filter(state="FAILED").exists()
    ayu.goes("Recognition").press("Employee of the month", "main").sees(year.name(hospital.EMPLOYEE))
    bagas.goes("Training").sees("Pengelolaan waktu")
