"""Forms of a plan: one result with its indicators, the expectations, the annex, and acts on the whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.core.http import AgencyForm
from selaras.core.vocabulary import either, word
from selaras.organisation.forms.fields import choice_field, row_field, text_field
from selaras.planning.forms.amounts import AmountField
from selaras.planning.models import (
    AgreementItem,
    Direction,
    KeptBy,
    PlanGroup,
    ProvisionKind,
    ResultKind,
    ResultSource,
    TargetKind,
)
from selaras.planning.operations import IndicatorInput, ResultInput
from selaras.planning.queries.content import IndicatorContent, ResultContent, amount
from selaras.planning.queries.suggestions import LeaderResult

LONG = 2000
NOT_CHOSEN = ("", _("Not chosen"))
LEADER_SOURCES = (
    ResultSource.PK, ResultSource.RENSTRA, ResultSource.RKT, ResultSource.DIRECTIVE, ResultSource.ACTION_PLAN,
)  # fmt: skip
STAFF_SOURCES = (ResultSource.MPH, ResultSource.ASSIGNMENT, ResultSource.DIRECTIVE)


def area(label: Any, *, rows: int = 2, help_text: Any = "", length: int = LONG) -> forms.CharField:
    """Return a field for a text that may be empty in a draft."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=length,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def mark_field(label: Any, help_text: Any = "") -> forms.BooleanField:
    """Return a box to tick."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def plain(value: Decimal | None) -> Decimal | int | None:
    """Return a number without needless decimals."""
    return int(value) if value is not None and value == value.to_integral_value() else value


class IndicatorForm(forms.Form):
    """One indicator inside a result's form."""

    lineage_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = area(_("Indicator"), help_text=_("What is measured, as specifically as possible."))
    aspect = choice_field(_("Aspect"), (), required=False)
    perspective = choice_field(_("Perspective"), (), required=False)
    target_kind = choice_field(_("The target is a"), TargetKind.choices)
    target_low = AmountField(
        label=_("Number, or the beginning of the range"), help_text=_("For example: 12,500 or 61.95.")
    )
    target_high = AmountField(label=_("End of the range"))
    measure = text_field(
        _("Unit of measure"), 60, required=False, help_text=_("For example: reports, %, days.")
    )
    target_text = text_field(
        _("Target in words"),
        500,
        required=False,
        help_text=_("Printed as it stands, for example: 5 – 7 working days."),
    )
    direction = choice_field(_("What is better"), Direction.choices)
    agreement_item = row_field(_("Line of the performance agreement"), (), required=False)

    def __init__(
        self, *args: Any, group: str, names: Mapping[str, Iterable[tuple[str, str]]], items: Sequence[AgreementItem],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        leads = group == PlanGroup.JPT_UNIT_HEAD
        self.fields.pop("aspect" if leads else "perspective")
        kept = "perspective" if leads else "aspect"
        self.fields[kept].choices = [NOT_CHOSEN, *names[kept]]  # type: ignore[attr-defined]
        if items:
            choices = [("", _("None")), *((one.pk, one.indicator) for one in items)]
            self.fields["agreement_item"].choices = choices  # type: ignore[attr-defined]
        else:
            self.fields.pop("agreement_item")
        self.fields["text"].label = word("indicator")

    def clean(self) -> dict[str, Any]:
        """A range begins with the smaller number."""
        data = super().clean() or {}
        low, high = data.get("target_low"), data.get("target_high")
        if data.get("target_kind") == TargetKind.RANGE and None not in (low, high) and low > high:  # type: ignore[operator]
            self.add_error("target_high", gettext("The range must begin with the smaller number."))
        return data

    def given(self) -> IndicatorInput:
        """Return what was typed for the operation."""
        data = dict(self.cleaned_data)
        data["agreement_item_id"] = data.pop("agreement_item", None)
        return IndicatorInput(**data)

    def amounts(self) -> list[str]:
        """Return the number or range as it was read, in the language of the reader."""
        data = self.cleaned_data
        names = {TargetKind.NUMBER: ("target_low",), TargetKind.RANGE: ("target_low", "target_high")}
        wanted = names.get(data.get("target_kind", ""), ())
        ends = [amount(data[name]) for name in wanted if data.get(name) is not None]
        if not ends or len(ends) < len(wanted):
            return []
        return [" ".join(filter(None, (" – ".join(ends), data.get("measure", ""))))]

    @staticmethod
    def initial_of(one: IndicatorContent) -> dict[str, Any]:
        """Return the indicator as it stands."""
        names = (
            "lineage_id",
            "text",
            "aspect",
            "perspective",
            "target_kind",
            "measure",
            "target_text",
            "direction",
        )
        initial: dict[str, Any] = {name: getattr(one, name) for name in names}
        initial |= {"target_low": plain(one.target_low), "target_high": plain(one.target_high)}
        return initial | {"agreement_item": one.agreement_item_id}


class ResultForm(AgencyForm):
    """One result of a plan."""

    text = area(
        _("Expected result"),
        help_text=_(
            "Write what will have been achieved, not the activity: “complaints are answered within two days”."
        ),
    )
    kind = choice_field(_("Kind"), ResultKind.choices)
    source = choice_field(_("Comes from"), ())
    intervened = choice_field("", (), required=False)
    intervened_text = area(
        _("The leader's result in words"),
        help_text=_(
            "Only when it is not in the list above, for example because the leader's plan is not here."
        ),
    )
    assigned_by = text_field(
        _("Position of the leader who gave the assignment"),
        200,
        required=False,
        help_text=_("Printed below the result."),
    )
    given_by_other = mark_field(
        _("Given by a leader who is not the appraiser"),
        _("The appraiser has to approve it before the plan is submitted."),
    )
    is_acting = mark_field(
        either(
            _("Work as Plt or Plh, or as functional official in a structural post"),
            _("Work while acting in another position"),
        ),
        _("Always a main result."),
    )
    is_vital = mark_field(
        _("Life, injury, national security or a large loss is at stake"),
        _("Only then may a target be absolute."),
    )
    kept_by = choice_field(
        _("When the person moves, the result"),
        KeptBy.choices,
        help_text=_("It stays with the post, or goes with the person."),
    )

    def __init__(self, *args: Any, group: str, leader: Sequence[LeaderResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leader = {one.key: one for one in leader}
        sources = LEADER_SOURCES if group == PlanGroup.JPT_UNIT_HEAD else STAFF_SOURCES
        self.fields["source"].choices = [(one.value, one.label) for one in sources]  # type: ignore[attr-defined]
        self.fields["text"].label = word("expected_result")
        served = gettext("%(result)s of the leader that is served") % {"result": word("expected_result")}
        if group == PlanGroup.JPT_UNIT_HEAD:
            for name in ("intervened", "intervened_text", "is_vital"):
                self.fields.pop(name)
        else:
            self.fields["intervened"].label = served
            self.fields["intervened"].choices = [NOT_CHOSEN, *_leader_choices(leader)]  # type: ignore[attr-defined]

    def given(self, indicators: Sequence[IndicatorInput], before: ResultContent | None) -> ResultInput:
        """Return what was typed for the operation; the link to the matrix stays."""
        data = {
            key: value for key, value in self.cleaned_data.items() if key not in ("version", "intervened")
        }
        chosen = self.leader.get(self.cleaned_data.get("intervened", ""))
        if chosen is not None:
            data |= {
                "intervened_id": chosen.result_id,
                "intervened_indicator_id": chosen.indicator_id,
                "intervened_text": chosen.result,
                "intervened_indicator_text": chosen.indicator,
            }
        elif before is not None and data.get("intervened_text", "").strip() == before.intervened_text:
            data["intervened_indicator_text"] = before.intervened_indicator_text
        matrix = before.matrix_result_id if before else None
        return ResultInput(**data, matrix_result_id=matrix, indicators=indicators)

    @staticmethod
    def initial_of(one: ResultContent) -> dict[str, Any]:
        """Return the result as it stands."""
        names = (
            "text",
            "kind",
            "source",
            "assigned_by",
            "given_by_other",
            "is_acting",
            "is_vital",
            "kept_by",
        )
        chosen = f"r{one.intervened_id}" if one.intervened_id else ""
        if one.intervened_indicator_id:
            chosen = f"i{one.intervened_indicator_id}"
        more = {"intervened": chosen, "intervened_text": one.intervened_text, "version": one.version}
        return {name: getattr(one, name) for name in names} | more


def _leader_choices(leader: Sequence[LeaderResult]) -> list[tuple[str, str]]:
    return [(one.key, f"\u2003{one.indicator}" if one.indicator else one.result) for one in leader]


def lines_of(text: str) -> list[str]:
    """Return the lines of a list, without the numbers or dashes that people put before them."""
    stripped = (line.strip() for line in text.splitlines())
    return [line.lstrip("-–•*").strip() for line in stripped if line.lstrip("-–•*").strip()]


ONE_A_LINE = _("One per line.")


class ExpectationsForm(AgencyForm):
    """The special expectations, one text for each value."""

    def __init__(self, *args: Any, values: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in values.items():
            self.fields[code] = area(name, help_text=ONE_A_LINE)

    def given(self) -> dict[str, list[str]]:
        """Return the expectations by value."""
        return {code: lines_of(text) for code, text in self.cleaned_data.items() if code != "version"}


class AnnexForm(AgencyForm):
    """The four lists of the annex."""

    RESOURCE = area(
        _("Support of resources"), rows=3,
        help_text=_("What the person needs: people, budget, equipment, guidance, facilities. One per line."),
    )  # fmt: skip
    ACCOUNTABILITY = area(
        _("Accountability scheme"),
        rows=3,
        help_text=_("When which result is reported, and with which data. One per line."),
    )
    CONSEQUENCE = area(
        _("Consequences when expectations are met"),
        rows=3,
        help_text=_("Optional, agreed in the dialogue. One per line."),
    )
    NEGATIVE_CONSEQUENCE = area(
        _("Consequences when expectations are not met"),
        rows=3,
        help_text=_("Optional, agreed in the dialogue. One per line."),
    )

    def given(self) -> dict[str, list[str]]:
        """Return the lists by kind."""
        return {kind: lines_of(self.cleaned_data[kind]) for kind in ProvisionKind.values}
