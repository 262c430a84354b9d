"""Training: the list, one training with the places in it, entering and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core import audit
from selaras.core.actor import RoleCode
from selaras.core.http import AgencyRequest, add_refusal, handle, page_of, reason_sent, signed_in
from selaras.core.verdict import Refused, require
from selaras.development import operations
from selaras.development.forms import AskForm, ProposeForm, TrainingEntryForm
from selaras.development.models import Enrolment, EnrolmentState, Training, TrainingKind, TrainingState
from selaras.development.operations.trainings import FIELDS
from selaras.development.permissions import OVERSEEING, can_ask, can_change_training, can_write_trainings
from selaras.development.queries import (
    enrolments_for,
    staff_of,
    training_for,
    trainings_for,
    weaknesses_of,
)
from selaras.development.views.sent import version_sent
from selaras.development.workflow import GONE, TRAINING
from selaras.organisation.models import Person
from selaras.organisation.queries import headers_of
from selaras.organisation.queries.structure import unit_choices
from selaras.rules.tables import tell_forms

ROWS = 50
LEADING = (RoleCode.APPRAISER, RoleCode.SUPERIOR)


def tabs_of(request: AgencyRequest, current: str) -> list[dict[str, Any]]:
    """Return the tabs of training: the list, own hours, and for overseers the units and requests."""
    tabs = [("trainings", _("Training")), ("hours", _("My hours (JP)"))]
    if request.actor.person_id is None or not request.actor.is_personal:
        tabs = tabs[:1]
    if request.actor.role == RoleCode.OFFICER:
        tabs.append(("requests", _("Requests")))
    if request.actor.role in OVERSEEING:
        tabs.append(("unit_hours", _("Hours by unit")))
    return [
        {"label": label, "href": reverse(f"development:{name}"), "current": name == current}
        for name, label in tabs
    ]


def year_asked(request: AgencyRequest, default: int | None = None) -> int | None:
    """Return the year in the address when it is a sensible one."""
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else default


def years_around(request: AgencyRequest) -> list[tuple[int, str]]:
    """Return the years that a filter offers."""
    return [(year, str(year)) for year in range(request.actor.on.year + 1, request.actor.on.year - 5, -1)]


@signed_in
@require_safe
def trainings(request: AgencyRequest) -> HttpResponse:
    """List training with filters."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    rows = trainings_for(
        request.actor,
        request.GET.get("q", "")[:100],
        state if state in TrainingState.values else "",
        kind if kind in TrainingKind.values else "",
        year_asked(request),
    )
    context = {
        "page": page_of(rows, request),
        "tabs": tabs_of(request, "trainings"),
        "may_add": bool(can_write_trainings(request.actor)),
        "places": dict(EnrolmentState.choices),
        "filters": [
            {
                "name": "state",
                "label": _("State"),
                "options": [("", _("All states")), *TrainingState.choices],
            },
            {"name": "kind", "label": _("Kind"), "options": [("", _("All kinds")), *TrainingKind.choices]},
            {"name": "year", "label": _("Year"), "options": [("", _("All years")), *years_around(request)]},
        ],
    }
    return render(request, "development/trainings.html", context)


def _entry(request: AgencyRequest, initial: dict[str, Any] | None = None) -> TrainingEntryForm:
    return TrainingEntryForm(
        request.POST or None,
        initial=initial,
        units=unit_choices(request.actor),
        whole_agency=request.actor.whole_agency,
    )


@signed_in
def training_new(request: AgencyRequest) -> HttpResponse:
    """Enter a training."""
    require(can_write_trainings(request.actor))
    form = _entry(request)

    def add(values: dict[str, Any]) -> Training:
        fields = {name: values[name] for name in FIELDS}
        return operations.add_training(**fields, by=request.actor, at=request.at)

    def then(made: Training) -> str:
        messages.success(request, _("The training was entered. Colleagues can ask for a place."))
        return reverse("development:training", args=[made.pk])

    return handle(
        request, form, add, template="development/training_new.html", then=then, context=_counting(request)
    )


def _counting(request: AgencyRequest) -> dict[str, Any]:
    """How each form counts lesson hours, for agencies that the law binds; the programme's own number goes first."""
    return {"forms": tell_forms(on=request.actor.on) if request.agency.is_public else None}


@signed_in
def training_edit(request: AgencyRequest, pk: int) -> HttpResponse:
    """Change an open training."""
    found = training_for(request.actor, pk)
    require(can_change_training(request.actor, found))
    form = _entry(request, {name: getattr(found, name) for name in FIELDS})

    def change(values: dict[str, Any]) -> Training:
        fields = {name: values[name] for name in FIELDS}
        return operations.change_training(
            training=found, **fields, by=request.actor, at=request.at, version=values["version"]
        )

    def then(done: Training) -> str:
        messages.success(request, _("The training was changed."))
        return reverse("development:training", args=[done.pk])

    return handle(
        request,
        form,
        change,
        template="development/training_edit.html",
        then=then,
        context={"training": found, **_counting(request)},
    )


@signed_in
def training(request: AgencyRequest, pk: int) -> HttpResponse:
    """Show one training; a POST asks for a place, proposes somebody, or takes a step."""
    found = training_for(request.actor, pk)
    forms = _forms(request, found)
    if request.method != "POST":
        return _page(request, found, forms)
    return _write(request, found, forms)


def _forms(request: AgencyRequest, found: Training) -> dict[str, Any]:
    """Return the two forms about places; the one that was sent is bound."""
    actor, what = request.actor, request.POST.get("step", "")
    if not can_ask(actor, found, actor.person_id or 0):
        return {"ask": None, "propose": None}
    staff = staff_of(actor) if actor.role in LEADING else []
    mine = [actor.person_id] if actor.person_id is not None else []
    known = weaknesses_of(actor, mine + [one.pk for one in staff])
    own = [one for one in known if one.person_id == actor.person_id]
    theirs = [one for one in known if one.person_id != actor.person_id]
    sent = request.POST if what == "propose" else None
    return {
        "ask": AskForm(request.POST if what == "ask" else None, weaknesses=own),
        "propose": ProposeForm(sent, staff=staff, weaknesses=theirs, auto_id="staff_%s") if staff else None,
    }


def _write(request: AgencyRequest, found: Training, forms: dict[str, Any]) -> HttpResponse:
    what = request.POST.get("step", "")
    if what in ("hold", "cancel"):
        _step(request, found, what)
        return redirect("development:training", found.pk)
    form, status = forms.get(what), 422
    if form is None:
        require(can_ask(request.actor, found, request.actor.person_id or 0))
        return redirect("development:training", found.pk)
    if form.is_valid():
        try:
            _ask(request, found, dict(form.cleaned_data))
            return redirect("development:training", found.pk)
        except Refused as refused:
            status = refused.status
            add_refusal(form, refused)
    return _page(request, found, forms, status)


def _ask(request: AgencyRequest, found: Training, values: dict[str, Any]) -> None:
    person = values.pop("person", None)
    values.pop("version", None)
    if person is None:
        person = Person.objects.get(pk=request.actor.acting_person_id)
        messages.success(request, _("Your request was received. The performance officer decides."))
    else:
        messages.success(
            request, _("%(name)s was proposed. The performance officer decides.") % {"name": person.name}
        )
    operations.ask_enrolment(training=found, person=person, **values, by=request.actor, at=request.at)


def _step(request: AgencyRequest, found: Training, what: str) -> None:
    version = version_sent(request)
    if what == "hold":
        operations.hold_training(training=found, by=request.actor, at=request.at, version=version)
        messages.success(request, _("The training is marked as held."))
    else:
        operations.cancel_training(
            training=found,
            reason=reason_sent(request),
            by=request.actor,
            at=request.at,
            version=version,
        )
        messages.success(request, _("The training was cancelled and everybody in it was told."))


def _own_place(request: AgencyRequest, found: Training, rows: list[Enrolment]) -> Enrolment | None:
    """Return the actor's enrolment, from the rows of the page where it is among them."""
    actor = request.actor
    if not actor.is_personal or not getattr(found, "mine", None):
        return None
    here = next((one for one in rows if one.person_id == actor.person_id), None)
    return here or enrolments_for(actor, found, person=actor.person_id).first()


def _page(request: AgencyRequest, found: Training, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    actor = request.actor
    page = page_of(enrolments_for(actor, found), request, size=ROWS)
    own = _own_place(request, found, page.rows)
    is_officer = actor.role == RoleCode.OFFICER
    context = {
        "training": found,
        **forms,
        "own": own,
        "own_gone": own is None or own.state in GONE,
        "verdict": can_ask(actor, found, actor.person_id or 0),
        "page": page,
        "others": [one for one in page.rows if one.person_id != actor.person_id or is_officer],
        "headers": headers_of([one.person_id for one in page.rows], actor.on),
        "is_officer": is_officer,
        "may_change": bool(can_change_training(actor, found)),
        "can_record": is_officer and actor.on >= found.starts_on and found.state != TrainingState.CANCELLED,
        "steps": TRAINING.open_to(actor, found) if is_officer else [],
        "history": audit.history_of(found) if is_officer else None,
    }
    return render(request, "development/training.html", context, status=status)
