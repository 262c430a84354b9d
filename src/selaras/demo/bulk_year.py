"""This year of the large agency: plans in force with four results each, three months of reports, one evaluation."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from selaras.appraisal.models import Evaluation, OrganisationAchievement
from selaras.core.actor import Actor
from selaras.monitoring.models import Realisation, Report
from selaras.organisation.models import Assignment, Unit
from selaras.organisation.queries import appraisers_of, headers_of
from selaras.planning import operations as planning
from selaras.planning.models import (
    ExpectedResult,
    Indicator,
    IndicatorLineage,
    Period,
    Plan,
    PlanVersion,
    Provision,
    ResultLineage,
    Window,
)
from selaras.planning.queries import windows_of
from selaras.rules.rating import predicate_of

RESULTS = 4
MONTHS = 3
BATCH = 2000
TEXTS = (
    "Berkas layanan yang diterima selesai diproses sesuai standar waktu pelayanan",
    "Data unit kerja tersaji lengkap dan mutakhir untuk pengambilan keputusan",
    "Pengaduan masyarakat terjawab tuntas dalam batas waktu yang dijanjikan",
    "Pengelolaan anggaran kegiatan terserap tepat sasaran dan bebas temuan material",
)
PERSPECTIVES = ("SERVICE_RECIPIENT", "BUSINESS_PROCESS", "INTERNAL_STRENGTHENING", "BUDGET")
ASPECTS = ("TIME", "QUALITY", "QUANTITY", "COST")


def fill_year(*, today: date, chance: random.Random, by: Actor) -> None:
    """Give everybody a plan in force, reports of three months and an evaluation of the last begun window."""
    start = datetime(today.year, 1, 5, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
    period = planning.create_period(
        year=today.year, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=start
    )
    period = planning.open_period(period=period, by=by, at=start)
    plans = _plans(period, start)
    lineages, indicators = _contents(plans, start)
    _reports(plans, lineages, indicators, today, start)
    begun = [one for one in windows_of(period) if one.opens_on <= today and one.kind == "PERIODIC"]
    if begun:
        _evaluations(plans, begun[-1], chance, today)


def _plans(period: Period, at: datetime) -> list[Plan]:
    assignments = list(Assignment.objects.order_by("pk"))
    found = appraisers_of(assignments, period.starts_on)
    headers = headers_of([one.person_id for one in assignments], period.starts_on)
    plans = Plan.objects.bulk_create(
        (
            Plan(
                period=period,
                assignment=one,
                person_id=one.person_id,
                group="JPT_UNIT_HEAD"
                if headers[one.person_id].position_kind == "JPT"
                else "ADMIN_FUNCTIONAL",
                starts_on=period.starts_on,
                ends_on=period.ends_on,
                appraiser_id=found[one.pk].appraiser_id,
                appraiser_reason=str(found[one.pk].reason),
                superior_id=found[one.pk].superior_id,
            )
            for one in assignments
        ),
        BATCH,
    )
    return list(plans)


def _contents(plans: list[Plan], at: datetime) -> tuple[list[ResultLineage], list[IndicatorLineage]]:
    moments = dict.fromkeys(("created_at", "submitted_at", "signed_at", "set_at"), at)
    versions = PlanVersion.objects.bulk_create(
        (PlanVersion(plan=plan, state="SET", set_on=at.date(), **moments) for plan in plans), BATCH
    )
    lineages = ResultLineage.objects.bulk_create(
        (ResultLineage(plan=plan) for plan in plans for _number in range(RESULTS)), BATCH
    )
    results = ExpectedResult.objects.bulk_create(
        (
            ExpectedResult(
                plan_version=versions[place // RESULTS],
                lineage=lineage,
                ordinal=place % RESULTS + 1,
                kind="MAIN" if place % RESULTS < RESULTS - 1 or _is_jpt(plans, place) else "ADDITIONAL",
                source="PK" if _is_jpt(plans, place) else "MPH",
                text=f"{TEXTS[place % RESULTS]} ({place // RESULTS + 1})",
            )
            for place, lineage in enumerate(lineages)
        ),
        BATCH,
    )
    _provisions(versions)
    return list(lineages), _indicators(plans, list(lineages), list(results))


def _indicators(
    plans: list[Plan], lineages: list[ResultLineage], results: list[ExpectedResult]
) -> list[IndicatorLineage]:
    made = IndicatorLineage.objects.bulk_create((IndicatorLineage(result=one) for one in lineages), BATCH)
    Indicator.objects.bulk_create(
        (
            Indicator(
                result=result,
                lineage=lineage,
                ordinal=1,
                text=f"Persentase {TEXTS[place % RESULTS].lower()}",
                aspect="" if _is_jpt(plans, place) else ASPECTS[place % RESULTS],
                perspective=PERSPECTIVES[place % RESULTS] if _is_jpt(plans, place) else "",
                target_kind="NUMBER",
                target_low=Decimal(80 + place % 20),
                measure="%",
            )
            for place, (result, lineage) in enumerate(zip(results, made, strict=True))
        ),
        BATCH,
    )
    return list(made)


def _provisions(versions: list[PlanVersion]) -> None:
    kinds = ("RESOURCE", "ACCOUNTABILITY", "CONSEQUENCE")
    Provision.objects.bulk_create(
        (
            Provision(plan_version=version, kind=kind, ordinal=1, text="Dibahas dalam pertemuan bulanan.")
            for version in versions
            for kind in kinds
        ),
        BATCH,
    )


def _is_jpt(plans: list[Plan], place: int) -> bool:
    return plans[place // RESULTS].group == "JPT_UNIT_HEAD"


def _report(plan: Plan, month: date, due: date, sent: datetime, in_time: bool) -> Report:
    answered = in_time and plan.appraiser_id is not None
    return Report(
        plan=plan,
        month_on=month,
        due_on=due,
        state="ANSWERED" if answered else "SUBMITTED",
        achievements="Sebagian besar target bulan ini tercapai.",
        challenges="Permintaan data datang bersamaan dari beberapa unit.",
        improvements="Menyusun jadwal bersama agar permintaan tersebar.",
        submitted_at=sent,
        is_late=False,
        answered_at=sent + timedelta(days=2) if answered else None,
        answered_by_id=plan.appraiser_id if answered else None,
        answer="Pertahankan, dan catat kendala sejak awal." if answered else "",
    )


def _reports(
    plans: list[Plan],
    lineages: list[ResultLineage],
    indicators: list[IndicatorLineage],
    today: date,
    at: datetime,
) -> None:
    months = [date(today.year, month, 1) for month in range(max(1, today.month - MONTHS), today.month)]
    for number, month in enumerate(months):
        due = (month + timedelta(days=32)).replace(day=5)
        sent = at + (due - at.date() - timedelta(days=1))
        reports = Report.objects.bulk_create(
            (_report(plan, month, due, sent, number < len(months) - 1) for plan in plans), BATCH
        )
        Realisation.objects.bulk_create(
            (
                Realisation(
                    report=reports[place // RESULTS],
                    result=lineage,
                    indicator=indicators[place],
                    text=f"{8 * month.month + place % 7}% berdasarkan catatan unit",
                    data_source="Catatan unit",
                )
                for place, lineage in enumerate(lineages)
            ),
            BATCH,
        )


def _evaluations(plans: list[Plan], window: Window, chance: random.Random, today: date) -> None:
    at = datetime.combine(min(window.opens_on, today), datetime.min.time(), tzinfo=ZoneInfo("Asia/Jakarta"))
    headers = headers_of([plan.person_id for plan in plans], window.judged_until)
    OrganisationAchievement.objects.bulk_create(
        OrganisationAchievement(
            unit=unit,
            window=window,
            achievement="GOOD",
            grounds="Capaian rencana aksi perjanjian kinerja.",
            set_at=at,
        )
        for unit in Unit.objects.all()
    )
    in_units = [(plan, headers[plan.person_id].unit_id) for plan in plans]
    rows = [_evaluation(plan, window, chance, at, unit) for plan, unit in in_units if unit is not None]
    Evaluation.objects.bulk_create(rows, BATCH)


def _evaluation(plan: Plan, window: Window, chance: random.Random, at: datetime, unit_id: int) -> Evaluation:
    results = chance.choice(("ABOVE", "MEETS", "MEETS", "MEETS", "BELOW"))
    behaviour = chance.choice(("ABOVE", "MEETS", "MEETS", "MEETS", "MEETS", "BELOW"))
    rated = chance.random() < 0.6
    one = Evaluation(
        plan=plan,
        window=window,
        person_id=plan.person_id,
        unit_id=unit_id,
        appraiser_id=plan.appraiser_id,
        appraiser_reason=plan.appraiser_reason,
        superior_id=plan.superior_id,
        appraiser_unit_id=unit_id,
        opened_at=at,
    )
    if rated:
        one.state, one.rated_at, one.rated_on = "RATED", at, at.date()
        one.results_rating, one.behaviour_rating = results, behaviour
        one.results_grounds = one.behaviour_grounds = "Ditimbang dari laporan dan umpan balik."
        one.predicate = predicate_of(results, behaviour, on=window.judged_until)
        one.achievement = "GOOD"
    return one
