"""Words of states, verbs and fields that the pages of planning share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core.actor import Actor
from selaras.core.models import EditableModel
from selaras.core.verdict import Sentence
from selaras.core.workflow import Workflow
from selaras.planning.models import AgreementState, PeriodState, PlanState, WindowKind

TONES: dict[str, str] = {
    PlanState.DRAFT: "grey",
    PlanState.SUBMITTED: "blue",
    PlanState.RETURNED: "orange",
    PlanState.AGREED: "blue",
    PlanState.SIGNED: "blue",
    PlanState.SET: "green",
    PlanState.SUPERSEDED: "grey",
    PeriodState.PREPARING: "amber",
    PeriodState.OPEN: "green",
    PeriodState.CLOSED: "grey",
    AgreementState.SIGNED: "green",
}
VERBS: dict[str, Sentence] = {
    "period.create": gettext_lazy("created the period"),
    "period.open": gettext_lazy("opened the period"),
    "period.close": gettext_lazy("closed the period"),
    "period.reopen": gettext_lazy("reopened the period"),
    "period.change": gettext_lazy("changed the period"),
    "window.change": gettext_lazy("moved an evaluation window"),
    "plan.create": gettext_lazy("began the plan"),
    "plan.create_many": gettext_lazy("began plans for a unit"),
    "plan.submit": gettext_lazy("submitted the plan"),
    "plan.withdraw": gettext_lazy("took the plan back"),
    "plan.return": gettext_lazy("returned the plan"),
    "plan.agree": gettext_lazy("agreed to the plan"),
    "plan.sign": gettext_lazy("signed the plan"),
    "plan.set": gettext_lazy("set and signed the plan"),
    "plan.supersede": gettext_lazy("replaced the former version"),
    "plan.begin_change": gettext_lazy("began a change of the plan"),
    "plan.discard_change": gettext_lazy("threw a change away"),
    "plan.add_result": gettext_lazy("added a result"),
    "plan.change_result": gettext_lazy("changed a result"),
    "plan.remove_result": gettext_lazy("removed a result"),
    "plan.approve_assignment": gettext_lazy("approved an assignment by another leader"),
    "plan.change_expectations": gettext_lazy("changed the special expectations"),
    "plan.change_annex": gettext_lazy("changed the annex"),
    "plan.copy": gettext_lazy("copied the plan of an earlier year"),
    "plan.close": gettext_lazy("closed the plan"),
    "plan.change_appraiser": gettext_lazy("recorded a new appraiser"),
    "planning.look": gettext_lazy("looked at the plan"),
    "strategy.add_goal": gettext_lazy("added the goal"),
    "strategy.change_goal": gettext_lazy("changed the goal"),
    "strategy.add_indicator": gettext_lazy("added an indicator"),
    "strategy.change_indicator": gettext_lazy("changed an indicator"),
    "strategy.remove_indicator": gettext_lazy("removed an indicator"),
    "agreement.create": gettext_lazy("began the agreement"),
    "agreement.change": gettext_lazy("changed the agreement"),
    "agreement.add_item": gettext_lazy("added a line"),
    "agreement.change_item": gettext_lazy("changed a line"),
    "agreement.remove_item": gettext_lazy("removed a line"),
    "agreement.take": gettext_lazy("took lines from the strategic plan"),
    "agreement.sign": gettext_lazy("signed the agreement"),
    "agreement.reopen": gettext_lazy("reopened the agreement"),
    "matrix.create": gettext_lazy("began the matrix"),
    "matrix.refresh": gettext_lazy("brought the matrix up to date"),
    "matrix.add_column": gettext_lazy("added a column"),
    "matrix.add_person": gettext_lazy("added a person"),
    "matrix.change_cell": gettext_lazy("changed a role"),
    "publication.create": gettext_lazy("wrote this"),
    "publication.change": gettext_lazy("changed this"),
    "publication.publish": gettext_lazy("published this"),
    "publication.acknowledge": gettext_lazy("acknowledged this"),
    "publication.withdraw": gettext_lazy("withdrew this"),
    "publication.remind": gettext_lazy("reminded those who have not acknowledged"),
    "documents.issue": gettext_lazy("issued a document"),
    "documents.sign.employee": gettext_lazy("signed electronically"),
    "documents.sign.appraiser": gettext_lazy("signed electronically"),
    "documents.sign.superior": gettext_lazy("signed electronically"),
}
LABELS: dict[str, Sentence] = {
    "text": gettext_lazy("Text"),
    "number": gettext_lazy("Number"),
    "closed_on": gettext_lazy("Closed on"),
    "name": gettext_lazy("Name"),
    "plans_due_on": gettext_lazy("Plans are set by"),
    "report_due_day": gettext_lazy("Monthly reports are due on day"),
    "opens_on": gettext_lazy("Opens on"),
    "closes_on": gettext_lazy("Closes on"),
    "goal": gettext_lazy("Goal"),
    "indicator": gettext_lazy("Indicator"),
    "target": gettext_lazy("Target"),
    "budget": gettext_lazy("Budget"),
    "title": gettext_lazy("Heading"),
    "plans": gettext_lazy("Plans"),
    "from": gettext_lazy("From"),
    "items": gettext_lazy("Lines"),
    "columns": gettext_lazy("Columns"),
    "reminded": gettext_lazy("Reminded people"),
}
ASKS = gettext_lazy("Reason")


def steps_of(
    workflow: Workflow, actor: Actor, obj: EditableModel, *, ask: frozenset[str] = frozenset(),
    pages: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return the steps from the present state for the macro `ui.workflow_buttons`; the way forward comes first.

    `pages` are the addresses of steps that are confirmed on a page of their own.
    """
    return [
        {
            "code": one.step.name,
            "label": str(one.step.label),
            "allowed": one.verdict.allowed,
            "reason": str(one.verdict.reason),
            "page": (pages or {}).get(one.step.name),
            "asks": str(ASKS) if one.step.needs_reason or one.step.name in ask else None,
        }
        for one in workflow.open_to(actor, obj)
    ]


def window_name(kind: str, number: int, cadence: str) -> str:
    """Return what an evaluation window is called."""
    if kind == WindowKind.ANNUAL:
        return _("The year")
    if cadence == "QUARTERLY":
        return _("Quarter %(number)s") % {"number": ("I", "II", "III", "IV")[number - 1]}
    return _("Month %(number)s") % {"number": number}


def badge(state: str, states: Any) -> dict[str, str]:
    """Return word and colour of a state."""
    return {"text": str(states(state).label), "tone": TONES.get(state, "grey")}
