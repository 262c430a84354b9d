"""When who acts next is gone or lets the day pass: the officer is told, and there is always a way on."""

from datetime import date

import pytest
from tests.appraisal.year import at

from selaras.accounts.models import Membership
from selaras.appraisal import operations, queries
from selaras.appraisal.models import Evaluation
from selaras.appraisal.permissions import can_decide, can_deliver, can_judge, can_move
from selaras.appraisal.views.steps import next_line
from selaras.core.actor import system_actor
from selaras.core.audit import history_of
from selaras.core.models import Notice
from selaras.core.verdict import NotAllowed
from selaras.documents.models import Paper
from selaras.organisation.models import EmploymentPeriod

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 21)
LATE = date(2026, 8, 20)


def close_account(steps, name):
    Membership.objects.filter(pk=steps.cast[name].member_id).update(is_active=False)


def leave(steps, name, on=date(2026, 7, 20)):
    rows = EmploymentPeriod.objects.filter(person=steps.cast[name])
    if not rows.update(until_on=on):
        EmploymentPeriod.objects.create(
            person=steps.cast[name], kind="PNS", from_on=date(2020, 1, 1), until_on=on
        )


def officer(steps, on=DAY):
    return steps.who("Dewi", on, "OFFICER")


def lines(steps, on=DAY):
    return [one.text for one in queries.waiting_for(officer(steps, on))]


def listed(steps, role, on=DAY):
    return {one.person.name for one in queries.evaluations_for(officer(steps, on), role=role)}


def record(steps, name, after, superior, on=DAY):
    return operations.move_appraiser(
        evaluation=steps.evaluation(name), after_id=steps.cast[after].pk, superior_id=steps.cast[superior].pk,
        unit_id=steps.cast.units["DIKLAT"].pk, reason="Pensiun, keputusan 821/7", article="Lampiran IV.A.2",
        by=officer(steps, on), at=at(on),
    )  # fmt: skip


@pytest.fixture
def rated(steps):
    steps.achieve()
    steps.open()
    steps.rate()
    return steps


@pytest.fixture
def objected(steps):
    steps.delivered()
    steps.object()
    return steps


def name_of(steps, name):
    return steps.cast[name].name


def test_a_closed_account_counts_as_no_account(rated):
    assert name_of(rated, "Sari") not in listed(rated, "UNATTENDED")
    close_account(rated, "Budi")
    assert name_of(rated, "Sari") in listed(rated, "UNATTENDED")
    assert any("tanpa akun" in one for one in lines(rated))
    assert can_deliver(officer(rated), rated.evaluation("Sari"))
    done = operations.deliver(
        evaluation=rated.evaluation("Sari"), by=officer(rated), at=at(DAY), on_behalf_reason="Akun ditutup"
    )
    assert done.state == "DELIVERED" and done.object_until is not None


def test_nobody_signs_in_the_name_of_somebody_who_has_left(steps):
    steps.achieve()
    steps.open()
    leave(steps, "Budi")
    assert "meninggalkan" in str(can_judge(officer(steps), steps.evaluation("Sari")).reason)
    assert name_of(steps, "Sari") in listed(steps, "UNATTENDED")


def test_what_an_appraiser_signed_before_leaving_is_still_handed_over(rated):
    leave(rated, "Budi")
    close_account(rated, "Budi")
    assert can_deliver(officer(rated), rated.evaluation("Sari"))
    sari = queries.evaluation_for(rated.who("Sari", DAY), rated.evaluation("Sari").pk, at=at(DAY))
    assert "pengelola kinerja" in next_line(rated.who("Sari", DAY), sari, None).lower()


def test_a_successor_delivers_what_the_former_appraiser_signed(rated):
    assert not can_move(officer(rated), rated.evaluation("Sari")), "Budi is there and has time"
    leave(rated, "Budi")
    before = rated.evaluation("Sari")
    papers = list(Paper.objects.order_by("pk").values_list("pk", "state", "content_hash"))
    moved = record(rated, "Sari", "Yusuf", "Ratna")
    assert (moved.state, moved.appraiser, moved.predicate) == ("RATED", rated.cast["Yusuf"], before.predicate)
    assert (
        moved.results_grounds == before.results_grounds
        and moved.appraiser_unit_id == before.appraiser_unit_id
    )
    assert list(Paper.objects.order_by("pk").values_list("pk", "state", "content_hash")) == papers
    assert rated.deliver(by="Yusuf", on=DAY).state == "DELIVERED"


def test_what_nobody_hands_over_is_delivered_by_time(rated):
    sari = rated.evaluation("Sari")
    assert midnight(rated, sari.deliver_until).delivered == 0
    assert midnight(rated, LATE).delivered == 1
    sari.refresh_from_db()
    assert (sari.state, sari.delivered_on) == ("DELIVERED", LATE)
    assert sari.object_until > LATE and sari.return_until > LATE
    kinds = set(Notice.objects.values_list("member_id", "kind"))
    assert (rated.cast["Sari"].member_id, "appraisal.delivered") in kinds
    assert (rated.cast["Budi"].member_id, "appraisal.delivered_late") in kinds
    assert "appraisal.evaluation.deliver_late" in {one.verb for one in history_of(sari)}
    assert rated.object(on=LATE).pk


def test_time_delivers_nothing_to_somebody_who_cannot_open_it(rated):
    close_account(rated, "Sari")
    assert midnight(rated, LATE).delivered == 0
    assert name_of(rated, "Sari") in listed(rated, "OVERDUE", LATE)
    assert any("lewat" in one for one in lines(rated, LATE))


def test_the_officer_names_another_superior_for_an_objection(objected):
    assert not can_move(officer(objected, date(2026, 7, 16)), objected.evaluation("Sari"))
    leave(objected, "Ratna")
    assert name_of(objected, "Sari") in listed(objected, "UNATTENDED")
    assert not can_decide(officer(objected), objected.evaluation("Sari"))
    record(objected, "Sari", "Budi", "Hasan")
    assert (objected.cast["Hasan"].member_id, "appraisal.objected") in set(
        Notice.objects.values_list("member_id", "kind")
    )
    decided = objected.decide(objected.evaluation("Sari").objections.get(), by="Hasan", on=DAY)
    assert decided.decided_by == objected.cast["Hasan"]


def test_an_overdue_decision_is_named_and_can_be_given_to_somebody_else(objected):
    assert name_of(objected, "Sari") not in listed(objected, "OVERDUE")
    assert name_of(objected, "Sari") in listed(objected, "OVERDUE", LATE)
    sari = queries.evaluation_for(objected.who("Sari", LATE), objected.evaluation("Sari").pk, at=at(LATE))
    line = next_line(objected.who("Sari", LATE), sari, queries.objection_of(sari))
    assert "hari terakhir telah lewat" in line.lower()
    assert record(objected, "Sari", "Budi", "Hasan", LATE).superior == objected.cast["Hasan"]


def test_an_objection_never_finds_nobody_above(steps):
    steps.delivered()
    Evaluation.objects.filter(person=steps.cast["Sari"]).update(superior=None)
    with pytest.raises(NotAllowed):
        steps.object()
    assert can_move(officer(steps), steps.evaluation("Sari"))
    record(steps, "Sari", "Budi", "Ratna")
    assert steps.object(on=DAY).pk


def midnight(steps, day):
    return operations.daily(by=system_actor(steps.cast.kepahiang.pk, day), at=at(day, 0))


OPENED_LATE = date(2026, 7, 20)
"""After the last day of the window, before the day of the report."""


def waits_truly(steps, on):
    """The page says that the officer sees it, and the officer does: in the list, and with a count on the desk."""
    found = queries.evaluation_for(steps.who("Budi", on), steps.evaluation("Sari").pk, at=at(on))
    assert "pengelola kinerja melihatnya" in next_line(steps.who("Budi", on), found, None)
    names = listed(steps, "OVERDUE", on)
    assert name_of(steps, "Sari") in names
    counted = [one.count for one in queries.waiting_for(officer(steps, on)) if "OVERDUE" in one.url]
    assert counted == [len(names)]
    assert can_move(officer(steps, on), found)


def test_what_was_opened_after_the_last_day_is_overdue_to_the_officer(steps):
    steps.open(on=OPENED_LATE)
    assert midnight(steps, LATE).escalated == 0
    waits_truly(steps, LATE)


def test_an_evaluation_with_nobody_above_is_overdue_to_the_officer(steps):
    steps.open()
    Evaluation.objects.filter(person=steps.cast["Sari"]).update(superior=None)
    assert midnight(steps, OPENED_LATE).without_superior >= 1
    waits_truly(steps, LATE)


def test_nothing_is_overdue_on_the_last_day_or_while_it_may_be_signed_again(steps):
    steps.open()
    assert not listed(steps, "OVERDUE", steps.year.quarter.closes_on)
    Evaluation.objects.filter(window=steps.year.quarter).update(sign_again_until=LATE)
    assert not listed(steps, "OVERDUE", LATE)
    assert not [one for one in queries.waiting_for(officer(steps, LATE)) if "OVERDUE" in one.url]


def test_a_closed_year_holds_nothing_overdue(steps):
    steps.open(on=OPENED_LATE)
    steps.year.period.state = "CLOSED"
    steps.year.period.save()
    assert not listed(steps, "OVERDUE", LATE)
