"""The daily digest: one message a person with everything that was not mailed yet, never at night."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from selaras.core.models import Agency, Notice
from selaras.core.notices import text_of
from selaras.organisation.models import Person

MOST_ITEMS = 30


def send_digests(agency: Agency, at: datetime) -> None:
    """Mail each member with an address the notices of the last day that were neither read nor mailed."""
    fresh = Notice.objects.filter(mailed_at=None, read_at=None).select_related("member__user").order_by("id")
    by_member: dict[int, list[Notice]] = defaultdict(list)
    for notice in fresh.iterator():
        by_member[notice.member_id].append(notice)
    people = Person.objects.filter(member__in=by_member).only("member_id", "name", "email")
    addressed = {one.member_id: one for one in people}
    for member_id, notices in by_member.items():
        _send(agency, addressed.get(member_id), notices)
    Notice.objects.filter(mailed_at=None, created_at__lte=at).update(mailed_at=at)


def _send(agency: Agency, person: Any, notices: list[Notice]) -> None:
    user = notices[0].member.user
    address = user.email or (person.email if person else None)
    if not address or not user.is_active:
        return
    with translation.override(user.language):
        items = [
            {"text": text_of(one), "url": settings.BASE_URL + one.url, "until": None}
            for one in notices[:MOST_ITEMS]
        ]
        words = {
            "name": person.name if person else user.username,
            "agency": agency.name,
            "items": items,
            "desk_url": settings.BASE_URL + "/",
        }
        subject = render_to_string("emails/digest_subject.txt", words).strip()
        body = render_to_string("emails/digest.txt", words)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
