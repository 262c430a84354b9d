"""Reads who of the nominated may be employee of the month by what the agency chose, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import get_language

from selaras.appraisal.models import Evaluation
from selaras.core.models import Agency
from selaras.organisation.models import Person
from selaras.recognition.models import Award, AwardKind, Sanction, SanctionLevel, SanctionState
from selaras.regulations.queries.choices import month_policy_on
from selaras.regulations.queries.topics import month_folder
from selaras.rules.careers import MonthPolicy, Readiness, Record, employee_of_month
from selaras.rules.explain import Step

AGAIN = "AGAIN"
"""The only obstacle that everybody of the agency may know: who was chosen stands on the wall."""


def shortlist_of(agency: Agency, person_ids: Sequence[int], on: date) -> dict[int, Readiness]:
    """Return for each person whether he may be chosen on a day by the choice that holds then; two statements."""
    return judged(agency, person_ids, month_policy_on(agency, on)[0], on)


def judged(agency: Agency, person_ids: Sequence[int], policy: MonthPolicy, on: date) -> dict[int, Readiness]:
    """Return for each person whether he may be chosen on a day by these conditions; one statement."""
    if not person_ids:
        return {}
    folder, found = month_folder(agency), {}
    for pk, predicate, is_sanctioned, chosen_on in _known(person_ids, on):
        last = (predicate,) if predicate else ()
        record = Record(on, last, has_running_sanction=is_sanctioned, chosen_on=chosen_on)
        found[pk] = employee_of_month(record, on=on, policy=policy, folder=folder)
    return found


def reasons_in(ready: Readiness, only: str = "") -> list[str]:
    """Return why somebody may not be chosen, in the language of the reader; one kind of reason when given."""
    pairs = zip(ready.lacks, ready.steps, strict=False)
    return [_said(step) for code, step in pairs if only in ("", code)]


def _said(step: Step) -> str:
    return step.id if (get_language() or "id").startswith("id") else step.en


def _known(ids: Sequence[int], on: date) -> Iterable[tuple[int, str | None, bool, date | None]]:
    """Each person with the last delivered predicate, whether a sanction runs, and the day of the last choice.

    A reminder is the leader's word before any sanction.
    """
    results = Evaluation.objects.filter(person=OuterRef("pk"), delivered_on__isnull=False)
    results = results.order_by("-window__judged_until", "window__kind")
    running = Sanction.objects.filter(person=OuterRef("pk"), state=SanctionState.IN_FORCE, from_on__lte=on)
    running = running.filter(Q(until_on=None) | Q(until_on__gt=on)).exclude(level=SanctionLevel.REMINDER)
    awards = Award.objects.filter(
        person=OuterRef("pk"), kind=AwardKind.EMPLOYEE_OF_MONTH, withdrawn_at=None
    ).order_by("-given_on")
    people = Person.objects.filter(pk__in=ids).annotate(
        predicate=Subquery(results.values("predicate")[:1]),
        is_sanctioned=Exists(running),
        chosen_on=Subquery(awards.values("given_on")[:1]),
    )
    return people.values_list("pk", "predicate", "is_sanctioned", "chosen_on")
