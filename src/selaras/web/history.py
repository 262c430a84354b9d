"""The readable history of an object: events in words, without codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.audit import HistoryEntry
from selaras.core.verdict import Sentence
from selaras.core.vocabulary import cited
from selaras.web.formats import date_words, moment_words

VERBS: dict[str, Sentence] = {
    "add": gettext_lazy("added this"),
    "create": gettext_lazy("began this"),
    "open": gettext_lazy("opened this"),
    "change": gettext_lazy("changed this"),
    "remove": gettext_lazy("removed this"),
    "submit": gettext_lazy("submitted this"),
    "return": gettext_lazy("returned this"),
    "agree": gettext_lazy("agreed to this"),
    "sign": gettext_lazy("signed this"),
    "close": gettext_lazy("closed this"),
    "look": gettext_lazy("looked at this"),
    "list.look": gettext_lazy("looked at a list"),
    "list.export": gettext_lazy("took a list away as a workbook"),
}


def lines(
    entries: Iterable[HistoryEntry],
    verbs: Mapping[str, Sentence] | None = None,
    labels: Mapping[str, Sentence] | None = None,
) -> list[dict[str, Any]]:
    """Return the history for the macro `ui.history`.

    `verbs` gives the words of a verb ("plan.submit" or "submit"), `labels` those of a field; a field
    without a label is left out, so that no code name reaches the screen.
    """
    known = {**VERBS, **(verbs or {})}
    return [
        {
            "who": entry.who,
            "what": _what(entry.verb, known),
            "at": entry.at,
            "reason": entry.reason,
            "law": cited(entry.article),
            "changes": _changes(entry, labels or {}),
        }
        for entry in entries
    ]


def _what(verb: str, known: Mapping[str, Sentence]) -> str:
    words = known.get(verb) or known.get(verb.rpartition(".")[2])
    return str(words) if words else _("made a change")


def _changes(entry: HistoryEntry, labels: Mapping[str, Sentence]) -> list[dict[str, str | None]]:
    before, after = entry.before or {}, entry.after or {}
    return [
        {"label": str(label), "before": _readable(before.get(name)), "after": _readable(after.get(name))}
        for name, label in labels.items()
        if name in before or name in after
    ]


def _readable(value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment_words(value)
    if isinstance(value, date):
        return date_words(value)
    return str(value)
