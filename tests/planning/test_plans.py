"""Plans as a whole: beginning them one by one and for a unit, moves, copies, and what one statement reads."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404
from django.utils import translation
from tests.planning.making import JANUARY, RESULT

from selaras.core.models import Notice
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.organisation.models import Assignment, EmploymentPeriod
from selaras.organisation.queries import units_below
from selaras.planning import operations as ops
from selaras.planning.models import Plan
from selaras.planning.queries import (
    content_of,
    contents_of,
    current_plan,
    plan_and_versions,
    plan_for,
    plan_of,
    plans_for,
    set_contents_of,
    versions_of,
)

pytestmark = pytest.mark.django_db
JUNE = datetime(2026, 6, 15, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))


def test_one_plan_for_one_post(year, cast):
    plan = year.plan(cast["Sari"])
    with pytest.raises(StateRefused):
        year.plan(cast["Sari"])
    assert plan_of(cast["Sari"], year.period) == plan
    assert current_plan(cast["Sari"].pk, date(2026, 5, 5)) == plan
    assert current_plan(cast["Sari"].pk, date(2027, 5, 5)) is None


def test_a_plan_and_its_versions_say_what_each_of_both_reads_says(year, cast):
    version = year.in_force(cast["Sari"])
    ops.begin_change(plan=version.plan, reason="Tugas tambahan", by=year.on("Sari"), at=JUNE)
    sari, ratna, wati = year.on("Sari"), year.on("Ratna"), year.on("Wati")
    known = (
        "state",
        "number",
        "latest_id",
        "is_in_force",
        "unit_id",
        "person_presence",
        "appraiser_presence",
    )
    for who in (sari, ratna):
        plan, versions = plan_and_versions(who, version.plan_id)
        other = plan_for(who, version.plan_id)
        assert {name: getattr(plan, name) for name in known} == {name: getattr(other, name) for name in known}
        assert versions == versions_of(other) and plan.number == 2 and plan.is_in_force
    with pytest.raises(Http404):
        plan_and_versions(wati, version.plan_id)


def test_who_has_no_plan_by_law(year, cast):
    EmploymentPeriod.objects.filter(person=cast["Wati"]).update(status="UNPAID_LEAVE")
    with pytest.raises(InvalidRefused) as refused:
        year.plan(cast["Wati"])
    assert "Lampiran II.C.8" in str(refused.value.sentence)


def test_drafts_for_a_whole_unit(year, cast, django_assert_max_num_queries):
    year.plan(cast["Sari"])
    by = year.on("Dewi", "OFFICER")
    units = units_below([cast.units["BKPSDM"].pk], JANUARY.date())
    with django_assert_max_num_queries(22):
        made = ops.create_plans(period=year.period, unit_ids=units, by=by, at=JANUARY)
    assert made == 5
    assert ops.create_plans(period=year.period, unit_ids=units, by=by, at=JANUARY) == 0
    plans = {plan.person.name.split()[0]: plan for plan in Plan.objects.select_related("person", "appraiser")}
    assert plans["Ratna"].group == "JPT_UNIT_HEAD" and plans["Wati"].appraiser == cast["Budi"]
    assert Plan.objects.filter(versions=None).count() == 0


def test_only_the_officer_begins_drafts_for_a_unit(year, cast):
    with pytest.raises(NotAllowed):
        ops.create_plans(
            period=year.period,
            unit_ids=[cast.units["MUTASI"].pk],
            by=year.on("Budi", "APPRAISER"),
            at=JANUARY,
        )


def test_after_a_move_the_old_plan_closes_and_a_new_one_begins(year, cast):
    old = year.in_force(cast["Sari"]).plan
    by = year.on("Dewi", "OFFICER")
    Assignment.objects.filter(pk=cast.assignments["Sari"].pk).update(until_on=date(2026, 6, 1))
    moved = Assignment.objects.create(
        person=cast["Sari"], position=cast.positions["Dewi"], from_on=date(2026, 6, 1)
    )
    with pytest.raises(NotAllowed):
        ops.close_plan(plan=old, on=date(2026, 6, 1), reason="Mutasi.", by=year.on("Budi"), at=JUNE)
    ops.close_plan(plan=old, on=date(2026, 6, 1), reason="Mutasi ke bidang lain.", by=by, at=JUNE)
    new = ops.create_plan(
        period=year.period, assignment=moved, by=year.actor("Dewi", on=JUNE.date(), role="OFFICER"), at=JUNE
    )
    assert (new.starts_on, new.appraiser) == (date(2026, 6, 1), cast["Yusuf"])
    assert current_plan(cast["Sari"].pk, date(2026, 5, 31)) == old
    assert current_plan(cast["Sari"].pk, date(2026, 6, 1)) == new
    with pytest.raises(StateRefused):
        ops.close_plan(plan=old, on=date(2026, 6, 1), reason="Lagi.", by=by, at=JUNE)
    with pytest.raises(NotAllowed):
        ops.begin_change(plan=old, reason="Terlambat.", by=year.on("Sari"), at=JUNE)


def test_a_new_appraiser_is_a_recorded_move(year, cast):
    plan = year.plan(cast["Sari"])
    by = year.on("Dewi", "OFFICER")
    more = {"plan": plan, "by": by, "at": JANUARY}
    with pytest.raises(InvalidRefused):
        ops.change_appraiser(appraiser=cast["Yusuf"], superior=None, reason=" ", **more)
    with pytest.raises(InvalidRefused):
        ops.change_appraiser(appraiser=cast["Sari"], superior=None, reason="Salah.", **more)
    ops.change_appraiser(appraiser=cast["Yusuf"], superior=cast["Ratna"], reason="Budi pindah.", **more)
    plan.refresh_from_db()
    assert (plan.appraiser, plan.appraiser_reason) == (cast["Yusuf"], "MOVED")
    told = Notice.objects.filter(kind="plan.appraiser").values_list("member", flat=True)
    assert set(told) == {cast["Yusuf"].member_id, cast["Sari"].member_id}


def test_copy_from_last_year(year, cast):
    source = year.in_force(cast["Sari"])
    by = year.actor("Dewi", on=date(2027, 1, 5), role="OFFICER")
    at = datetime(2027, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
    period = ops.create_period(year=2027, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=at)
    ops.open_period(period=period, by=by, at=at)
    version = ops.create_plan(period=period, person=cast["Sari"], by=by, at=at).versions.get()
    sari = year.actor("Sari", on=date(2027, 1, 5))
    assert ops.copy_from_last_year(version=version, by=sari, at=at) == 1
    old, new = content_of(source), content_of(version)
    assert [one.text for one in new.results] == [one.text for one in old.results]
    assert new.provisions == old.provisions and new.expectations == old.expectations
    assert not {one.lineage_id for one in new.results} & {one.lineage_id for one in old.results}
    with pytest.raises(InvalidRefused):
        ops.copy_from_last_year(version=version, by=sari, at=at)


def test_content_in_one_statement_whatever_the_number(year, cast, django_assert_num_queries):
    versions = [year.written(cast["Sari"]), year.written(cast["Wati"], "Wati")]
    for _more in range(3):
        ops.save_result(version=versions[0], result=RESULT, by=year.on("Sari"), at=JANUARY)
    with django_assert_num_queries(1):
        found = contents_of(one.pk for one in versions)
    assert [len(found[one.pk].results) for one in versions] == [4, 1]
    assert [one.number for one in found[versions[0].pk].results] == [1, 2, 3, 4]
    with django_assert_num_queries(1):
        assert set_contents_of([one.plan_id for one in versions]) == {}
    in_force = [year.in_force(cast["Budi"], "Budi", "Ratna"), year.in_force(cast["Yusuf"], "Yusuf", "Ratna")]
    with django_assert_num_queries(2):
        assert set(set_contents_of([one.plan_id for one in in_force])) == {one.plan_id for one in in_force}


def test_results_change_places(year, cast):
    version = year.written(cast["Sari"])
    by = year.on("Sari")
    ops.save_result(version=version, result=ops.ResultInput(text="Kedua"), by=by, at=JANUARY)
    ops.save_result(
        version=version, result=ops.ResultInput(text="Tambahan", kind="ADDITIONAL"), by=by, at=JANUARY
    )
    lineage = content_of(version).results[1].lineage_id
    ops.move_result(version=version, lineage_id=lineage, up=True, by=by, at=JANUARY)
    ops.move_result(version=version, lineage_id=lineage, up=True, by=by, at=JANUARY)
    content = content_of(version)
    assert [one.text for one in content.results] == ["Kedua", RESULT.text, "Tambahan"]
    assert [len(content.main), len(content.additional)] == [2, 1]


def test_targets_in_words(year, cast):
    version = year.plan(cast["Sari"]).versions.get()
    rows = [
        ops.IndicatorInput(text="a", target_kind="NUMBER", target_low=Decimal("61.95"), measure="%"),
        ops.IndicatorInput(
            text="b", target_kind="RANGE", target_low=Decimal(1000), target_high=Decimal(1500), measure="usul"
        ),
        ops.IndicatorInput(text="c", target_text="3,5 skala 5"),
        ops.IndicatorInput(text="d", target_kind="RANGE", target_low=Decimal(1)),
        ops.IndicatorInput(text="e"),
    ]  # fmt: skip
    ops.save_result(
        version=version, result=ops.ResultInput(text="x", indicators=rows), by=year.on("Sari"), at=JANUARY
    )
    indicators = content_of(version).results[0].indicators
    with translation.override("id"):
        assert [one.target for one in indicators] == ["61,95%", "1.000 – 1.500 usul", "3,5 skala 5", "", ""]
    with translation.override("en"):
        assert indicators[0].target == "61.95%"
    with pytest.raises(InvalidRefused):
        wrong = ops.IndicatorInput(
            text="f", target_kind="RANGE", target_low=Decimal(9), target_high=Decimal(1)
        )
        ops.save_result(
            version=version,
            result=ops.ResultInput(text="y", indicators=[wrong]),
            by=year.on("Sari"),
            at=JANUARY,
        )


SEES = {
    ("Sari", None): {"Sari"},
    ("Wati", None): {"Wati"},
    ("Budi", "APPRAISER"): {"Sari", "Wati", "Budi"},
    ("Ratna", "APPRAISER"): {"Sari", "Wati", "Budi"},
    ("Yusuf", "APPRAISER"): set(),
    ("Dewi", "EMPLOYEE"): set(),
    ("Dewi", "OFFICER"): {"Sari", "Wati", "Budi"},
    ("Hasan", "HEAD"): {"Sari", "Wati", "Budi"},
    ("Joko", "AUDITOR"): {"Sari", "Wati", "Budi"},
    ("Joko", "EMPLOYEE"): set(),
    ("Oki", "OPERATOR"): set(),
}


@pytest.mark.parametrize(("who", "role"), SEES)
def test_who_sees_whose_plan(year, cast, who, role):
    made = {name: year.plan(cast[name]) for name in ("Sari", "Wati", "Budi")}
    actor = year.on(who, role)
    assert set(plans_for(actor)) == {made[name] for name in SEES[(who, role)]}
    for name, plan in made.items():
        if name in SEES[(who, role)]:
            assert plan_for(actor, plan.pk) == plan
        else:
            with pytest.raises(Http404):
                plan_for(actor, plan.pk)


def test_an_auditor_leaves_a_trace(year, cast):
    from selaras.core.audit import history_of

    plan = year.plan(cast["Sari"])
    plan_for(year.on("Joko", "AUDITOR"), plan.pk, JANUARY)
    assert history_of(plan)[0].verb == "planning.look"


MAY = {
    "save": {"Sari"},
    "submit": {"Sari"},
    "expect": {"Sari", "Budi"},
    "agree": {"Budi"},
    "sign": {"Sari"},
    "set": {"Budi"},
}
ACTORS = [
    ("Sari", None), ("Budi", "APPRAISER"), ("Ratna", "APPRAISER"), ("Wati", None), ("Dewi", "OFFICER"),
    ("Hasan", "HEAD"), ("Joko", "AUDITOR"), ("Oki", "OPERATOR"),
]  # fmt: skip


@pytest.mark.parametrize("act", MAY)
def test_who_may_do_what_in_a_plan(year, cast, act):
    version = year.written(cast["Sari"])
    sari, budi = year.on("Sari"), year.on("Budi")
    if act in ("agree", "sign", "set"):
        version = ops.submit(version=version, by=sari, at=JANUARY)
    if act in ("sign", "set"):
        version = ops.agree(version=version, by=budi, at=JANUARY)
    if act == "set":
        version = ops.sign(version=version, by=sari, at=JANUARY)
    for name, role in ACTORS:
        by = year.on(name, role)
        assert _allowed(act, version, by) == (name in MAY[act]), f"{name} {role} {act}"


def _allowed(act, version, by):
    from django.db import transaction

    do = {
        "save": lambda: ops.save_result(version=version, result=RESULT, by=by, at=JANUARY),
        "submit": lambda: ops.submit(version=version, by=by, at=JANUARY),
        "expect": lambda: ops.save_expectations(version=version, expectations={}, by=by, at=JANUARY),
        "agree": lambda: ops.agree(version=version, by=by, at=JANUARY, reason="x"),
        "sign": lambda: ops.sign(version=version, by=by, at=JANUARY, reason="x"),
        "set": lambda: ops.set_plan(version=version, by=by, at=JANUARY, reason="x"),
    }[act]
    try:
        with transaction.atomic():
            do()
            raise StopIteration
    except StopIteration:
        return True
    except NotAllowed:
        return False
