"""Looks for what blocks the cycle: no appraiser, loops, no head, expired acting posts; in seven statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor
from selaras.core.verdict import Sentence, require
from selaras.organisation.models import Assignment, AssignmentKind, Person, PersonKind
from selaras.organisation.permissions import can_check_data
from selaras.organisation.queries.reporting import Structure, holds_on, judged, structure_on
from selaras.rules.appraisers import FUNCTIONAL

LOOKED_BACK = timedelta(days=90)
ACTING = (AssignmentKind.PLT, AssignmentKind.PLH)


class Trouble(StrEnum):
    """Kinds of trouble, the worst first."""

    UNIT_LOOP = "UNIT_LOOP"
    SUPERIOR_LOOP = "SUPERIOR_LOOP"
    NO_APPRAISER = "NO_APPRAISER"
    NO_POST = "NO_POST"
    NO_HEAD = "NO_HEAD"
    TWO_HEADS = "TWO_HEADS"
    TWO_POSTS = "TWO_POSTS"
    TWO_ACTING = "TWO_ACTING"
    EXPIRED_ACTING = "EXPIRED_ACTING"
    ENDLESS_ACTING = "ENDLESS_ACTING"
    NOT_DELEGATED = "NOT_DELEGATED"


KINDS: Mapping[Trouble, tuple[Sentence, Sentence, Sentence]] = {
    Trouble.UNIT_LOOP: (
        _("Unit below itself"),
        _("The unit hangs below itself, so nobody above it is found."),
        _("Move the unit"),
    ),
    Trouble.SUPERIOR_LOOP: (
        _("Superiors in a circle"),
        _("The chain of superiors comes back to this position."),
        _("Change the position"),
    ),
    Trouble.NO_APPRAISER: (
        _("Without an appraiser"),
        _(
            "Nobody above this post may appraise. Name a head, delegate authority, or add an external superior."
        ),
        _("Open the person"),
    ),
    Trouble.NO_POST: (
        _("Without a post"),
        _("The employee holds no post today, so no plan can be made."),
        _("Choose a post"),
    ),
    Trouble.NO_HEAD: (
        _("Unit without a head"),
        _("No position leads the unit or nobody holds it, so the next level above appraises."),
        _("Open the unit"),
    ),
    Trouble.TWO_HEADS: (
        _("Two holders of a leading position"),
        _("Two people hold the leading position definitively; only one can be the appraiser."),
        _("Open the position"),
    ),
    Trouble.TWO_POSTS: (
        _("Two acting posts at once"),
        _("The person acts in several posts on the same day, so several plans and appraisers compete."),
        _("End one of them"),
    ),
    Trouble.TWO_ACTING: (
        _("Acting post beside another holder"),
        _("Somebody else already holds this leading position, so it is not clear who appraises."),
        _("End the acting post"),
    ),
    Trouble.EXPIRED_ACTING: (
        _("Acting post expired"),
        _("The acting post has ended and nobody holds the position."),
        _("Open the position"),
    ),
    Trouble.ENDLESS_ACTING: (
        _("Acting post without an end"),
        _("An acting post needs the day on which its letter expires."),
        _("Write the end"),
    ),
    Trouble.NOT_DELEGATED: (
        _("Functional head without authority"),
        _(
            "A functional official leads the unit but holds no delegated authority"
            " (PermenPANRB 6/2022 Lampiran IV.A.7)."
        ),
        _("Delegate authority"),
    ),
}


@dataclass(frozen=True)
class Found:
    """One trouble: its kind, whom or what it concerns, the unit, and the address of the fix."""

    kind: Trouble
    about: str
    unit_id: int | None
    unit: str
    url: str

    @property
    def title(self) -> Sentence:
        """What the kind is called."""
        return KINDS[self.kind][0]

    @property
    def sentence(self) -> Sentence:
        """What is wrong and what follows from it."""
        return KINDS[self.kind][1]

    @property
    def fix(self) -> Sentence:
        """The label of the link to the fix."""
        return KINDS[self.kind][2]


def troubles_for(user: Actor) -> list[Found]:
    """Return the troubles of today that the user's role reaches, the worst kinds first."""
    require(can_check_data(user))
    found = troubles_on(user.on)
    if user.is_system or user.whole_agency:
        return found
    return [one for one in found if one.unit_id in user.unit_ids]


def troubles_on(on: date) -> list[Found]:
    """Look at the whole agency on a day."""
    recent = Q(kind__in=ACTING, until_on__lte=on, until_on__gt=on - LOOKED_BACK)
    rows = list(Assignment.objects.filter(holds_on(on) | recent).select_related("person"))
    held = [one for one in rows if one.from_on <= on and (one.until_on is None or one.until_on > on)]
    now = {one.pk for one in held}
    known = structure_on(on, rows)
    looked = _Look(known, held, [one for one in rows if one.pk not in now])
    order = {kind: place for place, kind in enumerate(Trouble)}
    return sorted(looked.all(), key=lambda one: (order[one.kind], one.unit, one.about))


class _Look:
    """One look at an agency: every method yields the troubles of one kind."""

    def __init__(self, known: Structure, held: list[Assignment], ended: list[Assignment]) -> None:
        self.known, self.held, self.ended = known, held, ended
        self.holders: dict[int, list[Assignment]] = defaultdict(list)
        for one in held:
            self.holders[one.position_id].append(one)

    def all(self) -> Iterator[Found]:
        """Yield every trouble."""
        yield from self.unit_loops()
        yield from self.superior_loops()
        yield from self.without_appraiser()
        yield from self.without_post()
        yield from self.heads()
        yield from self.acting()
        yield from self.twice()

    def _found(self, kind: Trouble, about: str, unit_id: int | None, url: str) -> Found:
        return Found(kind, about, unit_id, self.known.names.get(unit_id or 0, ""), url)

    def _unit_of(self, position_id: int) -> int | None:
        period = self.known.positions.get(position_id)
        return period.unit_id if period else None

    def _title(self, position_id: int) -> str:
        period = self.known.positions.get(position_id)
        return period.title if period else ""

    def unit_loops(self) -> Iterator[Found]:
        """Units from which climbing never ends."""
        for unit_id in in_circles(self.known.parents):
            url = reverse("organisation:unit_edit", args=[unit_id])
            yield self._found(Trouble.UNIT_LOOP, self.known.names[unit_id], unit_id, url)

    def superior_loops(self) -> Iterator[Found]:
        """Positions from which climbing comes back to themselves."""
        above = {position_id: self.known.above(position_id) for position_id in self.known.positions}
        for position_id in in_circles(above):
            url = reverse("organisation:position_edit", args=[position_id])
            unit_id = self._unit_of(position_id)
            yield self._found(Trouble.SUPERIOR_LOOP, self._title(position_id), unit_id, url)

    def without_appraiser(self) -> Iterator[Found]:
        """Posts whose holder nobody appraises."""
        employees = [one for one in self.held if one.person.kind == PersonKind.EMPLOYEE]
        answers = judged(self.known, employees)
        for one in employees:
            if answers[one.pk].appraiser_id is None:
                url = reverse("organisation:person", args=[one.person_id])
                yield self._found(Trouble.NO_APPRAISER, one.person.name, self._unit_of(one.position_id), url)

    def without_post(self) -> Iterator[Found]:
        """Employees who hold nothing today."""
        posts = Assignment.objects.filter(holds_on(self.known.on), person=OuterRef("pk"))
        people = Person.objects.filter(~Exists(posts), kind=PersonKind.EMPLOYEE, erased_at=None)
        for pk, name in people.order_by("name").values_list("pk", "name"):
            yield self._found(Trouble.NO_POST, name, None, reverse("organisation:person_assign", args=[pk]))

    def heads(self) -> Iterator[Found]:
        """Units that nobody leads, that two lead, or that a functional official leads without authority."""
        for unit_id, name in self.known.names.items():
            position_id = self.known.heads.get(unit_id, 0)
            holders = self.holders.get(position_id, [])
            if not holders:
                url = reverse("organisation:unit", args=[unit_id])
                yield self._found(Trouble.NO_HEAD, name, unit_id, url)
            if len([one for one in holders if one.kind == AssignmentKind.DEFINITIVE]) > 1:
                url = reverse("organisation:position", args=[position_id])
                yield self._found(Trouble.TWO_HEADS, self._title(position_id), unit_id, url)
            yield from self._without_authority(unit_id, position_id, holders)

    def _without_authority(
        self, unit_id: int, position_id: int, holders: list[Assignment]
    ) -> Iterator[Found]:
        period = self.known.positions.get(position_id)
        if period is None or period.kind not in FUNCTIONAL:
            return
        for one in holders:
            is_acting = one.kind != AssignmentKind.DEFINITIVE
            if not is_acting and not self.known.has_authority(position_id, one.person_id):
                url = reverse("organisation:delegation_add", args=[one.person_id]) + "?scope=unit"
                yield self._found(Trouble.NOT_DELEGATED, one.person.name, unit_id, url)

    def acting(self) -> Iterator[Found]:
        """Acting posts that expired and left the position empty, and those without an end."""
        for one in self.ended:
            if not self.holders.get(one.position_id) and self._unit_of(one.position_id):
                url = reverse("organisation:position", args=[one.position_id])
                about = f"{one.person.name} · {self._title(one.position_id)}"
                yield self._found(Trouble.EXPIRED_ACTING, about, self._unit_of(one.position_id), url)
        for one in self.held:
            if one.kind in ACTING and one.until_on is None:
                yield self._ending(Trouble.ENDLESS_ACTING, one)

    def twice(self) -> Iterator[Found]:
        """People who act in several posts, and acting posts that another holder of a leading position makes needless.

        A Plh beside the definitive holder is in order: that one is only away.
        """
        acting: dict[int, list[Assignment]] = defaultdict(list)
        for one in self.held:
            if one.kind in ACTING:
                acting[one.person_id].append(one)
        for posts in acting.values():
            if len(posts) > 1:
                yield self._ending(Trouble.TWO_POSTS, min(posts, key=_age))
        for position_id in self.known.led:
            yield from self._competing(self.holders.get(position_id, []))

    def _competing(self, holders: list[Assignment]) -> Iterator[Found]:
        posts = sorted((one for one in holders if one.kind in ACTING), key=_age)
        has_definitive = any(one.kind == AssignmentKind.DEFINITIVE for one in holders)
        for one in posts:
            is_needless = has_definitive and one.kind == AssignmentKind.PLT
            if is_needless or one is not posts[-1]:
                yield self._ending(Trouble.TWO_ACTING, one)

    def _ending(self, kind: Trouble, one: Assignment) -> Found:
        url = reverse("organisation:assignment_end", args=[one.person_id, one.pk])
        about = f"{one.person.name} · {self._title(one.position_id)}"
        return self._found(kind, about, self._unit_of(one.position_id), url)


def _age(one: Assignment) -> tuple[date, int]:
    return one.from_on, one.pk


def in_circles(above: Mapping[int, int | None]) -> list[int]:
    """Return the things that lie above themselves, in a map of things to what lies above them."""
    done: set[int] = set()
    found: list[int] = []
    for start in above:
        path: dict[int, int] = {}
        here: int | None = start
        while here is not None and here not in done and here not in path:
            path[here] = len(path)
            here = above.get(here)
        if here is not None and here in path:
            found += [one for one, place in path.items() if place >= path[here]]
        done.update(path)
    return found
