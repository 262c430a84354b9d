"""Invented examples for the gallery of components; nothing here comes from the database."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.confirm import Question
from selaras.core.paging import Page
from selaras.core.waiting import Waiting

DAY = date(2026, 10, 12)
MOMENT = datetime(2026, 10, 12, 3, 42, tzinfo=UTC)
SPRITE = Path(__file__).parent / "static" / "icons.svg"
ICONS = re.findall(r'id="([^"]+)"', SPRITE.read_text())


class ExampleForm(forms.Form):
    """One field of every kind."""

    title = forms.CharField(
        label=gettext_lazy("Expected result"),
        max_length=300,
        help_text=gettext_lazy("Write it as a result, not as an activity."),
    )
    target = forms.IntegerField(label=gettext_lazy("Target"), min_value=1)
    until = forms.DateField(
        label=gettext_lazy("Deadline"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("MAIN", gettext_lazy("Main")), ("MORE", gettext_lazy("Additional"))],
    )
    rating = forms.ChoiceField(
        label=gettext_lazy("Rating of the results"),
        widget=forms.RadioSelect,
        choices=[
            ("ABOVE", gettext_lazy("Above expectation")),
            ("MEETS", gettext_lazy("Meets expectation")),
            ("BELOW", gettext_lazy("Below expectation")),
        ],
    )
    text = forms.CharField(label=gettext_lazy("Feedback"), widget=forms.Textarea, required=False)
    seen = forms.BooleanField(label=gettext_lazy("I have read this plan."))
    file = forms.FileField(label=gettext_lazy("Evidence"), required=False)


def examples(request: HttpRequest) -> dict[str, Any]:
    """Return the data of every example."""
    return {
        "on": DAY,
        "at": MOMENT,
        "form": ExampleForm(),
        "wrong": ExampleForm({"title": "", "target": "0", "kind": "MAIN", "seen": ""}, auto_id="wrong_%s"),
        "page": Page([], 3, Paginator(range(428), 20)),
        "people": _people(),
        "waiting": _waiting(),
        "predicates": _predicates(),
        "counts": _counts(),
        "steps": _steps(),
        "question": _question(),
        "course": _course(),
        "reasons": _reasons(),
        "events": _events(),
        "tree": _tree(),
        "icons": ICONS,
    }


def _people() -> list[dict[str, Any]]:
    posts = (
        (_("Personnel analyst"), _("Transfers and promotion division")),
        (_("Head of the training section"), _("Competence development division")),
        (_("Archivist"), _("Secretariat")),
    )
    names = ("Sari Wulandari, S.E.", "Budi Hartono, S.Sos., M.Si.", "Wati Kusumawardhani, A.Md.")
    codes = ("VERY_GOOD", "GOOD", "NEEDS_IMPROVEMENT")
    return [
        {"name": name, "post": post, "unit": unit, "code": code, "reports": 9 - i}
        for i, (name, (post, unit), code) in enumerate(zip(names, posts, codes, strict=True))
    ]


def _waiting() -> list[Waiting]:
    return [
        Waiting(_("Report of September: four results are empty"), "#", _("Fill in"), date(2026, 10, 10)),
        Waiting(_("Three reports wait for your answer"), "#", _("Answer"), date(2026, 10, 14), icon="report"),
        Waiting(_("Objection of Mrs Rina"), "#", _("Decide"), date(2026, 12, 4), icon="shield"),
    ]


def _predicates() -> list[tuple[str, int]]:
    return [("VERY_GOOD", 22), ("GOOD", 339), ("NEEDS_IMPROVEMENT", 35), ("POOR", 26), ("VERY_POOR", 6)]


def _counts() -> dict[tuple[str, str], int]:
    return {
        ("ABOVE", "BELOW"): 6,
        ("ABOVE", "MEETS"): 71,
        ("ABOVE", "ABOVE"): 22,
        ("MEETS", "BELOW"): 20,
        ("MEETS", "MEETS"): 206,
        ("MEETS", "ABOVE"): 62,
        ("BELOW", "BELOW"): 6,
        ("BELOW", "MEETS"): 22,
        ("BELOW", "ABOVE"): 13,
    }


def _question() -> Question:
    return Question(
        title=_("Close the window?"),
        yes=_("Yes, close it"),
        back="#main",
        consequences=[_("4 results pass to the superiors.")],
        warnings=[_("The last day is still to come.")],
    )


def _steps() -> list[dict[str, Any]]:
    later = _("The plan can be set only after the employee has signed it.")
    return [
        {"code": "submit", "label": _("Submit to the appraiser"), "allowed": True, "reason": ""},
        {
            "code": "return",
            "label": _("Return with a reason"),
            "allowed": True,
            "reason": "",
            "asks": _("What should be changed?"),
            "readers": [_("the employee"), _("the performance officer")],
        },
        {"code": "set", "label": _("Set the plan"), "allowed": False, "reason": later},
    ]


def _course() -> list[dict[str, Any]]:
    return [
        {"label": _("Draft"), "state": "done", "by": "Sari Wulandari", "at": MOMENT},
        {
            "label": _("Submitted"),
            "state": "current",
            "by": "Budi Hartono",
            "note": _("Waits for the appraiser."),
        },
        {"label": _("Set"), "state": "todo"},
    ]


def _reasons() -> list[dict[str, str]]:
    law = "PermenPANRB 6/2022 Lampiran Bab IV huruf B"
    return [
        {"text": _("The results were rated: meets expectation."), "citation": law, "confidence": "text"},
        {"text": _("The behaviour was rated: above expectation."), "citation": law, "confidence": "text"},
        {"text": _("The quadrant of both gives:"), "value": _("Good"), "citation": law, "confidence": "text"},
    ]


def _events() -> list[dict[str, Any]]:
    changes = [{"label": _("Target"), "before": "12", "after": "15"}]
    return [
        {
            "who": "Budi Hartono",
            "what": _("changed this"),
            "at": MOMENT,
            "changes": changes,
            "reason": _("New yearly target."),
        },
        {
            "who": "Sari Wulandari",
            "what": _("began this"),
            "at": MOMENT,
            "law": "PermenPANRB 6/2022 Pasal 14",
        },
    ]


def _tree() -> list[dict[str, Any]]:
    leaves = [
        {"label": _("Files are decided within five working days"), "note": "Sari Wulandari", "children": []},
        {"label": _("Archives are complete and can be found"), "note": "Wati Kusumawardhani", "children": []},
    ]
    return [
        {
            "label": _("Personnel services are quick and certain"),
            "note": "Hasan Basri",
            "children": [
                {"label": _("Promotions are decided on time"), "note": "Budi Hartono", "children": leaves},
                {
                    "label": _("Every employee is trained 20 hours a year"),
                    "note": "Ratna Dewi",
                    "children": [],
                },
            ],
        }
    ]
