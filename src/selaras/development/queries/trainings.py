"""Reads of training and enrolments: the only doors to them, with the permission in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from selaras.appraisal.models import Evaluation
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.development.models import Enrolment, EnrolmentState, Training
from selaras.development.permissions import BELOW_GOOD, KNOWN_RESULT, OVERSEEING, TAKEN, can_see_trainings
from selaras.monitoring.models import Feedback
from selaras.organisation.models import Person
from selaras.planning.models import Plan

LOOK_BACK = timedelta(days=400)
MOST_WEAKNESSES = 15


def trainings_for(
    user: Actor, q: str = "", state: str = "", kind: str = "", year: int | None = None
) -> QuerySet[Training]:
    """Return training, newest first, with how many take part and how the actor stands in it."""
    require(can_see_trainings(user))
    mine = Enrolment.objects.filter(training=OuterRef("pk"), person=user.person_id)
    rows = Training.objects.annotate(
        taken=Count("enrolments", filter=Q(enrolments__state__in=TAKEN)),
        asked=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.REQUESTED)),
        mine=Subquery(mine.values("state")[:1]),
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
        seen |= Q(person=user.person_id) | Q(asked_by=user.person_id) | Q(person__in=_staff(user).values("person"))
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
    """Something seen in feedback or in an evaluation that training may help with."""

    feedback: Feedback | None
    evaluation: Evaluation | None

    @property
    def code(self) -> str:
        """The value that a form sends."""
        if self.feedback is not None:
            return f"feedback-{self.feedback.pk}"
        return f"evaluation-{self.evaluation.pk}" if self.evaluation is not None else ""


def weaknesses_of(user: Actor, person_ids: list[int]) -> list[Weakness]:
    """Return recent critical feedback and results below Good of people, in two statements.

    Only of the actor and of people whose plan the actor appraises: others do not read feedback here.
    """
    allowed = Q(person=user.person_id) | Q(appraiser=user.person_id)
    plans = Plan.objects.filter(allowed, person__in=person_ids)
    since = user.on - LOOK_BACK
    critical = Q(response__in=("NEGATIVE", "MIXED")) | Q(symbol="FROWN")
    heard = Feedback.objects.filter(critical, plan__in=plans.values("pk"), given_on__gte=since)
    results = Evaluation.objects.filter(
        allowed, person__in=person_ids, state__in=KNOWN_RESULT, predicate__in=BELOW_GOOD, rated_on__gte=since
    )
    rows = [Weakness(one, None) for one in heard.select_related("plan")[:MOST_WEAKNESSES]]
    found = results.select_related("window", "window__period").order_by("-rated_on", "-pk")
    return rows + [Weakness(None, one) for one in found[:MOST_WEAKNESSES]]
