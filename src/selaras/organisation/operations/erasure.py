"""Erases the readable personal values of somebody who left, after the retention or on a recorded request."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from selaras.accounts import operations as accounts
from selaras.accounts.models import Invitation, Membership
from selaras.core import audit, erasure, versions
from selaras.core.actor import Actor
from selaras.core.privacy import years_after
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused, require
from selaras.documents.models import Paper, Signature
from selaras.organisation.models import Grant, Person, PersonKind
from selaras.organisation.operations.members import logins_of
from selaras.organisation.permissions import can_manage_agency
from selaras.organisation.queries.erasure import (
    KEPT_APART,
    UPLOADS,
    expired,
    has_namesake,
    leaving_of,
    longest_kept,
    refusal_of,
    whose,
)

ERASURE_LAW = "UU 27/2022 Pasal 43 ayat (1), Pasal 44 ayat (1)"


class Ground(StrEnum):
    """Why data is erased: the retention is over, or the person asked for it."""

    RETENTION = "RETENTION"
    REQUEST = "REQUEST"


def erase_person(
    *, person: Person, ground: str, reason: str = "", by: Actor, at: datetime, version: int | None = None
) -> dict[str, int]:
    """Erase or alias everything personal about somebody who left; return how many rows by table.

    Signed papers stay as long as they declare, the sealed chain keeps its digests, and the account is closed
    for good where no other agency uses it (UU 27/2022 Pasal 43 and 44). A request needs its reason.
    """
    require(can_manage_agency(by))
    with transaction.atomic():
        fresh = versions.locked(person, version)
        _refuse(fresh, ground, reason, by)
        who = whose(fresh, namesake=has_namesake(fresh))
        logins = logins_of(fresh.member) if fresh.member else []
        done = _uploads()
        done |= erasure.erase(who, Person, KEPT_APART)
        done |= _papers(fresh, who, at)
        _alias(fresh, who, by, at)
        if fresh.member:
            _close(fresh.member, logins, by)
        after = {"ground": str(ground), "rows": sum(done.values()), audit.VALUES: done.get(audit.VALUES, 0)}
        audit.record(
            obj=fresh, verb="person.erase", by=by, at=at, after=after, article=ERASURE_LAW,
            reason=who.redact(reason.strip()),
        )  # fmt: skip
        return done


def _refuse(person: Person, ground: str, reason: str, by: Actor) -> None:
    if by.member_id is not None and person.member_id == by.member_id:
        raise NotAllowed(_("Nobody erases the own data. Ask another officer."))
    leaving = leaving_of(person, by.on)
    refusal = refusal_of(person, leaving)
    if refusal:
        raise StateRefused(refusal)
    if ground == Ground.REQUEST and not reason.strip():
        sentence = _("Write who asked for it, by which letter and why.")
        raise InvalidRefused(sentence, {"reason": sentence})
    left = leaving.left_on
    if ground != Ground.REQUEST and (left is None or years_after(left, longest_kept()) > by.on):
        sentence = _(
            "The retention of this person's data is not over yet. Only a recorded request comes before it."
        )
        raise InvalidRefused(sentence, {"ground": sentence})


def _alias(person: Person, who: erasure.Whose, by: Actor, at: datetime) -> None:
    invitation_id = person.invitation_id
    versions.change(
        person,
        name=who.alias[:200],
        number=f"HAPUS-{person.pk}" if person.kind == PersonKind.EMPLOYEE else None,
        email=None,
        phone="",
        birth_on=None,
        sex="",
        description="",
        invitation_id=None,
        erased_at=at,
        erased_by_id=by.member_id,
    )
    if invitation_id is not None:
        Invitation.objects.filter(pk=invitation_id).delete()


def _papers(person: Person, who: erasure.Whose, at: datetime) -> dict[str, int]:
    """Empty the papers and signatures whose own retention is over; the number stays, so that nobody reuses it."""
    papers = expired(Paper, "issued_at", person, at)
    files = set(papers.filter(file__isnull=False).values_list("file", flat=True))
    signatures = expired(Signature, "signed_at", person, at)
    done = {
        "documents.paper": papers.update(content={}, initials="", file=None),
        "documents.signature": signatures.update(
            signer_name=who.alias[:200], signer_number="", signer_position=erasure.ERASED
        ),
    }
    erasure.remove_files(files)
    return {kind: number for kind, number in done.items() if number}


def _uploads() -> dict[str, int]:
    """Remove the workbooks of finished imports: they are lists of people that have done their work."""
    jobs, files = erasure.uploads_of(UPLOADS)
    jobs.update(report=None)
    return {"core.job": erasure.remove_files(files)}


def _close(member: Membership, logins: list[str], by: Actor) -> None:
    """Close the door to this agency; the account itself goes where it opens no other."""
    grants = Grant.objects.filter(member=member)
    grants.filter(from_on__gte=by.on).delete()
    grants.filter(until_on=None).update(until_on=by.on, version=F("version") + 1)
    Membership.objects.filter(pk=member.pk).update(is_active=False)
    if accounts.opens_elsewhere(member.user):
        return
    accounts.forget(user=member.user, logins=logins)
