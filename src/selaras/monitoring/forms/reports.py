"""The forms of a monthly report: the draft, field by field, and the appraiser's answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.core.verdict import fitting
from selaras.monitoring.models import Symbol
from selaras.monitoring.operations import Draft, Remark
from selaras.monitoring.operations.reports import TEXTS
from selaras.monitoring.queries.sheets import RealisationEntry, ReportSheet, ResultSheet

LONGEST = 10_000
_PLACE = re.compile(r"(text|source)-(\d{1,18})-(\d{1,18})")
_COLUMNS = {"text": "text", "source": "data_source"}
SYMBOLS = [("", _("No symbol")), *((one.value, one.label) for one in Symbol)]


class Words(forms.CharField):
    """Several lines of text, as typed: spaces stay while somebody is still writing, line ends are one kind."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 4)
        kwargs = {"required": False, "strip": False, "max_length": LONGEST, **kwargs}
        super().__init__(widget=forms.Textarea({"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends."""
        return plain(super().to_python(value) or "")


class Files(forms.FileField):
    """Any number of files in one field."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.ClearableFileInput()
        widget.allow_multiple_selected = True
        widget.attrs["multiple"] = True
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the list of files; `core.files` judges each."""
        return [one for one in (data or []) if one]


def plain(text: str) -> str:
    """Return a text with plain line ends, so that a form and its autosave send the same."""
    return text.replace("\r\n", "\n")


def draft_of(values: Mapping[str, Any]) -> Draft:
    """Return what was typed; fields that were not sent stay as they are, and a text that is too long is refused."""
    realisations: dict[tuple[int, int | None], dict[str, str]] = {}
    for name, value in values.items():
        found = _PLACE.fullmatch(name)
        if found:
            place = (int(found[2]), int(found[3]) or None)
            most = 300 if found[1] == "source" else LONGEST
            realisations.setdefault(place, {})[_COLUMNS[found[1]]] = fitting(plain(value), name, most)
    texts = {name: fitting(plain(values[name]), name, LONGEST) for name in TEXTS if name in values}
    return Draft(texts, realisations)


@dataclass(frozen=True)
class EntryFields:
    """The fields of one realisation."""

    entry: RealisationEntry
    text: BoundField
    source: BoundField


class ReportForm(AgencyForm):
    """The whole report: realisations, files and links per result, and the three texts."""

    page = forms.UUIDField(required=False, widget=forms.HiddenInput)
    achievements = Words(
        label=_("Achievements"), help_text=_("What went well this month, beyond the realisations above.")
    )
    challenges = Words(
        label=_("Challenges"), help_text=_("What stood in the way, and where you need support.")
    )
    improvements = Words(
        label=_("Steps of improvement"), help_text=_("What you will do differently next month.")
    )

    def __init__(self, sheet: ReportSheet, *args: Any, **kwargs: Any) -> None:
        report = sheet.report
        texts = {name: getattr(report, name) for name in TEXTS}
        kwargs["initial"] = texts | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        for result in sheet.results:
            for entry in result.entries:
                if not entry.is_former:
                    self._add_entry(entry)
            self._add_evidence(result)

    def _add_entry(self, entry: RealisationEntry) -> None:
        target = entry.indicator.text if entry.indicator else ""
        self.fields[f"text-{entry.key}"] = Words(
            label=_("Realisation: %(indicator)s") % {"indicator": target} if target else _("Realisation"),
            initial=entry.text,
            rows=2,
        )
        self.fields[f"source-{entry.key}"] = forms.CharField(
            label=_("Source of the data"),
            required=False,
            strip=False,
            max_length=300,
            initial=entry.data_source,
        )

    def _add_evidence(self, result: ResultSheet) -> None:
        key = result.lineage_id
        self.fields[f"files-{key}"] = Files(label=_("Files"))
        self.fields[f"name-{key}"] = forms.CharField(
            label=_("Name of the evidence"), required=False, max_length=200
        )
        self.fields[f"link-{key}"] = forms.URLField(
            label=_("Link"), required=False, max_length=500, assume_scheme="https"
        )

    def entries_of(self, result: ResultSheet) -> list[EntryFields]:
        """Return the fields of a result's realisations, in order."""
        return [
            EntryFields(entry, self[f"text-{entry.key}"], self[f"source-{entry.key}"])
            for entry in result.entries
            if not entry.is_former
        ]

    @property
    def draft(self) -> Draft:
        """What was typed."""
        return draft_of({name: text for name, text in self.cleaned_data.items() if isinstance(text, str)})

    def evidence(self) -> Iterable[tuple[int, list[UploadedFile], str, str]]:
        """Return result, files, name and link for each result with new evidence."""
        for result in self.sheet.results:
            key = result.lineage_id
            files, link = self.cleaned_data[f"files-{key}"], self.cleaned_data[f"link-{key}"]
            if files or link:
                yield key, files, self.cleaned_data[f"name-{key}"], link

    def clean(self) -> dict[str, Any]:
        """A name without a link is half of something."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for result in self.sheet.results:
            name, link = f"name-{result.lineage_id}", f"link-{result.lineage_id}"
            if cleaned.get(name) and not cleaned.get(link) and link not in self.errors:
                self.add_error(link, _("Give the link to this evidence, or choose a file instead."))
        return cleaned


class AnswerForm(AgencyForm):
    """The appraiser's answer, with a remark and a symbol for each result and each behaviour."""

    answer = Words(
        label=_("Your answer"), help_text=_("What you appreciate, what should change, and how you help.")
    )

    def __init__(self, sheet: ReportSheet, behaviours: Mapping[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result_ids = [one.lineage_id for one in sheet.results]
        self.codes = list(behaviours)
        for result_id in self.result_ids:
            self._add(f"r{result_id}")
        for code in self.codes:
            self._add(f"b{code}")

    def _add(self, key: str) -> None:
        self.fields[f"remark-{key}"] = Words(label=_("Your feedback"), rows=2, max_length=4000)
        self.fields[f"symbol-{key}"] = forms.ChoiceField(label=_("Symbol"), required=False, choices=SYMBOLS)

    @property
    def remarks(self) -> list[Remark]:
        """What was remarked."""
        said = self.cleaned_data
        results = [
            Remark(result_id=key, text=said[f"remark-r{key}"], symbol=said[f"symbol-r{key}"])
            for key in self.result_ids
        ]
        values = [
            Remark(behaviour=key, text=said[f"remark-b{key}"], symbol=said[f"symbol-b{key}"])
            for key in self.codes
        ]
        return results + values


class ReplyForm(AgencyForm):
    """One turn of a conversation."""

    text = Words(label=_("Your message"), required=True, rows=3, max_length=4000)
