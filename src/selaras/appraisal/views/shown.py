"""What pages of appraisal show alike: words, deadlines, the course of an evaluation, stored explanations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from selaras.appraisal.models import Evaluation, EvaluationState, Objection, Rating
from selaras.appraisal.papers import window_name
from selaras.appraisal.queries.calendar import calendar_of
from selaras.core.time import local_day
from selaras.core.verdict import Sentence
from selaras.core.voice import fitted
from selaras.planning.models import Window
from selaras.rules.appraisers import Ruling

State = EvaluationState
QUIET_CELLS = {(results, behaviour): "" for results in Rating.values for behaviour in Rating.values}
TONES = {
    State.OPEN: "grey", State.RATED: "blue", State.DELIVERED: "blue", State.ACCEPTED: "green", State.LAPSED: "orange",
    State.OBJECTED: "amber", State.DECIDED: "blue", State.REPORTED: "green",
}  # fmt: skip
VERBS: dict[str, Sentence] = {
    "appraisal.open": gettext_lazy("opened the evaluation and recorded who appraises"),
    "appraisal.evaluation.escalate": gettext_lazy("handed the evaluation to the superior"),
    "appraisal.evaluation.rate": gettext_lazy("rated and signed"),
    "appraisal.evaluation.reuse": gettext_lazy("signed with the previous result, as both agreed"),
    "appraisal.evaluation.take_back": gettext_lazy("took the signed result back to correct it"),
    "appraisal.reuse.propose": gettext_lazy("proposed to use the previous result"),
    "appraisal.reuse.agree": gettext_lazy("agreed to use the previous result"),
    "appraisal.reuse.decline": gettext_lazy("declined to use the previous result"),
    "appraisal.reuse.withdraw": gettext_lazy("withdrew the use of the previous result"),
    "appraisal.reuse.use": gettext_lazy("used the previous result"),
    "appraisal.reuse.free": gettext_lazy("freed the previous result for signing again"),
    "appraisal.evaluation.deliver": gettext_lazy("delivered the result to the employee"),
    "appraisal.evaluation.deliver_late": gettext_lazy(
        "delivered the result, which nobody had handed over in time"
    ),
    "appraisal.evaluation.accept": gettext_lazy("signed the result"),
    "appraisal.evaluation.object": gettext_lazy("objected to the result"),
    "appraisal.evaluation.lapse": gettext_lazy("went on without the employee's signature"),
    "appraisal.evaluation.decide": gettext_lazy("decided the objection"),
    "appraisal.evaluation.report": gettext_lazy("reported the result"),
    "appraisal.evaluation.report_running": gettext_lazy("reported the result while the objection runs"),
    "appraisal.recount": gettext_lazy(
        "counted the running deadlines anew: the working days of the agency changed"
    ),
    "appraisal.recount_window": gettext_lazy(
        "counted the running deadlines anew: the last day of the evaluation has moved"
    ),
    "appraisal.move": gettext_lazy("recorded another appraiser"),
    "appraisal.opinion.ask": gettext_lazy("asked a colleague for an opinion"),
    "appraisal.opinion.self": gettext_lazy("sent the self-appraisal"),
    "appraisal.opinion.peer": gettext_lazy("sent an opinion"),
    "appraisal.objection.file": gettext_lazy("filed the objection"),
    "appraisal.objection.appraiser_statement": gettext_lazy("explained the rating"),
    "appraisal.objection.employee_statement": gettext_lazy("added a statement to the objection"),
    "appraisal.look": gettext_lazy("looked at this evaluation"),
    "documents.issue": gettext_lazy("issued a paper"),
    "documents.withdraw": gettext_lazy("withdrew a paper"),
    "documents.sign.employee": gettext_lazy("signed as the employee"),
    "documents.sign.appraiser": gettext_lazy("signed as the appraiser"),
    "documents.sign.superior": gettext_lazy("signed as the appraiser's superior"),
}
LABELS: dict[str, Sentence] = {
    "number": gettext_lazy("Number of the paper"),
    "deliver_until": gettext_lazy("To be delivered by"),
    "return_until": gettext_lazy("To be signed by"),
    "sign_until": gettext_lazy("To be evaluated by"),
    "decide_until": gettext_lazy("To be decided by"),
    "object_until": gettext_lazy("Open to an objection until"),
    "report_until": gettext_lazy("To be reported by"),
    "counted_until": gettext_lazy("Last day by the calendar alone"),
}


def state_badge(state: str) -> dict[str, str]:
    """Return the words and the colour of a state."""
    return {"text": str(State(state).label), "tone": TONES[State(state)]}


def windows_to_choose(listed: list[Window]) -> list[tuple[int, str]]:
    """Return windows as options of a filter."""
    return [(one.pk, window_name(one)) for one in listed]


def chosen_window(listed: list[Window], asked: str, on: date) -> Window | None:
    """Return the asked window, else the one that runs, else the newest that has opened."""
    for one in listed:
        if str(one.pk) == asked:
            return one
    running = [one for one in listed if one.opens_on <= on <= one.closes_on]
    opened = [one for one in listed if one.opens_on <= on]
    return next(iter(running), next(iter(opened), next(iter(listed), None)))


Clock = tuple[str, str, date | None, date | None, date | None]


def deadlines(
    evaluation: Evaluation, objection: Objection | None, on: date, zone: str
) -> list[dict[str, Any]]:
    """Return the clocks of an evaluation: what is due, until when, and whether the calendar may still change."""
    window, calendar, found = evaluation.window, calendar_of(evaluation.window), []
    if not evaluation.is_escalated:
        until = max(window.closes_on, evaluation.sign_again_until or window.closes_on)
        found.append(_chip(_("Evaluate and sign"), until, on, evaluation.rated_on, False))
    for label, step, since, until, done in _clocks(evaluation, objection, zone):
        if since and until:
            chip = _chip(label, until, on, done, calendar.is_estimated(step, since))
            found.append({**chip, "unused": step == "OBJECT" and done is None and until < on})
    return found


def _clocks(evaluation: Evaluation, objection: Objection | None, zone: str) -> list[Clock]:
    escalated, rated, closes_on = evaluation.is_escalated, evaluation.rated_on, evaluation.window.closes_on
    delivered, returned = evaluation.delivered_on, evaluation.returned_on
    lines: list[Clock] = []
    if escalated:
        first = _("Evaluate and sign (superior)")
        lines.append((first, "SUPERIOR_SIGN", closes_on, evaluation.sign_until, rated))
    deliver = "SUPERIOR_DELIVER" if escalated else "DELIVER"
    back = "SUPERIOR_RETURN" if escalated else "RETURN"
    lines.append((_("Deliver to the employee"), deliver, rated, evaluation.deliver_until, delivered))
    if returned or objection is None:  # who objects instead of signing owes no signature any longer
        lines.append((_("Sign and return"), back, delivered, evaluation.return_until, returned))
    if objection is not None:
        decided = local_day(objection.decided_at, zone) if objection.decided_at else None
        lines.append(
            (_("Decide the objection"), "DECIDE", objection.filed_on, objection.decide_until, decided)
        )
    elif evaluation.object_until:
        lines.append((_("Object to the result"), "OBJECT", delivered, evaluation.object_until, None))
    reported = evaluation.reported_on
    return [*lines, (_("Report the result"), "REPORT", closes_on, evaluation.report_until, reported)]


def clock_of(objection: Objection, on: date, zone: str) -> dict[str, Any]:
    """Return the clock of the decision: still running, kept, or decided after its last day."""
    decided = local_day(objection.decided_at, zone) if objection.decided_at else None
    return _chip(_("Decide the objection"), objection.decide_until, on, decided, False)


def _chip(label: str, until: date, on: date, done_on: date | None, estimated: bool) -> dict[str, Any]:
    return {
        "label": label,
        "until": until,
        "days_left": (until - on).days,
        "done": done_on is not None and done_on <= until,
        "done_on": done_on,
        "late": done_on is not None and done_on > until,
        "estimated": estimated and done_on is None,
    }


def clocks_conflict(evaluation: Evaluation, objection: Objection | None) -> bool:
    """Say whether the objection ends only after the report is due (AMB-20)."""
    if objection is None or objection.decision or evaluation.report_until is None:
        return False
    return bool(objection.decide_until >= evaluation.report_until or evaluation.reported_on)


def course(evaluation: Evaluation, objection: Objection | None) -> list[dict[str, Any]]:
    """Return the course of an evaluation for the timeline."""
    state = State(evaluation.state)
    steps: list[tuple[str, Any, bool]] = [
        (_("Opened"), evaluation.opened_at, True),
        (_("Rated and signed"), evaluation.rated_at, state != State.OPEN),
    ]
    steps.append((_("Delivered"), evaluation.delivered_on, evaluation.delivered_on is not None))
    if evaluation.returned_on:
        steps.append((_("Signed by the employee"), evaluation.returned_on, True))
    elif objection is None and state in (State.LAPSED, State.REPORTED):
        steps.append((_("Not signed in time"), evaluation.return_until, True))
    elif objection is None:
        steps.append((_("Signed by the employee"), None, False))
    if objection is not None:
        steps.append((_("Objection filed"), objection.filed_at, True))
        steps.append((_("Objection decided"), objection.decided_at, bool(objection.decision)))
    reported = state == State.REPORTED
    steps.append((_("Reported"), evaluation.reported_on if reported else None, reported))
    return _timeline(steps)


def _timeline(steps: list[tuple[str, Any, bool]]) -> list[dict[str, Any]]:
    items, current = [], False
    for label, when, done in steps:
        shown: dict[str, Any] = {"label": label, "state": "done" if done else "todo"}
        if not done and not current:
            shown["state"], current = "current", True
        is_moment = isinstance(when, datetime)
        shown["at"] = when if done and is_moment else None
        shown["day"] = when if done and not is_moment else None
        items.append(shown)
    return items


def explained(stored: dict[str, Any]) -> list[dict[str, str]]:
    """Return a stored explanation in the language of the page: the steps of the predicate, then the achievement."""
    language = "id" if (get_language() or "id").startswith("id") else "en"
    steps = [*stored.get("reuse", ()), *stored.get("steps", ()), *stored.get("achievement", ())]
    return [
        {
            "text": fitted(one[language]),
            "citation": f"{one['cite']['instrument']} {one['cite']['article']}",
            "confidence": one["cite"].get("confidence", ""),
        }
        for one in steps
    ]


def rulings(listed: tuple[Ruling, ...]) -> list[dict[str, str]]:
    """Return answers of the law in the language of the page."""
    indonesian = (get_language() or "id").startswith("id")
    return [
        {"text": fitted(one.id if indonesian else one.en), "citation": str(one.cite), "confidence": ""}
        for one in listed
    ]


def readers_of_rating() -> list[str]:
    """Say who reads a rating and its grounds."""
    return [
        _("you"),
        _("the employee once it is delivered"),
        pgettext("reader", "the superior"),
        _("the performance officer after you sign"),
        _("an auditor, whose look is recorded"),
    ]


def readers_of_self() -> list[str]:
    """Say who reads a self-appraisal."""
    return [_("you"), _("your appraiser"), _("the superior of your appraiser")]


def readers_of_opinion() -> list[str]:
    """Say who reads a colleague's opinion; the colleague judged is not among them."""
    return [
        _("you"),
        _("the appraiser of your colleague"),
        _("the superior of the appraiser"),
        _("not your colleague"),
    ]
