"""The kept counts of the overview: equal to a fresh count, as old as they say, of one agency only."""

import random
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.appraisal.models import Evaluation
from selaras.core import audit, clock
from selaras.core.actor import RoleCode
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import NotAllowed
from selaras.demo.bulk import build_large
from selaras.insight.models import Tally, UnitTally
from selaras.insight.operations import recount, recount_changed
from selaras.insight.operations.tallies import TOGETHER
from selaras.insight.queries import completion_by_unit, completion_for, distribution_by_unit, totals_of
from selaras.insight.queries.distribution import matrix_of
from selaras.jobs import timetable
from selaras.monitoring.models import Report
from selaras.organisation.models import Grant
from selaras.organisation.queries import actor_of_member
from selaras.planning import operations as planning
from selaras.planning.models import Period, PlanVersion, Window

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def officer(kepahiang, actor):
    return actor("Dewi", role="OFFICER")


@pytest.fixture
def period(officer):
    made = planning.create_period(
        year=TODAY.year, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=officer, at=AT
    )
    return planning.open_period(period=made, by=officer, at=AT)


@pytest.fixture
def window(period):
    return Window.objects.filter(period=period, opens_on__lte=TODAY).order_by("-judged_until").first()


def write_a_plan(period, kepahiang, officer, name="Sari"):
    planning.create_plan(period=period, assignment=kepahiang.assignments[name], by=officer, at=AT)
    audit.seal(at=AT)


def plans_due(found) -> int:
    return totals_of(found.lines)["plans"].due


@pytest.mark.parametrize("seed", [3, 20])
def test_what_was_kept_equals_a_fresh_count(db, seed):
    agency = build_large(people=130, today=TODAY, seed=seed, say=lambda _text: None)
    with acting_in(agency):
        grant = Grant.objects.filter(role="OFFICER").first()
        by = actor_of_member(grant.member_id, on=TODAY, role="OFFICER")
        _disturb(random.Random(seed))
        period = Period.objects.get()
        recount(period=period, by=by, at=AT)
        for window in Window.objects.filter(period=period, opens_on__lte=TODAY):
            kept = completion_for(by, period, window, AT)
            assert kept.counted_at == AT
            assert kept.lines == completion_by_unit(by, period, window)
        assert len(kept.lines) > 1
        assert 0 < totals_of(kept.lines)["reports"].done < totals_of(kept.lines)["reports"].due


def _disturb(chance) -> None:
    """Unset plans, move reports and evaluations at random: rows as the stages may hold them."""
    for version in PlanVersion.objects.all():
        if chance.random() < 0.3:
            state = chance.choice(["DRAFT", "SUBMITTED"])
            PlanVersion.objects.filter(pk=version.pk).update(state=state, set_on=None, set_at=None)
    for report in Report.objects.all():
        if chance.random() < 0.4:
            Report.objects.filter(pk=report.pk).update(
                state="SUBMITTED",
                submitted_at=AT,
                is_late=chance.random() < 0.5,
                answered_at=None,
                answered_by=None,
            )
    for evaluation in Evaluation.objects.exclude(state="OPEN"):
        if chance.random() < 0.5:
            Evaluation.objects.filter(pk=evaluation.pk).update(rated_on=date(2026, 12, 30))


@pytest.mark.parametrize("people", [60, 300])
def test_reading_takes_three_statements_for_any_number_of_units(db, django_assert_num_queries, people):
    with acting_in(build_large(people=people, today=TODAY, seed=1, say=lambda _text: None)):
        member = Grant.objects.filter(role="OFFICER").first().member_id
        by = actor_of_member(member, on=TODAY, role="OFFICER")
        period = Period.objects.get()
        recount(period=period, by=by, at=AT)
        window = Window.objects.filter(period=period, kind="PERIODIC", opens_on__lte=TODAY).last()
        with django_assert_num_queries(3):
            assert len(completion_for(by, period, window, AT).lines) > people // 60


def test_the_page_takes_at_most_twelve_statements(period, window, kepahiang, officer, client_as):
    write_a_plan(period, kepahiang, officer)
    recount(period=period, by=officer, at=AT)
    client = client_as("Dewi", "OFFICER")
    client.get(reverse("insight:overview"))
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse("insight:overview")).status_code == 200
    counted = [
        one["sql"] for one in seen if not one["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "SET"))
    ]
    assert len(counted) <= 12, counted


def test_the_timetable_counts_what_has_changed_and_nothing_else(period, window, kepahiang, officer):
    write_a_plan(period, kepahiang, officer)
    timetable.count_steps(kepahiang.kepahiang, AT)
    first = Tally.objects.get()
    timetable.count_steps(kepahiang.kepahiang, LATER)
    same = Tally.objects.get()
    assert (same.at, same.looked_at) == (first.at, LATER), "nothing was written, so nothing is counted"
    write_a_plan(period, kepahiang, officer, "Wati")
    assert recount_changed(on=TODAY, at=LATER + timedelta(minutes=5)) == 1
    found = completion_for(officer, period, window, LATER)
    assert (plans_due(found), found.is_behind) == (2, False)


def test_another_day_is_counted_anew(period, window, officer):
    recount(period=period, by=officer, at=AT)
    assert recount_changed(on=TODAY, at=LATER) == 0
    assert recount_changed(on=TODAY + timedelta(days=1), at=LATER) == 1


def test_the_page_says_how_old_its_figures_are(period, window, kepahiang, officer, client_as):
    write_a_plan(period, kepahiang, officer)
    now = clock.now()
    client, address = client_as("Dewi", "OFFICER"), reverse("insight:overview")
    assert "Baru saja dihitung" in client.get(address).content.decode(), (
        "nothing was kept: counted for this page"
    )
    today = officer.acting_on(local_day(now, kepahiang.kepahiang.time_zone))
    recount(period=period, by=today, at=now)
    written = now.astimezone(ZoneInfo("Asia/Jakarta")).strftime("%H.%M")
    page = client.get(address).content.decode()
    assert written in page
    assert "tidak tercatat perubahan" in page
    write_a_plan(period, kepahiang, officer, "Wati")
    page = client.get(address).content.decode()
    assert "dalam lima menit" in page
    assert completion_for(today, period, window, now).is_behind
    assert plans_due(completion_for(today, period, window, now)) == 1, "the page shows what it says it shows"
    Tally.objects.update(looked_at=now - timedelta(hours=2))
    assert "beberapa waktu" in client.get(address).content.decode()


def test_an_officer_has_it_counted_at_once(period, window, kepahiang, officer, client_as):
    recount(period=period, by=officer, at=clock.now() - timedelta(hours=1))
    write_a_plan(period, kepahiang, officer)
    client = client_as("Dewi", "OFFICER")
    assert client.post(f"{reverse('insight:recount')}?window={window.pk}").status_code == 302
    assert plans_due(completion_for(officer, period, window, AT)) == 1
    assert client_as("Joko", "AUDITOR").post(reverse("insight:recount")).status_code == 403
    assert "insight/count" not in client_as("Hasan", "HEAD").get(reverse("insight:overview")).content.decode()


def test_officers_who_ask_together_share_one_count(period, kepahiang, officer):
    recount(period=period, by=officer, at=AT)
    write_a_plan(period, kepahiang, officer)
    assert recount(period=period, by=officer, at=AT + TOGETHER).at == AT
    assert recount(period=period, by=officer, at=AT + 2 * TOGETHER).at == AT + 2 * TOGETHER


def test_nobody_else_has_it_counted(period, actor):
    with pytest.raises(NotAllowed):
        recount(period=period, by=actor("Sari"), at=AT)
    with pytest.raises(NotAllowed):
        recount(period=period, by=actor("Hasan", role="HEAD"), at=AT)


def test_a_unit_sees_its_own_figures_only(period, window, kepahiang, officer, actor):
    for name in ("Sari", "Dewi"):
        write_a_plan(period, kepahiang, officer, name)
    recount(period=period, by=officer, at=AT)
    mine = kepahiang.units["MUTASI"].pk
    narrow = replace(officer, role=RoleCode.HEAD, whole_agency=False, unit_ids=frozenset({mine}))
    found = completion_for(narrow, period, window, AT)
    assert [line.unit_id for line in found.lines] == [mine]
    assert plans_due(found) == 1
    assert found.lines == completion_by_unit(narrow, period, window)


def test_two_agencies_never_mix(period, cast, kepahiang, officer):
    write_a_plan(period, kepahiang, officer)
    recount(period=period, by=officer, at=AT)
    assert UnitTally.objects.exists()
    with acting_in(cast.outsider):
        assert not Tally.objects.exists()
        assert not UnitTally.objects.exists()
        assert recount_changed(on=TODAY, at=AT) == 0
    assert Tally.objects.count() == 1


def test_the_running_month_is_not_owed_yet(db):
    with acting_in(build_large(people=60, today=TODAY, seed=5, say=lambda _text: None)):
        member = Grant.objects.filter(role="OFFICER").first().member_id
        by = actor_of_member(member, on=TODAY, role="OFFICER")
        period = Period.objects.get()
        lines = completion_by_unit(by, period, None)
        plans = PlanVersion.objects.filter(state="SET").count()
        assert totals_of(lines)["reports"].due == 6 * plans, "January to June, on a day of July"


def test_the_distribution_holds_only_units_in_reach(db):
    """A head of one unit who appraises somebody in another one: that person is not in the head's figures."""
    with acting_in(build_large(people=130, today=TODAY, seed=2, say=lambda _text: None)):
        evaluation = Evaluation.objects.select_related("window__period", "appraiser").order_by("pk").last()
        other = Evaluation.objects.exclude(unit=evaluation.unit_id).values_list("unit_id", flat=True).first()
        head = actor_of_member(evaluation.appraiser.member_id, on=TODAY)
        head = replace(head, role=RoleCode.HEAD, whole_agency=False, unit_ids=frozenset({other}))
        lines = distribution_by_unit(head, evaluation.window)
        assert [line.unit_id for line in lines] == [other]
        rated = Evaluation.objects.filter(unit=other).exclude(state="OPEN").count()
        assert sum(matrix_of(head, evaluation.window).values()) == lines[0].rated == rated


def test_an_empty_agency_is_told_how_to_begin(cast, client_as):
    page = client_as("Dewi", "OFFICER").get(reverse("insight:overview")).content.decode().split("<main")[1]
    assert reverse("planning:periods") in page
    assert 'name="window"' not in page, "nothing to choose from"
    page = (
        client_as("Joko", "AUDITOR").get(reverse("insight:distribution")).content.decode().split("<main")[1]
    )
    assert "Belum ada yang dapat ditampilkan" in page
    assert reverse("planning:periods") not in page
