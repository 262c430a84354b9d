"""What the rules say about a version of a plan: findings with level, place, sentence and article."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from selaras.organisation.models import Headship
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import AgreementItem, AgreementState, Plan, PlanGroup, PlanVersion, ProvisionKind
from selaras.planning.queries.content import IndicatorContent, PlanContent, ResultContent
from selaras.planning.queries.values import law_day, values_of
from selaras.rules.plans import Annex, Finding, IndicatorDraft, PlanDraft, ResultDraft, check_plan

ERROR = "ERROR"


def agreement_items_of(plan: Plan, on: date) -> list[AgreementItem]:
    """Return the signed agreement's items of the unit that the plan's position leads, in one statement."""
    units = Headship.objects.filter(holds_on(on), position=plan.assignment.position_id).values("unit")
    items = AgreementItem.objects.filter(
        agreement__period=plan.period_id, agreement__state=AgreementState.SIGNED, agreement__unit__in=units
    )
    return list(items.order_by("agreement_id", "ordinal", "id"))


def findings_of(
    version: PlanVersion, content: PlanContent, on: date, set_on: date | None = None
) -> tuple[Finding, ...]:
    """Return what the rules V1–V13 of the year's scheme find in a version; `set_on` asks whether it is late.

    Only the first version can be late: the year's changes come after January by their nature (Pasal 14(2)).
    """
    plan = version.plan
    judged = (set_on or version.set_on) if version.number == 1 else None
    day = law_day(plan.period, on)
    items = agreement_items_of(plan, day) if plan.group == PlanGroup.JPT_UNIT_HEAD else []
    draft = draft_of(plan, content, {str(one.pk): one.indicator for one in items}, day, judged)
    return check_plan(draft, on=day, scheme=plan.period.scheme)


def draft_of(
    plan: Plan, content: PlanContent, agreement: dict[str, str], on: date, set_on: date | None
) -> PlanDraft:
    """Return a version in the plain structure that the rules read."""
    values = {
        code: tuple(guide.id for guide in value.guides) for code, value in values_of(plan.period, on).items()
    }
    strangers = {code: () for code in content.expectations if code not in values}
    return PlanDraft(
        year=plan.period.year,
        group=plan.group,
        approach=plan.approach,
        results=tuple(_result(one) for one in content.results),
        behaviours={**values, **strangers},
        annex=_annex(content),
        set_on=set_on,
        starts_on=plan.starts_on,
        agreement=agreement,
    )


def _annex(content: PlanContent) -> Annex | None:
    if not content.has_annex:
        return None
    lists = content.provisions
    return Annex(
        lists.get(ProvisionKind.RESOURCE, ()),
        lists.get(ProvisionKind.ACCOUNTABILITY, ()),
        (*lists.get(ProvisionKind.CONSEQUENCE, ()), *lists.get(ProvisionKind.NEGATIVE_CONSEQUENCE, ())),
    )


def _result(one: ResultContent) -> ResultDraft:
    return ResultDraft(
        text=one.text,
        kind=one.kind,
        source=one.source,
        indicators=tuple(_indicator(row) for row in one.indicators),
        acting=one.is_acting,
        assigned_by_other=one.given_by_other,
        approved_by_appraiser=one.is_approved,
        in_matrix=one.matrix_result_id is not None,
        vital=one.is_vital,
    )


def _indicator(row: IndicatorContent) -> IndicatorDraft:
    return IndicatorDraft(
        text=row.text,
        target=row.target,
        unit=row.measure,
        aspect=row.aspect or None,
        perspective=row.perspective or None,
        agreement_ref=str(row.agreement_item_id) if row.agreement_item_id else None,
    )


def sentence_of(finding: Finding) -> str:
    """Return a finding's sentence in the active language."""
    return finding.id if (get_language() or "id").startswith("id") else finding.en


def errors_in(findings: tuple[Finding, ...]) -> list[Finding]:
    """Return the findings that refuse submitting and setting."""
    return [one for one in findings if one.level == ERROR]
