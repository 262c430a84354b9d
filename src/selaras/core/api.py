"""What the stages' parts of the API share: one shape of errors, bounded pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Field, Schema
from pydantic import AfterValidator

from selaras.core.paging import Page, page_of_rows


def _storable(text: str) -> str:
    if "\0" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise ValueError("must not hold null characters or lone surrogates")
    return text


Text = Annotated[str, AfterValidator(_storable)]
"""Text that PostgreSQL can store."""


class Failure(Schema):
    """What went wrong: a stable code, a sentence in the caller's language, and one per field."""

    code: str
    message: str
    fields: dict[str, str] = {}


class FailureAnswer(Schema):
    """The one shape of every answer that is not a success."""

    error: Failure


ERRORS = {401: FailureAnswer, 403: FailureAnswer, 404: FailureAnswer, 409: FailureAnswer, 422: FailureAnswer}


class Paging(Schema):
    """Which page of a list; numbers are bounded so that no request can ask for more than the house holds."""

    page: int = Field(1, ge=1, le=10_000)
    size: int = Field(20, ge=1, le=100)


def listed(rows: QuerySet[Any], paging: Paging, shown: Callable[[Any], Any]) -> dict[str, Any]:
    """Return one page of a list as the API answers it: items, page, size, total."""
    page: Page = page_of_rows(rows, paging.page, paging.size)
    items = [shown(row) for row in page.rows]
    return {"items": items, "page": page.number, "size": paging.size, "total": page.total}
