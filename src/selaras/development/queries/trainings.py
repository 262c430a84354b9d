"""Reads of training and enrolments: the only doors to them, with the permission in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.development.models import Enrolment, EnrolmentState, Training
from selaras.development.permissions import BELOW_GOOD, KNOWN_RESULT, OVERSEEING, TAKEN, can_see_trainings
from selaras.organisation.models import Person, UnitPeriod
from selaras.planning.models import Plan

LOOK_BACK = timedelta(days=400)
MOST_WEAKNESSES = 15


def trainings_for(
    user: Actor, q: str = "", state: str = "", kind: str = "", year: int | None = None
) -> QuerySet[Training]:
    """Return training, newest first, with how many take part and how the actor stands in it."""
    require(can_see_trainings(user))
    mine = Enrolment.objects.filter(training=OuterRef("pk"), person=user.person_id)
    called = UnitPeriod.objects.filter(unit=OuterRef("unit"), from_on__lte=user.on).order_by("-from_on")
    rows = Training.objects.annotate(
        taken=Count("enrolments", filter=Q(enrolments__state__in=TAKEN)),
        asked=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.REQUESTED)),
        mine=Subquery(mine.values("state")[:1]),
        unit_name=Subquery(called.values("name")[:1]),
    ).order_by("-starts_on", "-pk")
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if year is not None:
        rows = rows.filter(starts_on__year=year)
    for word in q.split():
        rows = rows.filter(Q(title__icontains=word) | Q(provider__icontains=word))
    return rows


def training_for(user: Actor, pk: int) -> Training:
    """Return one training, or raise Http404."""
    found = trainings_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _staff(user: Actor) -> QuerySet[Plan]:
    return Plan.objects.filter(appraiser=user.person_id, starts_on__lte=user.on, ends_on__gte=user.on)


def staff_of(user: Actor) -> list[Person]:
    """Return the people whose present plan names the actor as appraiser."""
    if not user.is_personal:
        return []
    return list(Person.objects.filter(pk__in=_staff(user).values("person")).order_by("name", "pk"))


def enrolments_for(
    user: Actor, training: Training | None = None, person: int | None = None, state: str = ""
) -> QuerySet[Enrolment]:
    """Return the enrolments the actor may see: own, proposed by the actor, of own staff, or in the role's reach."""
    require(can_see_trainings(user))
    seen = Q(pk=None)
    if user.is_personal:
        seen |= (
            Q(person=user.person_id)
            | Q(asked_by=user.person_id)
            | Q(person__in=_staff(user).values("person"))
        )
    if user.role in OVERSEEING:
        seen |= ~Q(pk=None) if user.whole_agency else Q(unit__in=user.unit_ids)
    rows = Enrolment.objects.filter(seen).select_related("person", "training", "asked_by")
    if training is not None:
        rows = rows.filter(training=training)
    if person is not None:
        rows = rows.filter(person=person)
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("person__name", "pk")


def enrolment_for(user: Actor, pk: int) -> Enrolment:
    """Return one enrolment the actor may see, or raise Http404."""
    found = enrolments_for(user).select_related("feedback", "evaluation__window").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Weakness:
    """Something seen in feedback or in a result that training may help with: `kind` is feedback or evaluation."""

    kind: str
    pk: int
    person_id: int
    on: date
    text: str

    @property
    def code(self) -> str:
        """The value that a form sends."""
        return f"{self.kind}-{self.pk}"


WEAKNESSES = """
(SELECT 'feedback', f.id, p.person_id, f.given_on, coalesce(nullif(f.text, ''), f.symbol)
 FROM monitoring_feedback f JOIN planning_plan p ON p.agency_id = f.agency_id AND p.id = f.plan_id
 WHERE f.agency_id = %(agency)s AND p.person_id = ANY(%(people)s) AND f.given_on >= %(since)s
   AND (p.person_id = %(user)s OR p.appraiser_id = %(user)s)
   AND (f.response IN ('NEGATIVE', 'MIXED') OR f.symbol = 'FROWN')
 ORDER BY f.given_on DESC, f.id DESC LIMIT %(most)s)
UNION ALL
(SELECT 'evaluation', e.id, e.person_id, w.judged_until, e.predicate
 FROM appraisal_evaluation e JOIN planning_window w ON w.agency_id = e.agency_id AND w.id = e.window_id
 WHERE e.agency_id = %(agency)s AND e.person_id = ANY(%(people)s) AND e.rated_on >= %(since)s
   AND (e.person_id = %(user)s OR e.appraiser_id = %(user)s)
   AND e.state = ANY(%(known)s) AND e.predicate = ANY(%(weak)s)
 ORDER BY e.rated_on DESC, e.id DESC LIMIT %(most)s)
"""


def weaknesses_of(user: Actor, person_ids: list[int]) -> list[Weakness]:
    """Return recent critical feedback and results below Good of people, in one statement.

    Only of the actor and of people whose plan the actor appraises: others do not read feedback here.
    """
    values: dict[str, Any] = {
        "agency": current_agency_id(),
        "people": person_ids,
        "user": user.person_id,
        "since": user.on - LOOK_BACK,
        "known": [str(one) for one in KNOWN_RESULT],
        "weak": [str(one) for one in BELOW_GOOD],
        "most": MOST_WEAKNESSES,
    }
    with connection.cursor() as cursor:
        cursor.execute(WEAKNESSES, values)
        return [Weakness(*row) for row in cursor.fetchall()]
