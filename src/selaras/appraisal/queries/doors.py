"""The only doors to evaluations, opinions and objections: each applies the permission in SQL."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from selaras.appraisal.models import AppraisalKind, Decision, Evaluation, Objection, Opinion
from selaras.appraisal.permissions import OVERSEERS, can_see, can_see_result, signed_by
from selaras.core import audit
from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import Verdict, require
from selaras.organisation.queries.presence import note_presence, presence_beside, present
from selaras.planning.models import PeriodState, Window

BESIDE = (
    "person", "appraiser", "superior", "window__period", "plan__assignment", "achievement_of__period",
)  # fmt: skip
ACTORS = ("person", "appraiser", "superior")


def visible_to(user: Actor) -> Q:
    """Filter evaluations to those a person may know of: concerned people, and who oversees the unit."""
    rule = Q(pk__in=[])
    if user.is_personal:
        me = user.person_id
        rule |= Q(person=me) | Q(appraiser=me) | Q(superior=me)
    if user.role in OVERSEERS:
        rule |= Q() if user.whole_agency else Q(unit__in=user.unit_ids)
        return ~Q(pk__in=[]) if user.whole_agency else rule
    return rule


def evaluations_for(
    user: Actor,
    *,
    window: Window | int | None = None,
    state: str = "",
    unit: int | None = None,
    appraiser: int | None = None,
    person: int | None = None,
    role: str = "",
    q: str = "",
) -> QuerySet[Evaluation]:
    """Return the evaluations that the user may know of, narrowed; ordered by name.

    `role` narrows to what concerns the user: MINE, APPRAISER (what I evaluate), SUPERIOR; or, for an officer,
    UNATTENDED: who acts next is missing, has no account or has left; OVERDUE: the last day has passed.
    """
    rows = Evaluation.objects.filter(visible_to(user))
    exact = {"window": window, "state": state, "unit": unit, "appraiser": appraiser, "person": person}
    rows = rows.filter(**{key: value for key, value in exact.items() if value})
    if role:
        rows = rows.filter(_as_role(user, role))
    if q:
        rows = rows.filter(Q(person__name__icontains=q) | Q(person__number__startswith=q))
    return rows.select_related("person", "appraiser", "superior", "window__period").order_by(
        "person__name", "pk"
    )


def _as_role(user: Actor, role: str) -> Q:
    me = user.person_id if user.is_personal else None
    if role == "UNATTENDED":
        return unattended(user.on)
    if role == "OVERDUE":
        return overdue(user.on)
    if role == "MINE":
        return Q(person=me)
    if role == "APPRAISER":
        return Q(appraiser=me, is_escalated=False) | Q(superior=me, is_escalated=True)
    return Q(superior=me) | Q(appraiser=me)


def unattended(on: date) -> Q:
    """Filter to evaluations whose next actor is missing, has no account or has left the agency."""
    by_superior = Q(is_escalated=True, state__in=("OPEN", "RATED")) | Q(state="OBJECTED")
    by_appraiser = Q(is_escalated=False, state__in=("OPEN", "RATED"))
    return (by_appraiser & Q(~present(on, "appraiser"))) | (by_superior & Q(~present(on, "superior")))


def overdue(on: date) -> Q:
    """Filter to what its next actor left undone: an evaluation, a delivery, a decision.

    An appraiser's evaluation stays there only where no superior took it over: it was opened after the window, or
    nobody is recorded above.
    """
    days_over = Q(is_escalated=False, window__closes_on__lt=on) | Q(is_escalated=True, sign_until__lt=on)
    again_over = Q(sign_again_until=None) | Q(sign_again_until__lt=on)
    undecided = Objection.objects.filter(evaluation=OuterRef("pk"), decision="", decide_until__lt=on)
    left = (
        (Q(state="OPEN") & days_over & again_over)
        | Q(state="RATED", deliver_until__lt=on)
        | (Q(state="OBJECTED") & Q(Exists(undecided)))
    )
    return left & ~Q(window__period__state=PeriodState.CLOSED)


def parts_of(user: Actor) -> set[str]:
    """Return which tabs can hold evaluations of others for a person: APPRAISER, SUPERIOR; one statement."""
    if not user.is_personal:
        return set()
    parts = ("APPRAISER", "SUPERIOR")
    rows = Evaluation.objects.filter(_as_role(user, "SUPERIOR"))
    found = rows.aggregate(**{part: Count("pk", filter=_as_role(user, part)) for part in parts})
    return {part for part in parts if found[part]}


def evaluation_for(user: Actor, pk: int, *, at: datetime) -> Evaluation:
    """Return one evaluation that the user may see; an auditor's look is recorded."""
    beside = presence_beside(user.on, *ACTORS)
    rows = Evaluation.objects.select_related(*BESIDE).filter(visible_to(user), pk=pk)
    changed = Objection.objects.filter(evaluation=OuterRef("pk"), decision=Decision.CHANGED)
    signed = ArraySubquery(signed_by(OuterRef("pk")))
    evaluation = rows.annotate(**beside, was_changed=Exists(changed), signed_by=signed).first()
    if evaluation is None:
        raise Http404
    for key in ACTORS:
        note_presence(getattr(evaluation, key), user.on, getattr(evaluation, f"{key}_presence"))
    if user.reaches(RoleCode.AUDITOR, evaluation.unit_id):
        audit.record(obj=evaluation, verb="appraisal.look", by=user, at=at)
    return evaluation


def opinion_for(user: Actor, pk: int) -> Opinion:
    """Return an opinion that the user is asked to write or has written."""
    rows = Opinion.objects.select_related("evaluation__person", "evaluation__window__period", "author")
    me = user.person_id if user.is_personal else None
    opinion = rows.filter(pk=pk, author=me, kind=AppraisalKind.PEER).first()
    if opinion is None:
        raise Http404
    return opinion


def opinions_for(user: Actor) -> QuerySet[Opinion]:
    """Return the opinions that were asked of the user, those not written yet first."""
    me = user.person_id if user.is_personal else None
    rows = Opinion.objects.filter(author=me, kind=AppraisalKind.PEER)
    rows = rows.select_related("evaluation__person", "evaluation__window__period")
    return rows.order_by(F("submitted_at").desc(nulls_first=True), "-pk")


def objection_of(evaluation: Evaluation) -> Objection | None:
    """Return the objection to an evaluation, with who decided; the caller has passed the door of the evaluation."""
    objection = Objection.objects.select_related("decided_by").filter(evaluation=evaluation).first()
    if objection is not None:
        objection.evaluation = evaluation
    return objection


def objections_for(user: Actor, *, running: bool | None = None, q: str = "") -> QuerySet[Objection]:
    """Return the objections that the user may know of, the most urgent first."""
    seen = Evaluation.objects.filter(visible_to(user), pk=OuterRef("evaluation"))
    rows = Objection.objects.filter(Exists(seen))
    if running is not None:
        rows = rows.filter(decision="") if running else rows.exclude(decision="")
    if q:
        rows = rows.filter(evaluation__person__name__icontains=q)
    beside = (
        "evaluation__person",
        "evaluation__appraiser",
        "evaluation__superior",
        "evaluation__window__period",
    )
    return rows.select_related(*beside).order_by("decided_at", "decide_until", "pk")


def may_read_papers(user: Actor, evaluation_id: int) -> Verdict:
    """Say whether the papers of an evaluation may be opened: by whoever may see its result."""
    evaluation = Evaluation.objects.select_related("window__period").filter(pk=evaluation_id).first()
    if evaluation is None:
        raise Http404
    require(can_see(user, evaluation))
    return can_see_result(user, evaluation)


def windows(on: date | None = None) -> list[Window]:
    """Return the windows of all periods, newest first; those that have opened by a day when one is given."""
    rows = Window.objects.select_related("period").order_by("-judged_until", "kind", "-number")
    return list(rows.filter(opens_on__lte=on) if on else rows)
