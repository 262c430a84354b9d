"""Performance years: windows, who may, and the days the law fixes."""

from dataclasses import replace
from datetime import date

import pytest
from tests.planning.making import JANUARY

from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.planning import operations as ops
from selaras.planning.queries import current_period, window_on, windows_of

pytestmark = pytest.mark.django_db


def test_quarters_and_the_year_are_two_kinds_of_evaluation(year):
    windows = windows_of(year.period)
    assert [(one.kind, one.number) for one in windows] == [
        ("PERIODIC", 1), ("PERIODIC", 2), ("PERIODIC", 3), ("PERIODIC", 4), ("ANNUAL", 0),
    ]  # fmt: skip
    assert [one.judged_until for one in windows] == [
        date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31), date(2026, 12, 31),
    ]  # fmt: skip
    assert windows[-1].closes_on == date(2027, 1, 31)
    third = windows[2]
    assert third.opens_on <= date(2026, 9, 25) and third.opens_on > date(2026, 8, 25)


def test_months(kepahiang, actor):
    by = actor("Dewi", on=JANUARY.date(), role="OFFICER")
    period = ops.create_period(year=2028, cadence="MONTHLY", scheme="permenpanrb-6-2022", by=by, at=JANUARY)
    windows = windows_of(period)
    assert len(windows) == 13
    assert windows[1].judged_until == date(2028, 2, 29)
    assert period.plans_due_on == date(2028, 1, 31)


@pytest.mark.parametrize(
    ("name", "role"), [("Sari", None), ("Budi", "APPRAISER"), ("Hasan", "HEAD"), ("Joko", "AUDITOR")]
)
def test_only_the_officer_of_the_agency_creates_a_year(kepahiang, actor, name, role):
    with pytest.raises(NotAllowed):
        ops.create_period(
            year=2027, cadence="MONTHLY", scheme="permenpanrb-6-2022", at=JANUARY,
            by=actor(name, on=JANUARY.date(), role=role),
        )  # fmt: skip


def test_a_year_exists_once(year):
    with pytest.raises(InvalidRefused) as refused:
        ops.create_period(
            year=2026,
            cadence="MONTHLY",
            scheme="permenpanrb-6-2022",
            by=year.on("Dewi", "OFFICER"),
            at=JANUARY,
        )
    assert "year" in refused.value.fields


def test_the_annual_window_ends_in_january(year):
    by = year.on("Dewi", "OFFICER")
    annual = windows_of(year.period)[-1]
    with pytest.raises(InvalidRefused):
        ops.change_window(
            window=annual,
            version=1,
            opens_on=date(2026, 12, 20),
            closes_on=date(2027, 2, 10),
            by=by,
            at=JANUARY,
        )
    moved = ops.change_window(
        window=annual, version=1, opens_on=date(2026, 12, 20), closes_on=date(2027, 1, 20), by=by, at=JANUARY
    )
    assert moved.version == 2
    with pytest.raises(InvalidRefused):
        ops.change_window(
            window=moved,
            version=2,
            opens_on=date(2027, 1, 20),
            closes_on=date(2027, 1, 20),
            by=by,
            at=JANUARY,
        )


def test_a_window_closes_on_or_after_its_last_judged_day(year):
    by = year.on("Dewi", "OFFICER")
    first = windows_of(year.period)[0]
    days = {"opens_on": date(2026, 3, 1), "by": by, "at": JANUARY}
    with pytest.raises(InvalidRefused) as refused:
        ops.change_window(window=first, version=1, closes_on=date(2026, 3, 30), **days)
    assert "closes_on" in refused.value.fields and "31 Maret 2026" in str(refused.value)
    assert ops.change_window(window=first, version=1, closes_on=date(2026, 3, 31), **days).version == 2


def test_a_closed_year_is_only_read(year, cast):
    by = year.on("Dewi", "OFFICER")
    plan = year.plan(cast["Sari"])
    over = replace(by, on=date(2027, 2, 1))
    period = ops.close_period(period=year.period, by=over, at=JANUARY)
    with pytest.raises(StateRefused):
        ops.create_plan(period=period, person=cast["Wati"], by=by, at=JANUARY)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed):
        ops.submit(version=plan.versions.select_related("plan__period").get(), by=year.on("Sari"), at=JANUARY)
    with pytest.raises(InvalidRefused):
        ops.reopen_period(period=period, by=by, at=JANUARY, reason="")
    assert ops.reopen_period(period=period, by=by, at=JANUARY, reason="Terlanjur ditutup.").state == "OPEN"


def test_the_year_of_a_day(year):
    assert current_period(date(2026, 5, 5)) == year.period
    assert current_period(date(2027, 1, 5)) == year.period
    assert current_period(date(2025, 12, 31)) is None
    assert window_on(year.period, date(2026, 5, 5)).number == 2
