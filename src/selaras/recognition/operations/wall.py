"""Writes praise: a few words that all colleagues can see."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices
from selaras.core.actor import Actor
from selaras.core.verdict import require
from selaras.core.versions import change, locked
from selaras.organisation.models import Person, PersonKind
from selaras.organisation.queries import header_of
from selaras.recognition.models import Praise
from selaras.recognition.operations.texts import invalid, required
from selaras.recognition.permissions import can_praise, can_withdraw_praise

PRAISED = notices.register("recognition.praised", gettext_lazy("%(who)s praised you: “%(text)s”"))
TAKEN_AWAY = notices.register(
    "recognition.praise_withdrawn",
    gettext_lazy("A performance officer took your praise off the wall: %(reason)s"),
)
LAW = "PermenPANRB 6/2022 Pasal 20"
MOST = 600
SHOWN = 120


def praise(*, person: Person, text: str, by: Actor, at: datetime) -> Praise:
    """Praise a colleague on the wall that everybody of the agency reads (appreciation, Pasal 20)."""
    require(can_praise(by, person.pk))
    if person.kind != PersonKind.EMPLOYEE:
        raise invalid("person", _("Only employees can be praised here."))
    text = required(text, "text", MOST)
    with transaction.atomic():
        made: Praise = Praise.objects.create(
            person=person,
            giver_id=by.acting_person_id,
            unit_id=header_of(person.pk, by.on).unit_id,
            text=text,
            at=at,
        )
        audit.record(
            obj=made,
            verb="recognition.praise",
            by=by,
            at=at,
            article=LAW,
            after={"person": person.name, "text": text},
        )
        notices.tell(
            members=[person.member_id],
            kind=PRAISED,
            url=f"{reverse('recognition:awards')}?whose=mine",
            at=at,
            values={"who": by.name, "text": text[:SHOWN] + ("…" if len(text) > SHOWN else "")},
        )
    return made


def withdraw_praise(
    *, praise: Praise, by: Actor, at: datetime, reason: str = "", version: int | None = None
) -> Praise:
    """Take a praise off the wall: the giver without a reason, an officer in reach with one."""
    with transaction.atomic():
        fresh = locked(praise, version)
        require(can_withdraw_praise(by, fresh))
        own = by.is_person(fresh.giver_id)
        if not own:
            reason = required(reason, "reason")
        change(fresh, withdrawn_at=at)
        audit.record(obj=fresh, verb="recognition.withdraw", by=by, at=at, article=LAW, reason=reason)
        if not own:
            notices.tell(
                members=[fresh.giver.member_id],
                kind=TAKEN_AWAY,
                url=reverse("recognition:awards"),
                at=at,
                values={"reason": reason},
            )
    return fresh
