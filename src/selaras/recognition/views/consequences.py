"""The follow-up that predicates propose: the list, one task, and proposing for a whole window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.appraisal.models import Predicate
from selaras.appraisal.papers import window_name
from selaras.core import audit, jobs
from selaras.core.http import PAGE_SIZES, AgencyRequest, page_of, reason_sent, signed_in
from selaras.core.verdict import InvalidRefused, Refused, require
from selaras.core.vocabulary import word
from selaras.organisation.queries import headers_of
from selaras.organisation.views.exporting import all_of, export, is_export
from selaras.planning.models import Window
from selaras.recognition import operations
from selaras.recognition.models import Consequence, ConsequenceKind, ConsequenceState
from selaras.recognition.permissions import DECIDING, can_oversee_consequences, can_start_rounds
from selaras.recognition.queries import consequence_for, consequences_for
from selaras.recognition.tasks import PROPOSE
from selaras.recognition.views.sent import version_sent
from selaras.recognition.workflow import CONSEQUENCE
from selaras.rules.dated import entry_of

MOST_WINDOWS = 24
STEPS: dict[str, Callable[..., Consequence]] = {
    "take_up": operations.take_up,
    "decline": operations.decline,
    "finish": operations.finish,
}


@signed_in
@require_safe
def consequences(request: AgencyRequest) -> HttpResponse:
    """List the proposed follow-up in reach."""
    actor = request.actor
    require(can_oversee_consequences(actor))
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    window = request.GET.get("window", "")
    windows = _windows(request)
    rows = consequences_for(
        actor,
        state if state in ConsequenceState.values else "",
        kind if kind in ConsequenceKind.values else "",
        request.GET.get("q", "")[:100],
        int(window) if window in {str(one.pk) for one in windows} else None,
    )
    if is_export(request):
        return _exported(request, all_of(rows))
    page = page_of(rows, request)
    context = {
        "page": page,
        "headers": headers_of([one.person_id for one in page.rows], actor.on),
        "decides": actor.role in DECIDING,
        "windows": windows,
        "filters": _filters(windows),
        "window_name": window_name,
    }
    return render(request, "recognition/consequences.html", context)


def _exported(request: AgencyRequest, found: list[Consequence]) -> HttpResponse:
    """The follow-up as a workbook, with the columns of the page."""
    headers = headers_of([one.person_id for one in found], request.actor.on)
    columns = (
        word("employee"), _("Position"), word("unit"), _("Evaluation"), _("Predicate"),
        _("Proposed follow-up"), _("Source"), _("State"),
    )  # fmt: skip
    rows = (
        (
            one.person.name, getattr(headers.get(one.person_id), "position", ""),
            getattr(headers.get(one.person_id), "unit", ""), window_name(one.evaluation.window),
            Predicate(one.predicate).label if one.predicate else "", one.get_kind_display(), one.article,
            one.get_state_display(),
        )
        for one in found
    )  # fmt: skip
    return export(request, _("Follow-up of appraisals"), columns, rows)


def _windows(request: AgencyRequest) -> list[Window]:
    rows = Window.objects.filter(judged_until__lt=request.actor.on).select_related("period")
    return list(rows.order_by("-judged_until", "kind")[:MOST_WINDOWS])


def _filters(windows: list[Window]) -> list[dict[str, Any]]:
    return [
        {"name": "state", "label": _("State"), "options": [("", _("All states")), *ConsequenceState.choices]},
        {"name": "kind", "label": _("Kind"), "options": [("", _("All kinds")), *ConsequenceKind.choices]},
        {
            "name": "window",
            "label": _("Evaluation"),
            "options": [("", _("All evaluations")), *((one.pk, window_name(one)) for one in windows)],
        },
    ]


@signed_in
@require_POST
def consequences_propose(request: AgencyRequest) -> HttpResponse:
    """Start the work that proposes the follow-up of a window."""
    require(can_start_rounds(request.actor))
    asked = request.POST.get("window", "")
    window = next((one for one in _windows(request) if str(one.pk) == asked), None)
    if window is None:
        raise InvalidRefused(_("Choose an evaluation whose period has ended."))
    row = jobs.start(
        kind=PROPOSE,
        by=request.actor,
        at=request.at,
        values={"window": window.pk, "role": str(request.actor.role)},
        back_url=reverse("recognition:consequences"),
    )
    return redirect("jobs:job", row.pk)


@signed_in
@require_POST
def consequences_decide(request: AgencyRequest) -> HttpResponse:
    """Take up or decline the follow-ups that were ticked in the list; all of them or none."""
    require(can_start_rounds(request.actor))
    step = "decline" if request.POST.get("step") == "decline" else "take_up"
    back = reverse("recognition:consequences") + f"?{request.GET.urlencode()}"
    try:
        count = operations.decide_many(
            chosen=_chosen(request),
            step=step,
            reason=reason_sent(request) if step == "decline" else "",
            by=request.actor,
            at=request.at,
        )
    except Refused as refused:
        messages.error(request, _("Nothing was decided: %(why)s") % {"why": refused.sentence})
        return redirect(back)
    done = (
        ngettext("%(num)s follow-up was declined.", "%(num)s follow-ups were declined.", count)
        if step == "decline"
        else ngettext("%(num)s follow-up was taken up.", "%(num)s follow-ups were taken up.", count)
    )
    messages.success(request, done % {"num": count})
    return redirect(back)


def _chosen(request: AgencyRequest) -> list[tuple[Consequence, int | None]]:
    """Return the ticked rows in reach ("12:1": the row and the version that was shown)."""
    sent = [one.partition(":")[::2] for one in request.POST.getlist("pick")[: PAGE_SIZES[-1]]]
    versions = {int(pk): version for pk, version in sent if f"{pk}{version}".isdigit() and len(pk) < 19}
    rows = consequences_for(request.actor).filter(pk__in=versions)
    return [(one, int(versions[one.pk] or 0)) for one in rows]


@signed_in
def consequence(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one proposed follow-up with its reason; a POST decides."""
    found = consequence_for(request.actor, pk, request.at)
    if request.method == "POST":
        return _decide(request, found)
    oversees = audit.history_of(found)
    context = {
        "consequence": found,
        "header": headers_of([found.person_id], request.actor.on)[found.person_id],
        "steps": CONSEQUENCE.open_to(request.actor, found) if request.actor.role in DECIDING else [],
        "why": _why(found),
        "history": oversees,
        "window": window_name(found.evaluation.window),
        "act": _act(found),
    }
    return render(request, "recognition/consequence.html", context)


def _decide(request: AgencyRequest, found: Consequence) -> HttpResponse:
    step = STEPS.get(request.POST.get("step", ""))
    if step is not None:
        step(
            consequence=found,
            reason=reason_sent(request),
            by=request.actor,
            at=request.at,
            version=version_sent(request),
        )
        messages.success(request, _("The decision was recorded."))
    return redirect("recognition:consequence", found.pk)


def _why(found: Consequence) -> list[dict[str, str]]:
    """Return the steps of the reason: what the table says for this predicate, and that it only proposes."""
    entry = entry_of(found.law_ref)
    language = "id" if (get_language() or "id").startswith("id") else "en"
    row = entry.value[found.kind]
    steps = [
        {
            "text": getattr(row["sentence"], language),
            "citation": found.article,
            "confidence": entry.confidence,
        }
    ]
    if entry.note is not None:
        steps.append(
            {
                "text": getattr(entry.note, language),
                "citation": str(entry.cite),
                "confidence": entry.confidence,
            }
        )
    return steps


def _act(found: Consequence) -> str:
    """Return the address of the page on which this kind of follow-up is done, where recognition has it."""
    pages = {
        ConsequenceKind.AWARD: "recognition:award_new",
        ConsequenceKind.SANCTION_REVIEW: "recognition:sanction_new",
    }
    name = pages.get(ConsequenceKind(found.kind))
    return f"{reverse(name)}?person={found.person_id}" if name else ""
