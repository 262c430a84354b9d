"""Writes the choice of the employee of the month: open, nominate, choose with a reason, or close."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.core.verdict import require
from selaras.core.versions import locked
from selaras.organisation.models import Person, Unit
from selaras.organisation.queries import header_of, units_below
from selaras.recognition.models import Award, AwardKind, AwardRound, Nomination
from selaras.recognition.operations.awards import PRINTED, grant, month_title
from selaras.recognition.operations.texts import invalid, required
from selaras.recognition.permissions import NOT_OWN, can_nominate, can_open_round
from selaras.recognition.queries.shortlist import AGAIN, reasons_in, shortlist_of
from selaras.recognition.workflow import AWARDS, ROUND


def open_round(*, unit: Unit, month_on: date, closes_on: date, by: Actor, at: datetime) -> AwardRound:
    """Open the nominations of a month for a unit and everything below it."""
    require(can_open_round(by, unit.pk))
    month_on = month_on.replace(day=1)
    if month_on > by.on:
        raise invalid(
            "month_on", _("This month has not begun yet. Choose the present month or an earlier one.")
        )
    if closes_on < by.on:
        raise invalid("closes_on", _("The last day for nominations must not lie in the past."))
    with transaction.atomic():
        made: AwardRound
        made, is_new = AwardRound.objects.get_or_create(
            unit=unit, month_on=month_on, defaults={"closes_on": closes_on, "opened_at": at}
        )
        if not is_new:
            raise invalid("month_on", _("There is already a choice for this unit and month."))
        audit.record(
            obj=made,
            verb="round.open",
            by=by,
            at=at,
            article=AWARDS,
            after={"month_on": month_on, "closes_on": closes_on},
        )
    return made


def nominate(*, award_round: AwardRound, person: Person, reason: str, by: Actor, at: datetime) -> Nomination:
    """Name a colleague of the unit with a reason; naming again replaces one's nomination.

    Refused is only what everybody can see: that somebody was chosen too recently. The other conditions of the agency
    are looked at by those who choose.
    """
    reason = required(reason, "reason")
    with transaction.atomic():
        fresh = locked(award_round)
        require(can_nominate(by, fresh))
        if by.person_id == person.pk:
            raise invalid("person", _("You cannot nominate yourself. Choose a colleague."))
        if header_of(person.pk, by.on).unit_id not in units_below([fresh.unit_id], by.on):
            raise invalid("person", _("This person does not work in the unit of this choice."))
        _check(person, by, AGAIN)
        made: Nomination
        made, is_new = Nomination.objects.update_or_create(
            award_round=fresh,
            nominator_id=by.person_id,
            defaults={"person": person, "reason": reason, "at": at},
        )
        audit.record(
            obj=made,
            verb="nomination.give" if is_new else "nomination.change",
            by=by,
            at=at,
            article=AWARDS,
            after={"person": person.name, "reason": reason},
        )
    return made


def choose(
    *,
    award_round: AwardRound,
    person: Person,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    early: bool = False,
) -> Award:
    """Choose one of the nominated with a reason: an award with its certificate, told to the unit.

    The conditions that the agency chose for this day hold (`regulations`, topic EMPLOYEE_OF_MONTH).
    `early` says that the choice shall not wait for the last day on which colleagues may still nominate.
    """
    reason = required(reason, "reason", PRINTED)
    if by.person_id == person.pk:
        raise invalid("person", str(NOT_OWN))
    with transaction.atomic():
        fresh = ROUND.take(award_round, "choose", by=by, at=at, version=version, reason=reason)
        if by.on <= fresh.closes_on and not early:
            raise invalid("early", too_early(fresh.closes_on))
        if not Nomination.objects.filter(award_round=fresh, person=person).exists():
            raise invalid("person", _("This person was not nominated. Choose one of the nominated."))
        _check(person, by)
        return grant(
            person=person,
            kind=AwardKind.EMPLOYEE_OF_MONTH,
            title=month_title(fresh.month_on),
            reason=reason,
            given_on=by.on,
            award_round=fresh,
            by=by,
            at=at,
        )


def _check(person: Person, by: Actor, only: str = "") -> None:
    """Refuse whom the conditions of the agency leave out; a nominator learns nothing that is not on the wall."""
    agency = Agency.objects.defer("logo").get(pk=by.agency_id)
    reasons = reasons_in(shortlist_of(agency, [person.pk], by.on)[person.pk], only)
    if reasons:
        raise invalid("person", " ".join(reasons))


def too_early(closes_on: date) -> str:
    """Say why a choice should wait."""
    return _(
        "Colleagues may nominate until %(day)s. If you choose today, nobody else can; wait, or confirm that the "
        "choice is made early."
    ) % {"day": date_format(closes_on, "j F Y")}


def close_round(
    *, award_round: AwardRound, reason: str, by: Actor, at: datetime, version: int | None = None
) -> AwardRound:
    """Close a month without choosing anybody; the reason stays in its history."""
    fresh: AwardRound = ROUND.take(
        award_round, "close", by=by, at=at, version=version, reason=required(reason, "reason")
    )
    return fresh
