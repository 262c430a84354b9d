"""Why somebody appraises, in a sentence with its article, for screens and for the record of an evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import Sentence
from selaras.organisation.queries.headers import PersonHeader, headers_of
from selaras.organisation.queries.reporting import Appraising, Reason, appraiser_of

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
