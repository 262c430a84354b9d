"""Why somebody appraises, in a sentence with its article, for screens and for the record of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor
from selaras.core.verdict import Sentence, require
from selaras.organisation.permissions import can_see_appraising, can_see_people
from selaras.organisation.queries.headers import PersonHeader, headers_of
from selaras.organisation.queries.reporting import Appraising, Reason, appraiser_of
from selaras.rules.dated import NotInForce

REASONS: Mapping[Reason, Sentence] = {
    Reason.DIRECT_SUPERIOR: _("The direct superior appraises."),
    Reason.DELEGATED: _("The authority to appraise was delegated to this official."),
    Reason.ACTING: _("The post of the direct superior is held by an acting official (Plt or Plh)."),
    Reason.PLT_UNIT_HEAD: _(
        "The employee acts in another post; the head of the unit to which the acting post reports appraises."
    ),
    Reason.ESCALATED: _(
        "The post of the direct superior is vacant or its holder may not appraise, so the next level above appraises."
    ),
    Reason.NONE: _(
        "Nobody above this post may appraise on that day. An officer has to name a head or delegate authority."
    ),
}


def sentence_of(reason: str) -> Sentence:
    """Return the sentence of a stored reason."""
    return REASONS[Reason(reason)]


@dataclass(frozen=True)
class Answer:
    """The answer to “who appraises this person on that day?”, with everybody's header of that day."""

    on: date
    own: PersonHeader
    found: Appraising | None
    appraiser: PersonHeader | None
    superior: PersonHeader | None

    @property
    def sentence(self) -> Sentence:
        """Why."""
        if self.found is None:
            return _("This person held no post on that day, so nobody appraised.")
        return REASONS[self.found.reason]

    @property
    def article(self) -> str:
        """Under which article."""
        return self.found.article if self.found else ""


def seen_answer_for(user: Actor, person_id: int, on: date) -> tuple[PersonHeader, Answer | None]:
    """Return a person's header of today with the answer for a day, if this user may know it.

    Those who appraise, or stand above the appraiser, on the day asked for or today may know it. Without a
    regulation stored for the day there is no answer.
    """
    require(can_see_people(user))
    header = headers_of([person_id], user.on).get(person_id)
    if header is None:
        raise Http404
    try:
        answer = answer_for(person_id, on)
    except NotInForce:
        answer = None
    above = _above(answer.found if answer else None)
    verdict = can_see_appraising(user, person_id, header.unit_id, above)
    if not verdict and on != user.on:
        verdict = can_see_appraising(user, person_id, header.unit_id, above_of(user, person_id))
    require(verdict)
    return header, answer


def above_of(user: Actor, person_id: int) -> frozenset[int]:
    """Return who appraises a person today and who stands above the appraiser; nobody for those who only look."""
    try:
        return _above(appraiser_of(person_id, user.on)) if user.is_personal else frozenset()
    except NotInForce:
        return frozenset()


def _above(found: Appraising | None) -> frozenset[int]:
    near = (found.appraiser_id, found.superior_id) if found else ()
    return frozenset(one for one in near if one is not None)


def answer_for(person_id: int, on: date) -> Answer:
    """Return who appraises a person on a day and why; raises `NotInForce` where no regulation is stored."""
    found = appraiser_of(person_id, on)
    names = headers_of(
        [person_id, found.appraiser_id, found.superior_id] if found else [person_id],
        on,
        [found.assignment_id] if found else (),
    )
    return Answer(
        on,
        names[person_id],
        found,
        names.get(found.appraiser_id) if found and found.appraiser_id else None,
        names.get(found.superior_id) if found and found.superior_id else None,
    )
