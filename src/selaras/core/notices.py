"""Telling people: a line under the bell now, and one e-mail digest a day; texts are registered by the stages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from selaras.core.actor import IMPERSONAL, Actor, RoleCode
from selaras.core.models import Notice
from selaras.core.verdict import Sentence

_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
_SHAPE = "shape"
Say = Callable[[dict[str, Any]], str]
_texts: dict[str, Sentence] = {}
_waiting: set[str] = set()
_shapes: dict[str, Say] = {}


def register(kind: str, text: Sentence, *, waits: bool = False) -> str:
    """Declare what a kind of notice says: a lazy msgid with %(name)s places, plural or not; returns the kind.

    `waits` says that something is left to do for whoever is told; everything else is only to be known.
    """
    _texts[kind] = text
    if waits:
        _waiting.add(kind)
    return kind


def waits(notice: Notice) -> bool:
    """Say whether a notice asks its reader to do something."""
    return notice.kind in _waiting


def register_shape(shape: str, say: Say) -> str:
    """Declare how a value that has its own words in each language is said from its keys; returns the shape."""
    _shapes[shape] = say
    return shape


def shaped(shape: str, **keys: Any) -> dict[str, Any]:
    """Return a value that is kept as keys and said in the reader's language."""
    if shape not in _shapes:
        raise KeyError(f"shape {shape} of a notice's value is not registered")
    return {_SHAPE: shape, **keys}


def text_of(notice: Notice) -> str:
    """Return the notice's sentence in the active language."""
    text = _texts.get(notice.kind)
    if text is None:
        return gettext("Something changed.")
    return str(text % {name: _shown(value) for name, value in notice.values.items()})


def _shown(value: Any) -> Any:
    """Say a day (2026-10-05), a month (2026-10) or a shape in the reader's language, everything else as it is."""
    if isinstance(value, dict):
        say = _shapes.get(str(value.get(_SHAPE)))
        return say(value) if say is not None else ""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    return date_format(day, "j F Y" if found[3] else "F Y")


def role_for(role: str, user: Actor) -> RoleCode:
    """Return the role in which a notice's page opens: the one it names, or else any in which a person acts.

    Whoever no longer holds the role stays in the present one; the page then says why it is closed.
    """
    if role in user.roles:
        return RoleCode(role)
    if user.role in IMPERSONAL and user.person_id is not None:
        return next((one for one in user.roles if one not in IMPERSONAL), user.role)
    return user.role


@dataclass(frozen=True)
class Told:
    """What one member is told: `role` is the one in which the page opens, empty for any of a person."""

    member_id: int
    kind: str
    url: str
    values: dict[str, Any] = field(default_factory=dict)
    role: str = ""


def tell_each(lines: Iterable[Told], *, at: datetime) -> int:
    """Tell many members different things in one statement, in the caller's transaction; return how many lines."""
    rows = [
        Notice(
            member_id=one.member_id, kind=_known(one.kind), values=one.values, url=one.url, role=one.role,
            created_at=at,
        )
        for one in lines
    ]  # fmt: skip
    Notice.objects.bulk_create(rows)
    return len(rows)


def tell(
    *, members: Iterable[int | None], kind: str, url: str, at: datetime, values: dict[str, Any] | None = None
) -> None:
    """Tell members the same in the caller's transaction; people without an account are skipped."""
    known = (member for member in dict.fromkeys(members) if member is not None)
    tell_each([Told(member, _known(kind), url, values or {}) for member in known], at=at)


def _known(kind: str) -> str:
    if kind not in _texts:
        raise KeyError(f"notice kind {kind} is not registered")
    return kind
