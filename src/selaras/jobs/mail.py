"""The daily digest: one message a person with everything that was not mailed yet, never at night.

A letter that fails holds nobody else's back; it is tried again on the next days, and given up after three.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from selaras.core.models import Agency, Notice
from selaras.core.notices import text_of, waits
from selaras.core.tenancy import acting_in
from selaras.organisation.models import Person

MOST_ITEMS = 30
BATCH = 20
TRIED_FOR = timedelta(days=3)
log = structlog.get_logger()


def send_digests(agency: Agency, at: datetime) -> None:
    """Mail each member with an address the notices that were neither read nor mailed."""
    with acting_in(agency):
        fresh = Notice.objects.filter(mailed_at=None, read_at=None).select_related("member__user")
        fresh = fresh.order_by("created_at", "id")
        by_member: dict[int, list[Notice]] = defaultdict(list)
        for notice in fresh.iterator():
            by_member[notice.member_id].append(notice)
        people = Person.objects.filter(member__in=by_member).only("member_id", "name", "email")
        addressed = {one.member_id: one for one in people}
    server, members = get_connection(), list(by_member)
    try:
        for start in range(0, len(members), BATCH):
            if not _reached(server, agency):
                break
            batch = {one: by_member[one] for one in members[start : start + BATCH]}
            _send_batch(server, agency, batch, addressed, at)
    finally:
        server.close()
    with acting_in(agency):
        Notice.objects.filter(mailed_at=None, read_at__lte=at).update(mailed_at=at)


def _send_batch(
    server: Any, agency: Agency, batch: dict[int, list[Notice]], addressed: Any, at: datetime
) -> None:
    """Mark first, in a transaction of its own: a worker killed between loses letters, it never repeats them."""
    _mark(agency, [one.pk for notices in batch.values() for one in notices], at)
    failed: list[int] = []
    with acting_in(agency):
        for member_id, notices in batch.items():
            if not _delivered(server, agency, addressed.get(member_id), notices):
                failed += [one.pk for one in notices if one.created_at > at - TRIED_FOR]
    _mark(agency, failed, None)


def _mark(agency: Agency, ids: list[int], at: datetime | None) -> None:
    with acting_in(agency):
        Notice.objects.filter(pk__in=ids).update(mailed_at=at)


def door_of(notice: Notice) -> str:
    """Return the address that opens a notice's page in the role to which it belongs."""
    return reverse("accounts:open_notice", args=[notice.pk])


def _reached(server: BaseEmailBackend, agency: Agency) -> bool:
    try:
        server.open()
    except OSError as error:
        log.warning("no mail server", agency=agency.pk, error=repr(error))
        return False
    return True


def _delivered(server: BaseEmailBackend, agency: Agency, person: Any, notices: list[Notice]) -> bool:
    try:
        _send(server, agency, person, notices)
    except (OSError, ValueError) as error:  # what smtplib and the message's headers raise
        log.warning("letter not sent", agency=agency.pk, member=notices[0].member_id, error=repr(error))
        # The next letter must not inherit a conversation that broke off.
        server.close()
        return False
    return True


def _grouped(notices: list[Notice]) -> dict[str, list[dict[str, str]]]:
    """Return the lines of a letter: what is left to do goes first and is never crowded out by what is to be known."""
    waiting = [one for one in notices if waits(one)][:MOST_ITEMS]
    known = [one for one in notices if not waits(one)][: MOST_ITEMS - len(waiting)]
    groups = {"waiting": waiting, "known": known}
    return {
        name: [{"text": text_of(one), "url": settings.BASE_URL + door_of(one)} for one in rows]
        for name, rows in groups.items()
    }


def _send(server: BaseEmailBackend, agency: Agency, person: Any, notices: list[Notice]) -> None:
    user = notices[0].member.user
    address = user.email or (person.email if person else None)
    if not address or not user.is_active:
        return
    with translation.override(user.language):
        words = {
            "name": person.name if person else user.username,
            "agency": agency.name,
            **_grouped(notices),
            "desk_url": settings.BASE_URL + "/",
        }
        subject = render_to_string("emails/digest_subject.txt", words).strip()
        body = render_to_string("emails/digest.txt", words)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address], connection=server)
