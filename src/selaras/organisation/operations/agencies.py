"""Writes agencies: creating one with its first officer, its settings, its logo and its holidays."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from selaras.core import audit
from selaras.core.actor import Actor, system_actor
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.time import local_day
from selaras.core.verdict import InvalidRefused, StaleRefused, require
from selaras.core.vocabulary import PUBLIC
from selaras.organisation.models import HolidayOverride
from selaras.organisation.operations.calendar import calendar_changed
from selaras.organisation.permissions import can_manage_agency, can_operate

LOGO_LIMIT = 200_000
PNG = b"\x89PNG\r\n\x1a\n"
ACTIVE_SVG = (b"<script", b"javascript:", b"<foreignobject", b"<!entity", b"<!doctype")
CODE = re.compile(r"[a-z0-9_-]{1,40}")
CALENDAR = ("working_week", "calendar_until")
HANDLER = re.compile(rb"\son[a-z]+\s*=|href\s*=\s*[\x22\x27](?!#)")


def _refuse_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise InvalidRefused(
            _("The code of an agency has only letters from a to z, digits, hyphens or underscores.")
        )


def create_agency(
    *,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    place: str,
    at: datetime,
    by: Actor | None = None,
    time_zone: str = "Asia/Jakarta",
    working_week: int = 5,
) -> Agency:
    """Create an agency; `by` None is the console. The first event of the new agency records its creation."""
    if by is not None:
        require(can_operate(by))
    _refuse_code(code.strip().lower())
    try:
        with transaction.atomic():
            agency = Agency.objects.create(
                code=code.strip().lower(),
                name=name.strip(),
                short_name=short_name.strip(),
                kind=kind,
                place=place.strip(),
                time_zone=time_zone,
                working_week=working_week,
                created_at=at,
            )
    except IntegrityError as error:
        raise InvalidRefused(
            _("An agency with this code exists, or a choice is not known."),
            {"code": _("Another agency has this code; choose another.")},
        ) from error
    with acting_in(agency):
        maker = system_actor(agency.pk, local_day(at, time_zone))
        audit.record(
            obj=agency,
            verb="agency.create",
            by=maker,
            at=at,
            after={"code": agency.code, "name": agency.name},
        )
    return agency


def change_agency(
    *,
    agency: Agency,
    values: dict[str, Any],
    by: Actor,
    at: datetime,
    version: int | None = None,
    reason: str = "",
) -> bool:
    """Change names, place, time zone or calendar of the own agency; a new working week moves running deadlines."""
    require(can_manage_agency(by))
    allowed = {"name", "short_name", "place", "time_zone", *CALENDAR, "vocabulary"}
    old, new = audit.difference(
        {name: getattr(agency, name) for name in values}, {k: v for k, v in values.items() if k in allowed}
    )
    if not new:
        return False
    _written(agency, new, version)
    audit.record(obj=agency, verb="agency.change", by=by, at=at, before=old, after=new, reason=reason)
    if "working_week" in new:
        calendar_changed(by, at, reason)
    return True


def _written(agency: Agency, values: dict[str, Any], version: int | None) -> None:
    rows = Agency.objects.filter(pk=agency.pk)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1, **values):
        raise StaleRefused
    agency.refresh_from_db()


def set_vocabulary(
    *, agency: Agency, words: dict[str, str], by: Actor, at: datetime, version: int | None = None
) -> bool:
    """Choose the agency's own words for the concepts of the glossary; an empty one returns to the usual word."""
    chosen = {key: text.strip()[:80] for key, text in words.items() if key in PUBLIC and text.strip()}
    return change_agency(agency=agency, values={"vocabulary": chosen}, by=by, at=at, version=version)


def logo_type(content: bytes) -> str:
    """Return the media type of an acceptable logo, or raise `InvalidRefused`: sniffed, never believed."""
    if len(content) > LOGO_LIMIT:
        raise InvalidRefused(
            _("The logo is larger than 200 kB."),
            {"logo": _("The logo is larger than 200 kB. Save it smaller and choose it again.")},
        )
    if content.startswith(PNG):
        return "image/png"
    head = content.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    is_svg = head.startswith((b"<svg", b"<?xml")) and b"<svg" in head and b"\0" not in content
    if is_svg and not any(word in head for word in ACTIVE_SVG) and not HANDLER.search(head):
        return "image/svg+xml"
    raise InvalidRefused(
        _("This is not a PNG or a plain SVG picture."),
        {"logo": _("Choose a PNG, or an SVG without scripts and outside references.")},
    )


def set_logo(
    *, agency: Agency, content: bytes | None, by: Actor, at: datetime, version: int | None = None
) -> None:
    """Store the agency's logo, or take it away."""
    require(can_manage_agency(by))
    media_type = logo_type(content) if content else ""
    _written(agency, {"logo": content or None, "logo_type": media_type}, version)
    audit.record(obj=agency, verb="agency.logo", by=by, at=at, after={"logo": media_type or None})


def set_holiday(*, day: date, is_holiday: bool, reason: str, by: Actor, at: datetime) -> HolidayOverride:
    """Add a day to the agency's holidays, or make a national holiday a working day, with its decree."""
    require(can_manage_agency(by))
    row, _made = HolidayOverride.objects.update_or_create(
        day=day, defaults={"is_holiday": is_holiday, "reason": reason.strip()}
    )
    audit.record(
        obj=row,
        verb="holiday.add",
        by=by,
        at=at,
        after={"day": day, "is_holiday": is_holiday, "reason": row.reason},
        subject=Agency(pk=by.agency_id),
    )
    calendar_changed(by, at, row.reason)
    return row


def remove_holiday(*, holiday: HolidayOverride, by: Actor, at: datetime) -> None:
    """Return a day to the national calendar."""
    require(can_manage_agency(by))
    audit.record(
        obj=holiday,
        verb="holiday.remove",
        by=by,
        at=at,
        before={"day": holiday.day, "reason": holiday.reason},
        subject=Agency(pk=by.agency_id),
    )
    holiday.delete()
    calendar_changed(by, at, holiday.reason)
