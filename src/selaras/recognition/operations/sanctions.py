"""Writes sanction records: proposed with facts and article, in force by a letter, ended or revoked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.organisation.models import Person, PersonKind
from selaras.organisation.queries import header_of
from selaras.recognition.models import Sanction, SanctionLevel
from selaras.recognition.operations.texts import invalid, required
from selaras.recognition.permissions import can_propose_sanction
from selaras.recognition.workflow import SANCTION

PROPOSED = notices.register(
    "recognition.sanction_proposed",
    gettext_lazy("A sanction record about you was proposed: %(title)s. You can read its facts and article."),
)
IN_FORCE = notices.register(
    "recognition.sanction_in_force", gettext_lazy("A sanction is in force for you: %(title)s (%(letter)s).")
)
ENDED = notices.register("recognition.sanction_ended", gettext_lazy("A sanction of yours ended: %(title)s."))
REVOKED = notices.register(
    "recognition.sanction_revoked", gettext_lazy("A sanction record about you was revoked: %(title)s.")
)


def propose_sanction(
    *, person: Person, level: str, title: str, article: str, facts: str, by: Actor, at: datetime
) -> Sanction:
    """Record that a sanction is proposed: what happened and under which article; nothing is in force yet.

    PermenPANRB 6/2022 Pasal 33 sends to other regulations, for civil servants PP 94/2021.
    """
    if level not in SanctionLevel.values:
        raise invalid("level", _("Choose one of the levels."))
    if person.kind != PersonKind.EMPLOYEE:
        raise invalid("person", _("Only employees can have a sanction record."))
    values = {
        "level": level,
        "title": required(title, "title", 200),
        "article": required(article, "article", 200),
        "facts": required(facts, "facts"),
    }
    unit_id = header_of(person.pk, by.on).unit_id
    require(can_propose_sanction(by, person.pk, unit_id, level))
    with transaction.atomic():
        made: Sanction = Sanction.objects.create(person=person, unit_id=unit_id, proposed_at=at, **values)
        audit.record(
            obj=made,
            verb="sanction.propose",
            by=by,
            at=at,
            article=made.article,
            after={"person": person.name, **values},
        )
        _tell(made, PROPOSED, at)
    return made


def enforce_sanction(
    *,
    sanction: Sanction,
    letter: str,
    from_on: date,
    by: Actor,
    at: datetime,
    until_on: date | None = None,
    version: int | None = None,
) -> Sanction:
    """Record the letter by which the sanction is in force from a day, and until when where it is limited."""
    letter = required(letter, "letter", 120)
    if until_on is not None and until_on <= from_on:
        raise invalid("until_on", _("The end must lie after the first day."))
    with transaction.atomic():
        fresh: Sanction = SANCTION.take(
            sanction,
            "enforce",
            by=by,
            at=at,
            version=version,
            letter=letter,
            from_on=from_on,
            until_on=until_on,
        )
        _tell(fresh, IN_FORCE, at)
    return fresh


def end_sanction(
    *, sanction: Sanction, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Sanction:
    """Record that a sanction ended, with the reason."""
    return _finish(sanction, "end", ENDED, reason, by, at, version)


def revoke_sanction(
    *, sanction: Sanction, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Sanction:
    """Take back a proposal, or a sanction in force, with the reason."""
    return _finish(sanction, "revoke", REVOKED, reason, by, at, version)


def _finish(
    sanction: Sanction, step: str, kind: str, reason: str, by: Actor, at: datetime, version: int | None
) -> Sanction:
    reason = required(reason, "reason")
    with transaction.atomic():
        fresh: Sanction = SANCTION.take(
            sanction, step, by=by, at=at, version=version, reason=reason, ended_reason=reason
        )
        _tell(fresh, kind, at)
    return fresh


def _tell(sanction: Sanction, kind: str, at: datetime) -> None:
    notices.tell(
        members=[sanction.person.member_id],
        kind=kind,
        at=at,
        url=reverse("recognition:sanction", args=[sanction.pk]),
        values={"title": sanction.title, "letter": sanction.letter},
    )
