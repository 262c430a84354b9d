"""Opens the evaluations of a window: who appraises is stored with its reason and never derived again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.appraisal.models import Evaluation
from selaras.appraisal.operations.notices import OPENED, TO_RATE, window_value
from selaras.appraisal.permissions import can_open_one, can_run_window
from selaras.appraisal.permissions.windows import can_open_window
from selaras.appraisal.queries.calendar import calendar_of
from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.models import Agency, AgencyKind
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import StateRefused, require
from selaras.organisation.models import (
    Assignment,
    AssignmentKind,
    Person,
    PersonKind,
    PositionKind,
    UnitPeriod,
)
from selaras.organisation.queries import Appraising, PersonHeader, appraisers_of, headers_of
from selaras.organisation.queries.reporting import holds_on
from selaras.planning.models import Plan, PlanState, PlanVersion, Window
from selaras.rules.appraisers import is_final

BATCH = 500
ARTICLE = "PermenPANRB 6/2022 Pasal 24-25; Lampiran IV.A.8"
INDEPENDENT_UNIT_HEAD = "INDEPENDENT_UNIT_HEAD"
Report = Callable[[int, int | None], None]


@dataclass
class Opened:
    """What opening a window did: how many opened, whose plan is not set, and how many have no appraiser."""

    opened: int = 0
    without_plan: list[int] = field(default_factory=list)
    without_appraiser: int = 0


def open_window(*, window: Window, by: Actor, at: datetime, progress: Report | None = None) -> Opened:
    """Open the evaluation of everybody whose plan holds on the last judged day; repeats add who is missing.

    One evaluation a person and window: somebody who moved is judged on the plan of the new post (p. 91 angka 13).
    """
    _require(by, window)
    verdict = can_open_window(by, window)
    if not verdict:
        raise StateRefused(verdict.reason)
    with transaction.atomic():
        Window.objects.select_for_update().get(pk=window.pk)
        plans = _plans_of(window)
        versions = _versions_of(plans)
        ready = [plan for plan in plans if plan.pk in versions]
        made = []
        for start in range(0, len(ready), BATCH):
            made += _open(ready[start : start + BATCH], versions, window, by, at)
            if progress is not None:
                progress(len(made), len(ready))
        _tell(made, window, at)
    opened = {one.plan_id for one in made}
    return Opened(
        opened=len(made),
        without_plan=[plan.pk for plan in plans if plan.pk not in opened],
        without_appraiser=sum(one.appraiser_id is None for one in made),
    )


def open_evaluation(*, plan: Plan, window: Window, by: Actor, at: datetime) -> Evaluation:
    """Open the evaluation of one plan, for somebody whose plan was set after the window had opened."""
    _require(by, window, one=True)
    with transaction.atomic():
        Window.objects.select_for_update().get(pk=window.pk)
        existing: Evaluation | None = Evaluation.objects.filter(window=window, person=plan.person_id).first()
        if existing is not None:
            return existing
        versions = _versions_of([plan])
        if plan.pk not in versions:
            raise StateRefused(
                _("The plan of this person has not been set yet, so there is nothing to evaluate.")
            )
        made = _open([plan], versions, window, by, at)
        if not made:
            raise StateRefused(_("The position of this person has no unit on that day; correct it first."))
        _tell(made, window, at)
    return made[0]


def _require(by: Actor, window: Window, *, one: bool = False) -> None:
    require(can_open_one(by, window) if one else can_run_window(by, window))
    if by.on < window.opens_on:
        raise StateRefused(
            _("This window has not begun yet. Its first day is %(day)s.")
            % {"day": date_format(window.opens_on, "j F Y")}
        )


def _plans_of(window: Window) -> list[Plan]:
    judged = window.judged_until
    rows = Plan.objects.filter(period=window.period_id, starts_on__lte=judged, ends_on__gte=judged)
    rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=judged))
    taken = set(Evaluation.objects.filter(window=window).values_list("person_id", flat=True))
    newest: dict[int, Plan] = {}
    for plan in rows.select_related("assignment").order_by("starts_on", "pk"):
        if plan.person_id not in taken:
            newest[plan.person_id] = plan
    return sorted(newest.values(), key=lambda plan: plan.pk)


def _versions_of(plans: Iterable[Plan]) -> dict[int, int]:
    rows = PlanVersion.objects.filter(plan__in=[plan.pk for plan in plans], state=PlanState.SET)
    return dict(rows.values_list("plan_id", "pk"))


def _open(
    plans: list[Plan], versions: dict[int, int], window: Window, by: Actor, at: datetime
) -> list[Evaluation]:
    appraising = _appraising(plans, window)
    finality = _Finality(window, plans, appraising)
    report_until = calendar_of(window).until("REPORT", window.closes_on)
    rows = []
    for plan in plans:
        who = appraising[plan.pk]
        if who.unit_id is None:
            continue
        reason = finality.reason_of(who)
        rows.append(
            Evaluation(
                plan=plan, window=window, person_id=plan.person_id, unit_id=who.unit_id,
                plan_version_id=versions[plan.pk], appraiser_id=who.appraiser_id, appraiser_reason=who.reason,
                superior_id=who.superior_id, appraiser_unit_id=who.appraiser_unit_id,
                is_final=bool(reason), final_reason=reason, opened_at=at, report_until=report_until,
            )
        )  # fmt: skip
    made: list[Evaluation] = Evaluation.objects.bulk_create(rows)
    audit.record_many((_written(one) for one in made), verb="appraisal.open", by=by, at=at, article=ARTICLE)
    return made


def _written(one: Evaluation) -> audit.Written:
    stored = (
        "appraiser_id",
        "superior_id",
        "appraiser_unit_id",
        "appraiser_reason",
        "is_final",
        "final_reason",
    )
    return audit.Written(one, after={name: getattr(one, name) for name in stored})


def _appraising(plans: list[Plan], window: Window) -> dict[int, Appraising]:
    """Who appraises is derived on the window's first day, so an appraiser who moves inside it still evaluates.

    PermenPANRB 6/2022 Lampiran IV.A.14 (p. 91): Purnama, who moves on 25 September, evaluates the third quarter;
    had he moved on 25 August, his successor would. An assignment that begins later counts from its own first day.
    """
    held = _acting([plan.person_id for plan in plans], window.opens_on)
    by_day: dict[date, list[Plan]] = defaultdict(list)
    for plan in plans:
        by_day[max(window.opens_on, plan.assignment.from_on)].append(plan)
    found: dict[int, Appraising] = {}
    for day, group in by_day.items():
        judged = {plan.pk: held.get(plan.person_id, plan.assignment) for plan in group}
        known = appraisers_of(judged.values(), day)
        found.update({plan.pk: known[judged[plan.pk].pk] for plan in group})
    return found


def _acting(people: list[int], on: date) -> dict[int, Assignment]:
    """Who acts as Plt is appraised by the head of the unit reported to as Plt (Lampiran IV.A.5, p. 89)."""
    rows = Assignment.objects.filter(holds_on(on), person__in=people, kind=AssignmentKind.PLT)
    return {one.person_id: one for one in rows.order_by("from_on")}


class _Finality:
    """Whose results are final because of who evaluates them (Lampiran IV.A.12, p. 90); three statements."""

    def __init__(self, window: Window, plans: list[Plan], appraising: dict[int, Appraising]) -> None:
        self.law_on = window.judged_until
        agency = Agency.objects.get(pk=current_agency_id())
        # The rules about a regional government's officials hold in its BLUD too.
        self.kind = AgencyKind.REGIONAL if agency.kind == AgencyKind.BLUD else agency.kind
        people = [plan.person_id for plan in plans] + [one.appraiser_id for one in appraising.values()]
        assignments = [plan.assignment_id for plan in plans]
        self.headers = headers_of(people, window.opens_on, assignments)
        roots = UnitPeriod.objects.filter(holds_on(window.opens_on), parent=None)
        self.roots = set(roots.values_list("unit_id", flat=True))

    def reason_of(self, who: Appraising) -> str:
        """Return the code of the ground of finality, empty when the employee may object."""
        employee, appraiser = self.headers.get(who.person_id), self.headers.get(who.appraiser_id or 0)
        if (
            employee is None
            or appraiser is None
            or self.kind not in (AgencyKind.CENTRAL, AgencyKind.REGIONAL)
        ):
            return ""
        positions = [employee.position_level]
        if employee.is_head and employee.leads_independent_unit:
            positions.append(INDEPENDENT_UNIT_HEAD)
        for position in positions:
            evaluated_by = self._official(position, who, appraiser)
            ruling = is_final(self.kind, position, evaluated_by, on=self.law_on)
            if ruling is not None:
                return ruling.code
        return ""

    def _official(self, position: str, who: Appraising, appraiser: PersonHeader) -> str:
        political = appraiser.kind == PersonKind.EXTERNAL or appraiser.position_kind == PositionKind.OTHER
        if self.kind == AgencyKind.REGIONAL:
            return "REGIONAL_HEAD" if political else "APPRAISER"
        if position == "JPT_UTAMA" and political:
            return "COORDINATING_MINISTER"
        if position == "JPT_MADYA" and (political or who.appraiser_unit_id in self.roots):
            return "AGENCY_HEAD"
        return "MINISTER" if political else "APPRAISER"


def _tell(made: list[Evaluation], window: Window, at: datetime) -> None:
    if not made:
        return
    members = _members([*(one.person_id for one in made), *(one.appraiser_id for one in made)])
    values: dict[str, Any] = {"window": window_value(window)}
    own = reverse("appraisal:evaluations") + "?role=MINE"
    notices.tell(
        members=[members.get(one.person_id) for one in made], kind=OPENED, url=own, at=at, values=values
    )
    counts = Counter(members.get(one.appraiser_id or 0) for one in made)
    theirs = reverse("appraisal:evaluations") + f"?role=APPRAISER&window={window.pk}"
    for member, count in counts.items():
        notices.tell(members=[member], kind=TO_RATE, url=theirs, at=at, values={**values, "count": count})


def _members(people: Iterable[int | None]) -> dict[int, int | None]:
    wanted = {one for one in people if one is not None}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "member_id"))
