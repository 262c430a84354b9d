"""The previous period's result of the old unit serves by agreement (PermenPANRB 6/2022 Lampiran IV.A.13; MV-1)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.appraisal.year import at, make_plan

from selaras.appraisal import operations, queries
from selaras.appraisal.models import Evaluation, Reuse
from selaras.core.models import Event
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.documents.queries import papers_of
from selaras.organisation.models import Assignment, Person, Position, PositionPeriod
from selaras.planning.models import Window

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 8)
WHY = "Mutasi terjadi sepekan sebelum akhir triwulan."
STORED = {"steps": [{"id": "Langkah lama", "en": "Old step", "cite": {"instrument": "P", "article": "1"}}],
          "refs": ["old"]}  # fmt: skip
PAPER = operations.Outside(
    origin="Kementerian X, Biro Umum", period="Tahun 2025", paper="D.1.1/00004/KEMENX/2025",
    results_rating="MEETS", behaviour_rating="ABOVE", achievement="EXCELLENT",
)  # fmt: skip


@pytest.fixture
def moved(steps):
    """Sari was judged in another unit in the first quarter, and works below Budi now."""
    first = Window.objects.create(
        period=steps.year.period, kind="PERIODIC", number=1, judged_from=date(2026, 1, 1),
        judged_until=date(2026, 3, 31), opens_on=date(2026, 3, 20), closes_on=date(2026, 4, 17),
    )  # fmt: skip
    steps.achieve()
    steps.open()
    steps.source = Evaluation.objects.create(
        plan=steps.year.plans["Sari"], window=first, person=steps.cast["Sari"], unit=steps.cast.units["DIKLAT"],
        state="REPORTED", appraiser=steps.cast["Yusuf"], appraiser_reason="DIRECT_SUPERIOR",
        achievement="EXCELLENT", results_rating="ABOVE", results_grounds="Melampaui target di unit lama.",
        behaviour_rating="ABOVE", behaviour_grounds="Membimbing rekan di unit lama.", predicate="VERY_GOOD",
        explanation=STORED, opened_at=at(date(2026, 3, 20)), rated_at=at(date(2026, 4, 1)),
        rated_on=date(2026, 4, 1), delivered_on=date(2026, 4, 2), reported_on=date(2026, 4, 20),
    )  # fmt: skip
    return steps


def propose(steps, by="Sari", **more):
    values = {"source": steps.source} if "outside" not in more else {}
    return operations.propose_reuse(
        evaluation=steps.evaluation(more.pop("whose", "Sari")), reason=more.pop("reason", WHY),
        by=steps.who(by, DAY), at=at(DAY), **values, **more,
    )  # fmt: skip


def answer(steps, reuse, by="Budi", agrees=True, **more):
    return operations.answer_reuse(reuse=reuse, agrees=agrees, by=steps.who(by, DAY), at=at(DAY), **more)


def sign(steps, by="Budi", **more):
    return operations.sign_reuse(
        evaluation=steps.evaluation("Sari"), by=steps.who(by, DAY), at=at(DAY), **more
    )


@pytest.mark.parametrize(
    ("first", "second", "side"), [("Sari", "Budi", "EMPLOYEE"), ("Budi", "Sari", "APPRAISER")]
)
def test_one_side_proposes_the_other_agrees_and_the_appraiser_signs(moved, first, second, side):
    reuse = propose(moved, first)
    assert (reuse.state, reuse.proposed_side, reuse.proposed_by.name[:4]) == ("PROPOSED", side, first)
    agreed = answer(moved, reuse, second)
    assert (agreed.state, agreed.answered_by, agreed.answered_on) == ("AGREED", moved.cast[second], DAY)
    assert moved.evaluation("Sari").state == "OPEN", "an agreement is no evaluation"
    rated = sign(moved)
    assert (rated.state, rated.predicate, rated.achievement) == ("RATED", "VERY_GOOD", "EXCELLENT")
    assert (rated.results_rating, rated.results_grounds) == ("ABOVE", "Melampaui target di unit lama.")
    assert Reuse.objects.get().state == "USED" and Reuse.objects.get().source == moved.source
    assert rated.explanation["refs"][0] == "old" and "sepakat" in rated.explanation["reuse"][0]["id"]
    printed = [paper.content for paper in papers_of(rated) if paper.state == "VALID"]
    assert len(printed) == 2
    for content in printed:
        assert WHY in str(content["notes"]) and "Triwulan I 2026" in str(content["notes"])
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {f"appraisal.reuse.{verb}" for verb in ("propose", "agree", "use")} <= verbs
    assert moved.deliver().state == "DELIVERED" and moved.object().pk, "the right to object stays"


def test_only_the_two_agree_and_nobody_with_oneself(moved):
    for name in ("Wati", "Ratna", "Dewi", "Hasan", "Yusuf"):
        with pytest.raises(NotAllowed):
            propose(moved, name)
    reuse = propose(moved)
    for name in ("Sari", "Wati", "Ratna", "Dewi", "Yusuf"):
        with pytest.raises(NotAllowed):
            answer(moved, reuse, name)
    with pytest.raises(NotAllowed):
        operations.withdraw_reuse(reuse=reuse, by=moved.who("Budi", DAY), at=at(DAY))
    with pytest.raises(StateRefused):
        sign(moved)


def test_declining_needs_a_reason_and_ends_the_proposal(moved):
    reuse = propose(moved)
    with pytest.raises(InvalidRefused):
        answer(moved, reuse, agrees=False)
    declined = answer(moved, reuse, agrees=False, answer="Tugasnya berbeda sama sekali.")
    assert declined.state == "DECLINED"
    with pytest.raises(StateRefused):
        answer(moved, reuse)
    assert moved.rate().state == "RATED"


def test_nothing_is_rated_past_an_open_proposal_and_either_withdraws_an_agreement(moved):
    reuse = propose(moved)
    with pytest.raises(StateRefused):
        propose(moved, "Budi")
    with pytest.raises(StateRefused):
        moved.rate()
    answer(moved, reuse)
    with pytest.raises(StateRefused):
        moved.rate()
    operations.withdraw_reuse(reuse=reuse, by=moved.who("Budi", DAY), at=at(DAY))
    assert moved.rate().predicate == "GOOD"


def test_nothing_is_agreed_withdrawn_or_signed_in_a_closed_year(moved):
    reuse = propose(moved)
    period = moved.evaluation("Sari").window.period
    close = type(period).objects.filter(pk=period.pk).update
    close(state="CLOSED")
    fresh = type(reuse).objects.get(pk=reuse.pk)
    who = {"by": moved.who("Sari", DAY), "at": at(DAY)}
    for refused in (
        lambda: answer(moved, fresh),
        lambda: operations.withdraw_reuse(reuse=fresh, **who),
        lambda: propose(moved),
    ):
        with pytest.raises(NotAllowed, match="ditutup"):
            refused()
    close(state="OPEN")
    answer(moved, reuse)
    close(state="CLOSED")
    with pytest.raises(NotAllowed, match="ditutup"):
        sign(moved)


def test_stale_versions_and_empty_reasons_are_refused(moved):
    with pytest.raises(InvalidRefused):
        propose(moved, reason=" ")
    with pytest.raises(StaleRefused):
        propose(moved, version=moved.evaluation("Sari").version + 1)
    reuse = propose(moved)
    with pytest.raises(StaleRefused):
        answer(moved, reuse, version=reuse.version + 1)


def test_only_the_newest_result_of_another_unit_and_never_for_the_year(moved):
    with pytest.raises(InvalidRefused):
        propose(moved, "Wati", whose="Wati")
    Evaluation.objects.filter(pk=moved.source.pk).update(unit=moved.cast.units["MUTASI"])
    assert not queries.reusable_for(moved.evaluation("Sari"))
    with pytest.raises(InvalidRefused):
        propose(moved)
    Evaluation.objects.filter(pk=moved.source.pk).update(unit=moved.cast.units["DIKLAT"], delivered_on=None)
    with pytest.raises(InvalidRefused):
        propose(moved)
    Evaluation.objects.filter(pk=moved.evaluation("Sari").pk).update(window=moved.year.annual)
    annual = moved.evaluation("Sari", moved.year.annual)
    with pytest.raises(NotAllowed, match="IV"):
        operations.propose_reuse(
            evaluation=annual, source=moved.source, reason=WHY, by=moved.who("Sari", DAY), at=at(DAY)
        )


def newcomer(steps):
    """Somebody who came from another agency in May, below Budi."""
    member = steps.cast["Wati"].member_id
    Person.objects.filter(pk=steps.cast["Wati"].pk).update(member_id=None)
    person = Person.objects.create(name="Nina Baru", number="199001012015011099", member_id=member)
    position = Position.objects.create(code="P-NINA")
    PositionPeriod.objects.create(
        position=position, unit=steps.cast.units["MUTASI"], title="Analis", kind="ADMINISTRATION",
        level="PELAKSANA", from_on=date(2024, 1, 1),
    )  # fmt: skip
    assignment = Assignment.objects.create(person=person, position=position, from_on=date(2026, 5, 4))
    plan = make_plan(steps.year.period, assignment)
    officer = steps.who("Dewi", DAY, "OFFICER")
    return operations.open_evaluation(plan=plan, window=steps.year.quarter, by=officer, at=at(DAY))


def test_mv_1_a_result_of_another_agency_is_written_down_from_its_paper(moved):
    """MV-1: last year's result of Kementerian X may serve in Kementerian Y, by agreement."""
    evaluation = newcomer(moved)
    nina, budi = moved.who("Wati", DAY), moved.who("Budi", DAY)
    with pytest.raises(InvalidRefused) as refused:
        operations.propose_reuse(
            evaluation=evaluation, reason=WHY, by=nina, at=at(DAY),
            outside=operations.Outside("", "", "", "GOOD", ""),
        )  # fmt: skip
    assert set(refused.value.fields) == {"origin", "period", "paper", "results_rating", "behaviour_rating"}
    reuse = operations.propose_reuse(evaluation=evaluation, reason=WHY, outside=PAPER, by=nina, at=at(DAY))
    assert (reuse.source, reuse.predicate) == (None, "GOOD")
    operations.answer_reuse(reuse=reuse, agrees=True, by=budi, at=at(DAY))
    rated = operations.sign_reuse(evaluation=evaluation, by=budi, at=at(DAY))
    assert (rated.predicate, rated.achievement) == ("GOOD", "EXCELLENT")
    assert "Kementerian X" in rated.notes and "D.1.1/00004/KEMENX/2025" in rated.notes


def test_a_reused_result_can_be_taken_back_and_the_agreement_stays(moved):
    answer(moved, propose(moved))
    rated = sign(moved)
    again = operations.take_back(evaluation=rated, reason="Keliru", by=moved.who("Budi", DAY), at=at(DAY))
    assert (again.state, again.results_rating, again.notes) == ("OPEN", "", "")
    assert Reuse.objects.get().state == "AGREED"
    assert sign(moved).predicate == "VERY_GOOD"


def pages(moved):
    sari = moved.evaluation("Sari")
    return reverse("appraisal:reuse", args=[sari.pk]), reverse("appraisal:reuse_answer", args=[sari.pk])


def test_on_the_page(moved, client_as):
    sari, (page, answering) = moved.evaluation("Sari"), pages(moved)
    budi, employee = client_as("Budi", "APPRAISER"), client_as("Sari")
    assert page in budi.get(reverse("appraisal:rate", args=[sari.pk])).content.decode()
    assert page in employee.get(reverse("appraisal:evaluation", args=[sari.pk])).content.decode()
    assert "Melampaui target" not in budi.get(page).content.decode(), "the employee has not spoken for it yet"
    for who, role in (("Wati", None), ("Lina", None)):
        assert client_as(who, role).get(page).status_code == 404
    for who, role in (("Dewi", "OFFICER"), ("Joko", "AUDITOR"), ("Ratna", None), ("Hasan", "HEAD")):
        assert client_as(who, role).get(page).status_code == 403
        assert client_as(who, role).post(answering, {"step": "agree"}).status_code == 403
    sent = {"source": moved.source.pk, "reason": WHY, "version": sari.version,
            "idempotency_key": "4f0e7c1e-6d0f-4b43-9a5e-0c9a3f0d8a55"}  # fmt: skip
    assert employee.post(page, {**sent, "reason": "", "idempotency_key": ""}).status_code == 422
    assert employee.post(page, {**sent, "version": 99, "idempotency_key": ""}).status_code == 409
    assert employee.post(page, sent).status_code == 302
    assert employee.post(page, sent).status_code == 302 and Reuse.objects.count() == 1, "a double tap"
    seen = budi.get(page).content.decode()
    assert WHY in seen and "Melampaui target" in seen
    refused = budi.post(answering, {"step": "decline", "answer": ""})
    assert refused.status_code == 422
    assert employee.post(answering, {"step": "agree"}).status_code == 403
    assert budi.post(answering, {"step": "agree"}).status_code == 302
    assert budi.post(answering, {"step": "nothing"}).status_code == 409
    assert budi.post(answering, {"step": "sign"}).status_code == 302
    assert moved.evaluation("Sari").predicate == "VERY_GOOD"
    assert (
        "Lampiran Bab IV huruf A angka 13"
        in budi.get(reverse("appraisal:evaluation", args=[sari.pk])).content.decode()
    )


def test_the_pages_need_few_statements(moved, client_as):
    propose(moved)
    page, _answering = pages(moved)
    sari = moved.evaluation("Sari")
    for url in (
        page,
        reverse("appraisal:rate", args=[sari.pk]),
        reverse("appraisal:evaluation", args=[sari.pk]),
    ):
        client = client_as("Budi", "APPRAISER")
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        free = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "SET ")
        done = [one["sql"] for one in caught.captured_queries if not one["sql"].startswith(free)]
        assert len(done) <= 12, "\n".join([url, *(sql[:160] for sql in done)])


def test_the_desk_names_the_proposal(moved):
    propose(moved)
    (line,) = [one for one in queries.waiting_for(moved.who("Budi", DAY)) if "/reuse/" in one.url]
    assert line.count == 1
    assert not [one for one in queries.waiting_for(moved.who("Sari", DAY)) if "/reuse/" in one.url]


def test_the_page_takes_a_result_of_another_agency(moved, client_as):
    evaluation = newcomer(moved)
    page, nina = reverse("appraisal:reuse", args=[evaluation.pk]), client_as("Wati")
    assert 'name="origin"' in nina.get(page).content.decode()
    sent = {
        "origin": PAPER.origin, "period": PAPER.period, "paper": PAPER.paper, "results_rating": "MEETS",
        "behaviour_rating": "ABOVE", "reason": WHY, "version": evaluation.version,
    }  # fmt: skip
    assert nina.post(page, {**sent, "paper": ""}).status_code == 422
    assert nina.post(page, sent).status_code == 302
    assert "Kementerian X" in client_as("Budi").get(page).content.decode()


def test_the_api_names_where_a_reused_result_comes_from(moved, client_as):
    reuse = propose(moved)
    address = f"/api/v1/evaluations/{moved.evaluation('Sari').pk}"
    answer(moved, reuse)
    sign(moved)
    read = client_as("Budi").get(address).json()
    assert read["reused"]["evaluation_id"] == moved.source.pk
    assert read["reused"]["origin"] and read["reused"]["agreed_on"] == DAY.isoformat()
    assert client_as("Sari").get(address).json()["reused"] is None, "not delivered yet"
