"""The pages of development as the people of the cast see and use them, within the budget of statements."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.development.test_trainings import COURSE, feedback_on
from tests.recognition.results import plan_of, result_of

from selaras.core import clock
from selaras.core.tenancy import acting_in
from selaras.development import operations
from selaras.development.models import Enrolment, HoursDuty, ImprovementPlan, Training
from selaras.development.operations import PlannedStep
from selaras.organisation.models import Grant

MOST = 12
FREE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "SET ")
OFFICER = ("Dewi", "OFFICER")
EVERYBODY = [("Sari", None), ("Budi", "APPRAISER"), OFFICER, ("Hasan", "HEAD"), ("Joko", "AUDITOR")]


def address(name, *args, query=""):
    return reverse(f"development:{name}", args=args) + query


def get(client_as, who, url):
    answer = client_as(*who).get(url)
    return answer.status_code, answer.content.decode()


def post(client_as, who, url, **values):
    return client_as(*who).post(url, {"idempotency_key": str(uuid.uuid4()), **values})


@pytest.fixture
def filled(kepahiang, actor):
    """A training with a request and a place, and a plan of help."""
    officer = actor("Dewi", role="OFFICER")
    course = operations.add_training(**COURSE, seats=10, by=officer, at=AT)
    plan_of(kepahiang, "Sari")
    operations.ask_enrolment(
        training=course,
        person=kepahiang["Sari"],
        by=actor("Sari"),
        at=AT,
        weakness="Menulis laporan",
        feedback=feedback_on(kepahiang, "Sari"),
    )
    operations.enrol(training=course, people=[kepahiang["Wati"]], by=officer, at=AT)
    operations.create_improvement(
        evaluation=result_of(kepahiang, "Sari", "POOR"),
        goal="Hadir tepat waktu.",
        starts_on=TODAY,
        ends_on=date(2026, 9, 30),
        steps=[PlannedStep("Pendampingan", date(2026, 8, 1), kepahiang["Wati"].pk)],
        by=actor("Budi"),
        at=AT,
    )
    return kepahiang


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_for_everybody(filled, client_as, who):
    course = Training.objects.get()
    pages = [
        address("trainings"),
        address("trainings", query="?state=OPEN&kind=TECHNICAL&year=2026&q=laporan"),
    ]
    pages += [address("training", course.pk), address("improvements")]
    if who[0] != "Joko":
        pages += [address("hours"), address("hours", query="?year=2024")]
    if who[1] in ("OFFICER", "HEAD", "AUDITOR"):
        pages += [address("unit_hours"), address("duties", query="?year=2026&employment=PPPK")]
    for url in pages:
        status, text = get(client_as, who, url)
        assert status == 200 and text.count("<h1") == 1, url


def test_an_operator_sees_nothing(filled, client_as):
    course, plan = Training.objects.get(), ImprovementPlan.objects.get()
    for url in (
        address("trainings"),
        address("training", course.pk),
        address("hours"),
        address("unit_hours"),
        address("duties"),
        address("requests"),
        address("improvements"),
        address("improvement", plan.pk),
        address("enrol", course.pk),
        address("attendance", course.pk),
        address("training_new"),
        address("enrolment", Enrolment.objects.first().pk),
    ):
        assert get(client_as, ("Oki", None), url)[0] == 403, url


def test_an_outsider_finds_nothing(filled, client_as):
    course, plan = Training.objects.get(), ImprovementPlan.objects.get()
    for url in (
        address("training", course.pk),
        address("enrol", course.pk),
        address("attendance", course.pk),
        address("enrolment", Enrolment.objects.first().pk),
        address("improvement", plan.pk),
        address("improvement_new", plan.evaluation_id),
    ):
        assert get(client_as, ("Tono", "OFFICER"), url)[0] == 404, url


def test_a_training_is_entered_changed_and_cancelled(filled, client_as):
    values = {**COURSE, "title": "Pelayanan publik", "seats": "", "description": ""}
    assert post(client_as, ("Sari", None), address("training_new"), **values).status_code == 403
    assert post(client_as, OFFICER, address("training_new"), **values | {"hours": "0"}).status_code == 422
    assert post(client_as, OFFICER, address("training_new"), **values).status_code == 302
    made = Training.objects.get(title="Pelayanan publik")
    url = address("training_edit", made.pk)
    assert post(client_as, OFFICER, url, **values | {"hours": "8"}, version=1).status_code == 302
    stale = post(client_as, OFFICER, url, **values | {"title": "Judul lain"}, version=1)
    assert stale.status_code == 409 and "Judul lain" in stale.content.decode()
    page = address("training", made.pk)
    assert post(client_as, OFFICER, page, step="cancel", reason="", version=2).status_code == 422
    assert post(client_as, OFFICER, page, step="cancel", reason="Batal.", version=2).status_code == 302
    made.refresh_from_db()
    assert made.state == "CANCELLED"
    assert get(client_as, OFFICER, page)[0] == 200


def test_places_are_asked_proposed_and_decided_on_pages(filled, client_as, actor):
    course = operations.add_training(**COURSE, by=actor("Dewi", role="OFFICER"), at=AT)
    page = address("training", course.pk)
    assert post(client_as, ("Wati", None), page, step="ask", weakness="Arsip").status_code == 302
    twice = post(client_as, ("Wati", None), page, step="ask", weakness="Arsip")
    assert twice.status_code == 409
    source = f"feedback-{Enrolment.objects.get(training__seats=10, person=filled['Sari']).feedback_id}"
    sent = {"step": "propose", "person": filled["Sari"].pk, "weakness": "Laporan", "source": source}
    assert post(client_as, ("Budi", "APPRAISER"), page, **sent).status_code == 302
    proposed = Enrolment.objects.get(training=course, person=filled["Sari"])
    assert proposed.feedback_id and proposed.asked_by_id == filled["Budi"].pk
    url = address("enrolment", proposed.pk)
    assert get(client_as, OFFICER, address("requests"))[1].count("Laporan") >= 1
    assert post(client_as, ("Sari", None), url, step="accept", version=1).status_code == 403
    assert post(client_as, OFFICER, url, step="decline", reason="", version=1).status_code == 422
    assert post(client_as, OFFICER, url, step="accept", version=1).status_code == 302
    assert get(client_as, ("Budi", "APPRAISER"), url)[0] == 200
    assert get(client_as, ("Wati", None), url)[0] == 404
    assert post(client_as, ("Sari", None), url, step="withdraw", version=2).status_code == 302


def test_many_are_enrolled_and_recorded_on_pages(filled, client_as):
    course = Training.objects.get()
    url = address("enrol", course.pk)
    status, text = get(client_as, OFFICER, url)
    assert status == 200 and "Budi Santoso" in text and "Wati Handayani" not in text
    assert post(client_as, OFFICER, url).status_code == 422
    assert post(client_as, OFFICER, url, people=[filled["Budi"].pk, filled["Sari"].pk]).status_code == 302
    places = {one.person_id: one.pk for one in Enrolment.objects.filter(state="ENROLLED")}
    assert len(places) == 3
    record = address("attendance", course.pk)
    rows = {f"e{pk}-state": "ATTENDED" for pk in places.values()} | {
        f"e{pk}-hours": "24" for pk in places.values()
    }
    assert post(client_as, OFFICER, record, **rows).status_code == 403
    with clock.fixed(AT.replace(day=25)):
        assert get(client_as, OFFICER, record)[0] == 200
        wrong = post(client_as, OFFICER, record, **rows | {f"e{places[filled['Sari'].pk]}-hours": "99"})
        assert wrong.status_code == 422
        assert post(client_as, OFFICER, record, **rows).status_code == 302
        status, text = get(client_as, ("Sari", None), address("hours"))
    course.refresh_from_db()
    assert course.state == "HELD" and status == 200 and "24" in text


def test_the_agencys_own_number_is_set(filled, client_as):
    url = address("duties", query="?year=2026")
    sent = {"employment": "PPPK", "hours": "20", "article": "Perbup 4/2026"}
    law = get(client_as, OFFICER, url)[1]
    assert "paling banyak 24" in law and "PP 49/2018" in law and "PP 11/2017 Pasal 203" in law
    assert post(client_as, ("Hasan", "HEAD"), url, **sent).status_code == 403
    assert post(client_as, OFFICER, url, **sent).status_code == 302
    assert HoursDuty.objects.get().hours == 20
    assert post(client_as, OFFICER, url, **sent, version=7).status_code == 409


def test_help_is_planned_carried_out_and_concluded_on_pages(filled, client_as):
    result = result_of(filled, "Wati", "NEEDS_IMPROVEMENT")
    new = address("improvement_new", result.pk)
    assert get(client_as, ("Budi", "APPRAISER"), new)[0] == 200
    assert get(client_as, ("Wati", None), new)[0] == 404
    sent = {
        "goal": "Arsip lengkap.",
        "starts_on": "2026-07-15",
        "ends_on": "2026-09-15",
        "step0-text": "Magang",
    }
    assert post(client_as, ("Budi", "APPRAISER"), new, **sent).status_code == 422
    sent |= {"step0-due_on": "2026-08-01", "step0-helper": filled["Sari"].pk}
    late = post(client_as, ("Budi", "APPRAISER"), new, **sent | {"step0-due_on": "2027-01-01"})
    assert late.status_code == 422 and "Magang" in late.content.decode()
    assert post(client_as, ("Budi", "APPRAISER"), new, **sent).status_code == 302
    plan = ImprovementPlan.objects.get(person=filled["Wati"])
    page, step = address("improvement", plan.pk), plan.steps.get()
    helper = get(client_as, ("Sari", None), page)
    assert helper[0] == 200 and "Magang" in helper[1] and 'class="sl-history"' not in helper[1]
    assert "Butuh" not in helper[1].split("<main")[1]
    added = {"step": "add", "text": "Buku panduan", "due_on": "2026-08-20", "helper": ""}
    assert post(client_as, ("Sari", None), page, **added).status_code == 403
    assert post(client_as, ("Budi", "APPRAISER"), page, **added, version=1).status_code == 302
    assert post(client_as, ("Budi", "APPRAISER"), page, **added, version=1).status_code == 409
    done = {"step": f"finish-{step.pk}", "done_on": "2026-07-15", "note": "Lancar."}
    assert post(client_as, ("Sari", None), page, **done | {"done_on": ""}, version=2).status_code == 422
    assert post(client_as, ("Sari", None), page, **done, version=2).status_code == 302
    assert (
        post(client_as, ("Sari", None), page, step="finish-999999", done_on="2026-07-15").status_code == 404
    )
    assert (
        post(
            client_as, ("Budi", "APPRAISER"), page, step="achieve", reason="Sudah baik.", version=3
        ).status_code
        == 302
    )
    plan.refresh_from_db()
    assert plan.state == "ACHIEVED"
    assert "Sudah baik." in get(client_as, ("Wati", None), page)[1]


def counted(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return [one["sql"] for one in caught if not one["sql"].startswith(FREE)]


@pytest.mark.parametrize("many", [1, 12])
@pytest.mark.parametrize("who", [OFFICER, ("Budi", "APPRAISER"), ("Sari", None)])
def test_pages_stay_within_the_budget(filled, actor, client_as, many, who):
    officer = actor("Dewi", role="OFFICER")
    for number in range(many):
        made = operations.add_training(**COURSE | {"title": f"Kursus {number}"}, by=officer, at=AT)
        operations.enrol(
            training=made,
            people=[filled[name] for name in ("Sari", "Wati", "Budi", "Yusuf")[: 1 + many % 4 + 1]],
            by=officer,
            at=AT,
        )
    course, plan = Training.objects.order_by("pk").first(), ImprovementPlan.objects.get()
    pages = [address("trainings"), address("training", course.pk), address("hours"), address("improvements")]
    pages += [
        address("improvement", plan.pk),
        address("enrolment", Enrolment.objects.order_by("pk").first().pk),
    ]
    if who == OFFICER:
        pages += [address("unit_hours"), address("duties"), address("requests"), address("enrol", course.pk)]
        pages += [address("attendance", course.pk)]
    client = client_as(*who)
    for url in pages:
        statements = counted(client, url)
        assert len(statements) <= MOST, (url, len(statements), statements)


def test_the_form_offers_the_units_entrusted_to_the_officer(cast, actor):
    whole = cast.client("Dewi", "OFFICER").get(reverse("development:training_new")).content.decode()
    assert "Seluruh instansi" in whole and "Bidang Mutasi dan Promosi" in whole
    with acting_in(cast.kepahiang):
        Grant.objects.create(
            member=cast.members["Yusuf"], role="OFFICER", unit=cast.units["DIKLAT"], from_on=TODAY
        )
    client = cast.client("Yusuf", "OFFICER")
    page = client.get(reverse("development:training_new")).content.decode()
    assert "Bidang Pengembangan Kompetensi" in page and "Bidang Mutasi dan Promosi" not in page
    data = {**COURSE, "unit_id": cast.units["DIKLAT"].pk}
    assert client.post(reverse("development:training_new"), data).status_code == 302
    assert (
        client.post(
            reverse("development:training_new"), data | {"unit_id": cast.units["MUTASI"].pk}
        ).status_code
        == 422
    )
    assert client.post(reverse("development:training_new"), data | {"unit_id": ""}).status_code == 422
    with acting_in(cast.kepahiang):
        made = Training.objects.get()
    page = client.get(reverse("development:training", args=[made.pk])).content.decode()
    assert "Diurus oleh" in page and "Bidang Pengembangan Kompetensi" in page


def test_the_entry_of_a_training_tells_how_each_form_counts_its_hours(kepahiang, cast, client_as):
    text = client_as(*OFFICER).get(address("training_new")).content.decode()
    assert "Pelatihan: satu JP tiap 45 menit." in text and "2 JP tiap pertemuan" in text
