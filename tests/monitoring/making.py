"""Plans in force, made directly: planning's own steps are tested in planning."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from selaras.planning.models import (
    ExpectedResult,
    Indicator,
    IndicatorLineage,
    Period,
    Plan,
    PlanVersion,
    ResultLineage,
    Window,
)

WIB = ZoneInfo("Asia/Jakarta")
RESULTS = (
    (
        "Terselesaikannya usul kenaikan pangkat tepat waktu",
        ("Persentase usul yang selesai sebelum tenggat", "Jumlah usul yang dikembalikan BKN"),
    ),
    ("Tersedianya data pegawai yang mutakhir", ("Persentase data yang sesuai dengan berkas",)),
    ("Tersusunnya laporan mutasi triwulanan", ()),
)


def year(number=2026, due_day=5):
    """A year with its four quarters and its annual evaluation."""
    period, made = Period.objects.get_or_create(
        year=number,
        defaults={
            "name": f"Tahun {number}",
            "starts_on": date(number, 1, 1),
            "ends_on": date(number, 12, 31),
            "cadence": "QUARTERLY",
            "scheme": "permenpanrb-6-2022",
            "plans_due_on": date(number, 1, 31),
            "report_due_day": due_day,
            "state": "OPEN",
        },
    )
    if made:
        for quarter in range(4):
            first = date(number, quarter * 3 + 1, 1)
            last = date(number, quarter * 3 + 3, 28)
            last = (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            Window.objects.create(
                period=period,
                kind="PERIODIC",
                number=quarter + 1,
                judged_from=first,
                judged_until=last,
                opens_on=last,
                closes_on=last + timedelta(days=20),
            )
        Window.objects.create(
            period=period,
            kind="ANNUAL",
            number=0,
            judged_from=period.starts_on,
            judged_until=period.ends_on,
            opens_on=period.ends_on,
            closes_on=period.ends_on + timedelta(days=20),
        )
    return period


def plan_of(cast, name, appraiser, superior=None, *, period=None, state="SET", results=RESULTS):
    """A plan of somebody of the cast with a version in force."""
    period = period or year()
    plan = Plan.objects.create(
        period=period,
        assignment=cast.assignments[name],
        person=cast[name],
        group="ADMIN_FUNCTIONAL",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        appraiser=cast[appraiser] if appraiser else None,
        superior=cast[superior] if superior else None,
    )
    at = datetime(period.year, 1, 20, 9, tzinfo=WIB)
    version = PlanVersion.objects.create(
        plan=plan, state=state, created_at=at, set_at=at if state == "SET" else None, set_on=at.date()
    )
    fill(version, results)
    return plan


def fill(version, results=RESULTS):
    """Write results and indicators into a version; each gets a lineage of its own."""
    for number, (text, indicators) in enumerate(results, 1):
        lineage = ResultLineage.objects.create(plan=version.plan)
        result = ExpectedResult.objects.create(
            plan_version=version, lineage=lineage, ordinal=number, kind="MAIN", source="MPH", text=text
        )
        for place, indicator in enumerate(indicators, 1):
            Indicator.objects.create(
                result=result,
                lineage=IndicatorLineage.objects.create(result=lineage),
                ordinal=place,
                text=indicator,
                aspect="QUANTITY",
                target_kind="TEXT",
                target_text=f"{90 + place} %",
            )
