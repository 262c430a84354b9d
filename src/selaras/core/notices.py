"""Telling people: a line under the bell now, and one e-mail digest a day; texts are registered by the stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from selaras.core.models import Notice
from selaras.core.verdict import Sentence

_texts: dict[str, Sentence] = {}


def register(kind: str, text: Sentence) -> str:
    """Declare what a kind of notice says: a lazy msgid with %(name)s places; returns the kind."""
    _texts[kind] = text
    return kind


def text_of(notice: Notice) -> str:
    """Return the notice's sentence in the active language."""
    text = _texts.get(notice.kind)
    return str(text) % notice.values if text is not None else gettext("Something changed.")


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
