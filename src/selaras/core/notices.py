"""Telling people: a line under the bell now, and one e-mail digest a day; texts are registered by the stages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from selaras.core.models import Notice
from selaras.core.verdict import Sentence

_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")
_texts: dict[str, Sentence] = {}


def register(kind: str, text: Sentence) -> str:
    """Declare what a kind of notice says: a lazy msgid with %(name)s places; returns the kind."""
    _texts[kind] = text
    return kind


def text_of(notice: Notice) -> str:
    """Return the notice's sentence in the active language."""
    text = _texts.get(notice.kind)
    values = {name: _shown(value) for name, value in notice.values.items()}
    return str(text) % values if text is not None else gettext("Something changed.")


def _shown(value: Any) -> Any:
    """Say a day (2026-10-05) or a month (2026-10) in the reader's language, everything else as it is."""
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    day = date(int(found[1]), int(found[2]), int(found[3] or 1))
    return date_format(day, "j F Y" if found[3] else "F Y")


def tell(
    *, members: Iterable[int | None], kind: str, url: str, at: datetime, values: dict[str, Any] | None = None
) -> None:
    """Tell members in the caller's transaction; people without an account are skipped."""
    if kind not in _texts:
        raise KeyError(f"notice kind {kind} is not registered")
    Notice.objects.bulk_create(
        Notice(member_id=member, kind=kind, values=values or {}, url=url, created_at=at)
        for member in dict.fromkeys(members)
        if member is not None
    )
