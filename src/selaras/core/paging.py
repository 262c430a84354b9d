"""Bounded pages of lists, for screens and for the API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core import paginator
from django.db.models import QuerySet

from selaras.core import looks

Rows = QuerySet[Any] | Sequence[Any]
"""What can be cut into pages: a queryset or a list in order."""


class Page(paginator.Page):  # type: ignore[type-arg]  # rows of any kind
    """One bounded page of a list: Django's page, with its rows already read."""

    @property
    def rows(self) -> list[Any]:
        """The rows shown."""
        return self.object_list  # type: ignore[return-value]  # page_of hands over a list

    @property
    def total(self) -> int:
        """How many rows there are in all."""
        return int(self.paginator.count)


def page_of_rows(rows: Rows, number: int, size: int) -> Page:
    """Cut one page out of an ordered queryset: two statements; a number beyond the last page gives the last."""
    pages = paginator.Paginator(rows, size)
    number = max(1, min(number, pages.num_pages))
    page = Page(list(rows[(number - 1) * size : number * size]), number, pages)
    model = getattr(rows, "model", None)
    looks.note_list(model._meta.label_lower if model is not None else "", number, len(page.rows))
    return page
