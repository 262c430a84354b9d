"""The reader's own steps of an evaluation as buttons, and the line that says who acts next until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from selaras.appraisal.models import Evaluation, EvaluationState, Objection
from selaras.appraisal.permissions import (
    can_judge,
    can_reuse,
    can_sign_changed,
    is_changed,
    is_on_behalf,
    reporter_of,
    side_of,
    unsigned_side,
)
from selaras.appraisal.queries.reuse import RUNNING, reusable_for, reuse_of
from selaras.appraisal.workflow import EVALUATION
from selaras.core.actor import Actor
from selaras.core.workflow import OpenStep
from selaras.organisation.models import Person
from selaras.organisation.queries.presence import Presence, presence_of

State = EvaluationState
LINKED = {"rate": "appraisal:rate", "object": "appraisal:objection", "decide": "appraisal:objection"}
ELSEWHERE = frozenset({"reuse"})
"""The agreement on a previous result has a page of its own."""

ASIDE = ("object", "take_back")
"""A right and a correction: both are there, and no page urges anybody to use them."""


def next_steps(user: Actor, found: Evaluation, objection: Objection | None) -> dict[str, Any]:
    """Return what the card of the next step shows: the sentence, the reader's buttons, the previous result."""
    return {
        "next_line": next_line(user, found, objection),
        "actions": actions(user, found, objection),
        "reuse": reuse_link(user, found),
    }


def actions(user: Actor, found: Evaluation, objection: Objection | None) -> list[dict[str, Any]]:
    """Return the buttons of a page: what the reader may do now, and what is the reader's but not open, with why."""
    on_behalf = any(is_on_behalf(user, one, found.unit_id) for one in (found.evaluator, found.person))
    asks = on_behalf and not (user.is_person(found.evaluator_id) and bool(can_judge(user, found)))
    decided = objection is not None and bool(objection.decision)
    shown = []
    for one in EVALUATION.open_to(user, found):
        hidden = one.step.name in ELSEWHERE or (decided and one.step.name == "object")
        if not hidden and (one.verdict.allowed or _is_own(user, found, one.step.name)):
            shown.append(_button(found, one, asks))
    if can_sign_changed(user, found):
        shown.append(_signing_changed(user, found))
    return shown


def _signing_changed(user: Actor, found: Evaluation) -> dict[str, Any]:
    """The places of employee and appraiser on D.1.3: a right, and nothing waits for it."""
    signer = found.person if unsigned_side(user, found) == "EMPLOYEE" else found.appraiser
    return {
        "code": "sign_changed",
        "label": _("Sign the changed result (D.1.3)"),
        "leads": False,
        "allowed": True,
        "reason": "",
        "asks": _("Why you record this for somebody else")
        if is_on_behalf(user, signer, found.unit_id) and signer and not user.is_person(signer.pk)
        else None,
        "readers": None,
        "href": None,
    }


def _is_own(user: Actor, found: Evaluation, step: str) -> bool:
    """Say whether a step is this person's by the law, though it may be refused just now."""
    owners = {
        "rate": (found.appraiser_id, found.evaluator_id),
        "accept": (found.person_id,),
        "object": (found.person_id,),
        "decide": (found.superior_id,),
        "report": (found.superior_id if is_changed(found) else found.evaluator_id,),
    }.get(step, (found.evaluator_id,))
    return any(user.is_person(one) for one in owners)


def _button(found: Evaluation, opened: OpenStep, on_behalf: bool) -> dict[str, Any]:
    name = opened.step.name
    ask, readers = None, None
    if name == "take_back":
        ask = _("Which error you correct")
        readers = [_("you"), _("everybody who may read this evaluation, in its history")]
    elif on_behalf and name in ("deliver", "accept"):
        ask = _("Why you record this for somebody else")
    return {
        "code": name,
        "label": str(opened.step.label),
        "leads": name not in ASIDE,
        "allowed": opened.verdict.allowed,
        "reason": str(opened.verdict.reason),
        "asks": ask,
        "readers": readers,
        "href": reverse(LINKED[name], args=[found.pk]) if name in LINKED else None,
    }


def reuse_link(user: Actor, found: Evaluation) -> str:
    """Return the words of the link to the previous result, for the two who agree on it; empty where none serves."""
    if not side_of(user, found) or not can_reuse(found):
        return ""
    known = reuse_of(found)
    if known is not None and known.state in RUNNING:
        return _("Previous result: %(state)s") % {"state": known.get_state_display()}
    return _("Use the previous result") if reusable_for(found) else ""


def last_day(found: Evaluation) -> date | None:
    """Return until when the evaluation has to be signed: by the appraiser, again, or by the superior."""
    regular = found.sign_until if found.is_escalated else found.window.closes_on
    return max(regular, found.sign_again_until) if regular and found.sign_again_until else regular


def next_line(user: Actor, found: Evaluation, objection: Objection | None) -> str:
    """Say in one sentence who acts next and until when."""
    task, person, until = _next(found, objection)
    if not task:
        return _("Nothing is left to do: the result has been reported.")
    if person is None:
        return _(
            "Next: %(task)s. Nobody is recorded for it; the performance officer has to name somebody."
        ) % {"task": task}
    name = pgettext("who acts next", "you") if user.is_person(person.pk) else person.name
    if until is None:
        line = _("Next: %(task)s by %(name)s.") % {"task": task, "name": name}
    else:
        words = {"task": task, "name": name, "day": date_format(until, "j F Y")}
        line = _("Next: %(task)s by %(name)s, at the latest on %(day)s.") % words
    return f"{line} {_way_on(user, found, person, until)}".strip()


def _way_on(user: Actor, found: Evaluation, person: Person, until: date | None) -> str:
    """Say how it goes on when who acts next is gone or lets the day pass; nobody waits without knowing for whom."""
    presence = presence_of(person, user.on)
    if presence == Presence.LEFT:
        return _("This person has left; the performance officer is asked to record somebody else.")
    if presence == Presence.WITHOUT_ACCOUNT:
        return _("This person has no account that opens; the performance officer records the step.")
    late = until is not None and user.on > until
    if found.state == State.RATED and not late:
        return _("What is not handed over by then is delivered by itself.")
    if late and found.state in (State.OPEN, State.RATED, State.OBJECTED):
        return _("The last day has passed; the performance officer sees it and can record somebody else.")
    return ""


def _next(found: Evaluation, objection: Objection | None) -> tuple[str, Person | None, date | None]:
    evaluator = found.evaluator
    lines: dict[str, tuple[str, Person | None, date | None]] = {
        State.OPEN: (pgettext("task", "evaluation and signature"), evaluator, last_day(found)),
        State.RATED: (pgettext("task", "delivery to the employee"), evaluator, found.deliver_until),
        State.DELIVERED: (pgettext("task", "signature or objection"), found.person, found.return_until),
        State.OBJECTED: (
            pgettext("task", "decision on the objection"),
            found.superior,
            objection.decide_until if objection else None,
        ),
        State.REPORTED: ("", None, None),
    }
    report = pgettext("task", "report to the authorised official")
    return lines.get(found.state) or (report, reporter_of(found), found.report_until)
