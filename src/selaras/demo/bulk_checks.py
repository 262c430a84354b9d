"""What the operations would have refused is looked for afterwards in the large agency, in every row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
from django.db import connection

from selaras.appraisal.models import Evaluation
from selaras.organisation.models import Person
from selaras.organisation.queries.doctor import Trouble, troubles_on
from selaras.planning.models import PlanVersion
from selaras.planning.queries import contents_of
from selaras.planning.queries.checks import errors_in, findings_of
from selaras.rules.codes import PREDICATES, RATINGS, encode
from selaras.rules.nip import parse_nip
from selaras.rules.rating import predicates_of

AT_ONCE = 1000
NOBODY_ABOVE = 1
"""The head of the whole agency has nobody above; the large agency names no mayor."""


class BulkBroken(RuntimeError):
    """The large agency holds something that no operation would have written."""


def check_all(today: date) -> None:
    """Raise `BulkBroken` on a wrong NIP, trouble, a plan with an error, a wrong predicate; or break on a constraint."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for number in Person.objects.values_list("number", flat=True):
        parse_nip(number or "", on=today)
    check_organisation(today)
    check_plans(today)
    check_predicates()


def check_organisation(today: date) -> None:
    """Let the doctor look at the agency: nothing may stand in the way of the cycle."""
    found = troubles_on(today)
    above = [one for one in found if one.kind == Trouble.NO_APPRAISER]
    other = [one for one in found if one.kind != Trouble.NO_APPRAISER] + above[NOBODY_ABOVE:]
    if other:
        raise BulkBroken(f"{len(other)} troubles, the first: {other[0].kind} {other[0].about}")


def check_plans(today: date) -> None:
    """Ask every version what the rules find in it."""
    rows = PlanVersion.objects.select_related("plan__period", "plan__assignment").order_by("pk")
    for versions in _batches(rows):
        contents = contents_of([one.pk for one in versions])
        for version in versions:
            errors = errors_in(findings_of(version, contents[version.pk], today))
            if errors:
                raise BulkBroken(f"plan {version.plan_id}: {errors[0].en}")


def check_predicates() -> None:
    """Look every predicate up again from its two ratings, window by window in arrays."""
    names = (
        "window_id", "window__judged_until", "window__period__scheme", "pk", "results_rating",
        "behaviour_rating", "predicate", "study_leave_failed",
    )  # fmt: skip
    rows = Evaluation.objects.order_by("window_id", "pk").values_list(*names)
    for (_window, on, scheme), found in groupby(rows, key=lambda row: row[:3]):
        _check_window(list(found), on, scheme)


def _check_window(rows: list[Any], on: date, scheme: str) -> None:
    _w, _on, _scheme, keys, results, behaviour, stored, failed = zip(*rows, strict=True)
    right = predicates_of(
        encode(_codes(results), RATINGS), encode(_codes(behaviour), RATINGS), on=on, scheme=scheme,
        study_leave_failed=np.array(failed, dtype=np.bool_),
    )  # fmt: skip
    wrong = np.flatnonzero(right != encode(_codes(stored), PREDICATES))
    if wrong.size:
        raise BulkBroken(f"{wrong.size} predicates do not follow, the first: evaluation {keys[wrong[0]]}")


def _codes(column: Iterable[str]) -> Iterator[str | None]:
    return (code or None for code in column)


def _batches(rows: Any) -> Iterator[list[PlanVersion]]:
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
        yield batch
        last = batch[-1].pk
