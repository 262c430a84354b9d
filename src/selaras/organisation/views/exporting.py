"""Answers a list with a workbook of exactly what it shows; the list's own view has asked for permission."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import FileResponse, HttpResponse
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from selaras.core.audit import record
from selaras.core.http import AgencyRequest
from selaras.core.verdict import InvalidRefused
from selaras.core.vocabulary import word
from selaras.organisation.operations.uploads import XLSX
from selaras.organisation.queries.structure import unit_choices
from selaras.organisation.sheets.listing import Listing, written

Choices = Mapping[str, Iterable[tuple[Any, Any]]]
"""The options of the page's filters by the name of the filter."""
MOST_ROWS = 20_000
"""More lines than this are asked for in parts, so that one person never keeps the site busy for all."""
ARRANGING = frozenset({"export", "page", "sort", "by", "role"})
"""What arranges a list and leaves nothing out of it."""


def is_export(request: AgencyRequest) -> bool:
    """Say whether the address of a list asks for its workbook."""
    return request.GET.get("export") == "xlsx"


def all_of(rows: Any) -> list[Any]:
    """Return every row of a queryset or list for a workbook, in one statement, within the limit."""
    found = list(rows[: MOST_ROWS + 1])
    if len(found) > MOST_ROWS:
        raise InvalidRefused(
            _(
                "This list has more than %(most)s lines. Choose a unit or another filter and export it in parts."
            )
            % {"most": date_free(MOST_ROWS)}
        )
    return found


def date_free(number: int) -> str:
    """Return a whole number as a sentence shows it."""
    return f"{number:,}".replace(",", ".")


def export(
    request: AgencyRequest,
    title: str,
    headers: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    choices: Choices | None = None,
) -> HttpResponse:
    """Stream the workbook of a list and record that it was taken away, by whom and how many lines.

    `choices` are the options of the page's filters by their name, so that the workbook names what was chosen.
    """
    listing = Listing(title, headers, rows, _about(request, choices or {}))
    content, count = written(listing)
    record(
        obj=request.agency, verb="list.export", by=request.actor, at=request.at,
        after={"list": title, "rows": count},
    )  # fmt: skip
    name = f"{slugify(request.agency.code)}-{slugify(title)}.xlsx"
    answer = FileResponse(content, as_attachment=True, filename=name, content_type=XLSX)
    return answer  # type: ignore[return-value]  # a file is an answer too


def _about(request: AgencyRequest, choices: Choices) -> list[tuple[str, str]]:
    moment = localtime(request.at)
    return [
        (_("Agency"), request.agency.name),
        (_("Exported on"), date_format(moment, "j F Y H.i")),
        (_("Filters of the page"), _asked(request, choices) or _("none")),
        (_("Note"), _("The list holds exactly what the page shows to the role that exported it.")),
    ]


def _asked(request: AgencyRequest, choices: Choices) -> str:
    """Say in words which filters of the page were set."""
    names = {"q": _("Search"), "unit": word("unit"), "state": _("State"), "kind": _("Kind")}
    asked = {name: str(text) for name, text in request.GET.items() if text and name not in ARRANGING}
    if "unit" in asked:
        choices = {"unit": unit_choices(request.actor), **choices}
    said = []
    for name, text in asked.items():
        labels = {str(value): str(label).strip() for value, label in choices.get(name, ())}
        label = labels.get(text, text)
        said.append(f"{names[name]}: {label}" if name in names else label)
    return "; ".join(said)
