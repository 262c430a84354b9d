"""Writes of socialisation: publish targets and standards, acknowledge them, remind those who have not."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused, fitting, require
from selaras.organisation.models import Person, Unit
from selaras.organisation.queries.presence import present
from selaras.planning.models import Acknowledgement, Period, Publication
from selaras.planning.permissions import can_publish, is_year_open
from selaras.planning.queries.socialisation import is_addressed, people_of

PUBLISHED = notices.register("publication.new", gettext_lazy("Please read: %(title)s"), waits=True)
WITHDRAWN = notices.register(
    "publication.withdrawn", gettext_lazy("Withdrawn, no longer to be read: %(title)s")
)
REMINDED = notices.register(
    "publication.reminder", gettext_lazy("You have not yet acknowledged: %(title)s"), waits=True
)
LAW = "PermenPANRB 6/2022 Lampiran II.A.1"


def save_publication(
    *, period: Period, unit: Unit, title: str, body: str, by: Actor, at: datetime,
    acknowledge_by_on: date | None = None, publication: Publication | None = None, version: int | None = None,
) -> Publication:  # fmt: skip
    """Write targets or work standards for a unit and all below it; nobody sees them before they are published."""
    values = {
        "period": period, "unit": unit, "title": title, "body": body, "acknowledge_by_on": acknowledge_by_on,
    }  # fmt: skip
    _check_day(acknowledge_by_on, by.on)
    require(is_year_open(period))
    wanted = publication or Publication(**values)
    require(can_publish(by, wanted))
    require(can_publish(by, Publication(unit=unit)))
    if wanted.published_at is not None:
        raise StateRefused(
            _("This was already published. Withdraw it with a reason and publish a new one instead.")
        )
    with transaction.atomic():
        if publication is None:
            wanted.save()
        else:
            versions.change(wanted, version, **values)
        verb = "publication.change" if publication else "publication.create"
        audit.record(obj=wanted, verb=verb, by=by, at=at, after={"title": title}, article=LAW)
    return wanted


def publish(*, publication: Publication, by: Actor, at: datetime, version: int | None = None) -> Publication:
    """Make it known to everybody in the unit and below."""
    require(can_publish(by, publication))
    if publication.published_at is not None:
        raise StateRefused(_("This is already published."))
    require(is_year_open(publication.period))
    _check_day(publication.acknowledge_by_on, by.on)
    with transaction.atomic():
        versions.change(publication, version, published_at=at, published_by_id=by.member_id)
        audit.record(
            obj=publication, verb="publication.publish", by=by, at=at, article=LAW,
            after={"title": publication.title},
        )  # fmt: skip
        _tell(PUBLISHED, publication, people_of(publication, by.on).values_list("member", flat=True), at)
    return publication


def _check_day(acknowledge_by_on: date | None, on: date) -> None:
    """A day that has passed would make everybody late at once."""
    if acknowledge_by_on is not None and acknowledge_by_on < on:
        sentence = _("The day by which it is acknowledged has passed. Choose today or a later day.")
        raise InvalidRefused(sentence, {"acknowledge_by_on": sentence})


def withdraw(
    *, publication: Publication, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Publication:
    """Take back what was published, with a reason that its readers see; who has read it stays recorded."""
    require(can_publish(by, publication))
    if publication.published_at is None or publication.withdrawn_at is not None:
        raise StateRefused(_("Only what is published can be withdrawn."))
    if not reason.strip():
        raise InvalidRefused(
            _("Write why this is withdrawn; its readers see it."), {"reason": _("Write the reason.")}
        )
    with transaction.atomic():
        versions.change(publication, version, withdrawn_at=at, withdrawn_reason=fitting(reason.strip()))
        audit.record(obj=publication, verb="publication.withdraw", by=by, at=at, reason=reason.strip())
        _tell(WITHDRAWN, publication, people_of(publication, by.on).values_list("member", flat=True), at)
    return publication


def acknowledge(*, publication: Publication, by: Actor, at: datetime) -> Acknowledgement:
    """Confirm to have read it; a second time changes nothing."""
    if publication.withdrawn_at is not None:
        raise StateRefused(_("This was withdrawn, so nobody has to acknowledge it."))
    if publication.published_at is None or not is_addressed(publication, by):
        raise NotAllowed(_("This was not published for your unit."))
    person = Person.objects.get(pk=by.acting_person_id)
    row: Acknowledgement
    with transaction.atomic():
        row, is_new = Acknowledgement.objects.get_or_create(
            publication=publication, person=person, defaults={"at": at}
        )
        if is_new:
            audit.record(obj=row, verb="publication.acknowledge", by=by, at=at, subject=publication)
    return row


def remind(*, publication: Publication, by: Actor, at: datetime) -> int:
    """Remind those who have not acknowledged; return how many were reminded."""
    require(can_publish(by, publication))
    if publication.published_at is None:
        raise InvalidRefused(_("Publish it first."))
    if publication.withdrawn_at is not None:
        raise StateRefused(_("This was withdrawn, so nobody has to acknowledge it."))
    done = Acknowledgement.objects.filter(publication=publication).values("person")
    missing = people_of(publication, by.on).exclude(pk__in=done).filter(present(by.on, "pk"))
    members = list(missing.values_list("member", flat=True))
    with transaction.atomic():
        _tell(REMINDED, publication, members, at)
        audit.record(
            obj=publication, verb="publication.remind", by=by, at=at, after={"reminded": len(members)}
        )
    return len(members)


def _tell(kind: str, publication: Publication, members: object, at: datetime) -> None:
    notices.tell(
        members=members,  # type: ignore[arg-type]  # member ids
        kind=kind,
        url=reverse("planning:publication", args=[publication.pk]),
        at=at,
        values={"title": publication.title},
    )
