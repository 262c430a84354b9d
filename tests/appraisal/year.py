"""A year of Kepahiang with set plans, a quarterly and an annual window, and the steps of an evaluation."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from selaras.appraisal import operations
from selaras.planning.models import (
    BehaviourExpectation,
    ExpectedResult,
    Indicator,
    IndicatorLineage,
    Period,
    PeriodState,
    Plan,
    PlanGroup,
    PlanState,
    PlanVersion,
    ResultLineage,
    Window,
)

WIB = ZoneInfo("Asia/Jakarta")
JUDGED = {
    "Sari": "MUTASI",
    "Wati": "MUTASI",
    "Budi": "BKPSDM",
    "Ratna": "PEMKAB",
    "Hasan": "PEMKAB",
    "Yusuf": "BKPSDM",
}


def at(day: date, hour: int = 10) -> datetime:
    """A moment of a local day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=WIB)


def make_plan(period: Period, assignment, group: str = PlanGroup.ADMIN_FUNCTIONAL, results: int = 2) -> Plan:
    """A plan in force with results, one indicator each, and an expectation."""
    plan = Plan.objects.create(
        period=period, assignment=assignment, person_id=assignment.person_id, group=group,
        starts_on=period.starts_on, ends_on=period.ends_on,
    )  # fmt: skip
    version = PlanVersion.objects.create(
        plan=plan, state=PlanState.SET, created_at=at(period.starts_on), set_at=at(period.starts_on),
        set_on=period.starts_on,
    )  # fmt: skip
    for number in range(1, results + 1):
        lineage = ResultLineage.objects.create(plan=plan)
        result = ExpectedResult.objects.create(
            plan_version=version, lineage=lineage, ordinal=number, source="MPH",
            kind="MAIN" if number < results or results == 1 else "ADDITIONAL",
            text=f"Layanan mutasi nomor {number} selesai tepat waktu",
        )  # fmt: skip
        Indicator.objects.create(
            result=result, lineage=IndicatorLineage.objects.create(result=lineage), ordinal=1,
            text=f"Persentase layanan nomor {number}", aspect="QUALITY", target_text="80 – 90%",
        )  # fmt: skip
    BehaviourExpectation.objects.create(
        plan_version=version, value="HARMONIOUS", ordinal=1, text="Membantu rekan yang kesulitan"
    )
    return plan


def build(kepahiang) -> SimpleNamespace:
    """Period 2026 with windows Q2 (open in mid July) and the year, and plans of the people who are judged."""
    period = Period.objects.create(
        year=2026, name="Kinerja 2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), cadence="QUARTERLY",
        scheme="permenpanrb-6-2022", plans_due_on=date(2026, 1, 31), state=PeriodState.OPEN,
    )  # fmt: skip
    quarter = Window.objects.create(
        period=period, kind="PERIODIC", number=2, judged_from=date(2026, 4, 1), judged_until=date(2026, 6, 30),
        opens_on=date(2026, 6, 22), closes_on=date(2026, 7, 17),
    )  # fmt: skip
    annual = Window.objects.create(
        period=period, kind="ANNUAL", number=0, judged_from=date(2026, 1, 1), judged_until=date(2026, 12, 31),
        opens_on=date(2026, 12, 15), closes_on=date(2027, 1, 31),
    )  # fmt: skip
    plans = {name: make_plan(period, kepahiang.assignments[name]) for name in JUDGED}
    return SimpleNamespace(cast=kepahiang, period=period, quarter=quarter, annual=annual, plans=plans)


class Steps:
    """Takes the steps of an evaluation on given days in the names of the cast."""

    def __init__(self, year) -> None:
        self.year, self.cast = year, year.cast

    def who(self, name: str, on: date, role: str | None = None):
        return self.cast.actor(name, on=on, role=role)

    def achieve(self, units=("MUTASI", "BKPSDM", "PEMKAB"), on=date(2026, 7, 1), window=None, code="GOOD"):
        for unit in units:
            operations.set_achievement(
                unit=self.cast.units[unit], window=window or self.year.quarter, achievement=code,
                grounds="Laporan kinerja triwulan II", by=self.who("Dewi", on, "OFFICER"), at=at(on),
            )  # fmt: skip

    def open(self, on=date(2026, 6, 22), window=None):
        officer = self.who("Dewi", on, "OFFICER")
        return operations.open_window(window=window or self.year.quarter, by=officer, at=at(on))

    def evaluation(self, name: str, window=None):
        from selaras.appraisal.models import Evaluation

        return Evaluation.objects.get(person=self.cast[name], window=window or self.year.quarter)

    def rate(self, name="Sari", by="Budi", on=date(2026, 7, 10), results="MEETS", behaviour="ABOVE", **more):
        return operations.rate(
            evaluation=self.evaluation(name, more.pop("window", None)), results_rating=results,
            results_grounds="Sebagian besar hasil sesuai; kendala jaringan diatasi sendiri.",
            behaviour_rating=behaviour, behaviour_grounds="Membimbing dua rekan baru tanpa diminta.",
            by=self.who(by, on, more.pop("role", None)), at=at(on), **more,
        )  # fmt: skip

    def deliver(self, name="Sari", by="Budi", on=date(2026, 7, 13), **more):
        return operations.deliver(evaluation=self.evaluation(name), by=self.who(by, on), at=at(on), **more)

    def delivered(self, name="Sari", by="Budi"):
        """Go all the way to delivery."""
        self.achieve()
        self.open()
        self.rate(name, by)
        return self.deliver(name, by)

    def accept(self, name="Sari", on=date(2026, 7, 14), **more):
        return operations.accept(evaluation=self.evaluation(name), by=self.who(name, on), at=at(on), **more)

    def object(self, name="Sari", on=date(2026, 7, 15), **more):
        reasons = "Rating hasil tidak memperhitungkan tugas tambahan pada bulan Mei."
        evaluation = self.evaluation(name)
        return operations.object_to(
            evaluation=evaluation, reasons=reasons, by=self.who(name, on), at=at(on), **more
        )

    def decide(self, objection, decision="UPHELD", by="Ratna", on=date(2026, 7, 20), **more):
        return operations.decide_objection(
            objection=objection, decision=decision, grounds="Setelah mendengar keduanya, bukti tugas Mei lengkap.",
            by=self.who(by, on), at=at(on), **more,
        )  # fmt: skip
