"""Pages of what the agency chooses within the law: what holds on a day, its history, a new choice with its reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from selaras.core.http import AgencyRequest, add_refusal, reason_sent, signed_in
from selaras.core.verdict import InvalidRefused, Refused, as_refusal, require
from selaras.regulations import operations
from selaras.regulations.forms.choice import DecisionForm, WithdrawalForm
from selaras.regulations.forms.schema import SchemaForm, flat, leaves_of, read_given, written
from selaras.regulations.models import Choice, Topic
from selaras.regulations.permissions import can_change_choices, can_read_regulations
from selaras.regulations.queries.allowance import cut_labels, sanction_labels
from selaras.regulations.queries.answers import groups_of
from selaras.regulations.queries.choices import Held, all_held, choices_of, held_on
from selaras.regulations.queries.leeway import leeway_of
from selaras.regulations.queries.topics import topics_of
from selaras.regulations.views.asked import day_asked, tabs_of
from selaras.rules.dated import NotInForce


@signed_in
@require_safe
def choices(request: AgencyRequest) -> HttpResponse:
    """Show what the agency has chosen, beside what the law leaves to it."""
    require(can_read_regulations(request.actor))
    on = day_asked(request)
    held = [(one, _shown(one, request)) for one in all_held(request.agency, on)]
    context = {
        "on": on,
        "held": held,
        "tabs": tabs_of("choices"),
        "may_change": can_change_choices(request.actor),
    }
    return render(request, "regulations/choices.html", context)


def _topic(request: AgencyRequest, slug: str) -> Topic:
    for rule in topics_of(request.agency):
        if slug_of(rule.topic) == slug:
            return rule.topic
    raise Http404


def slug_of(topic: str) -> str:
    """Return how a topic is written in addresses."""
    return topic.lower().replace("_", "-")


def _labels(topic: Topic, request: AgencyRequest) -> dict[str, Any]:
    if topic != Topic.ALLOWANCE:
        return {}
    return {**cut_labels(request.actor.on, "cuts"), **sanction_labels("sanctions")}


def _shown(held: Held, request: AgencyRequest) -> list[Any]:
    if held.value is None:
        return []
    schema = held.rule.schema(request.actor.on)
    return groups_of(schema, held.value, _labels(held.rule.topic, request))


@signed_in
def choice(request: AgencyRequest, topic: str) -> HttpResponse:
    """Show one topic with its history; an officer of the whole agency records a new choice."""
    require(can_read_regulations(request.actor))
    chosen = _topic(request, topic)
    may = can_change_choices(request.actor)
    if request.method == "POST":
        require(may)
    held = held_on(request.agency, chosen, day_asked(request))
    forms = _forms(request, chosen, held)
    status = 200
    if request.method == "POST":
        status = _record(request, chosen, *forms)
        if status == 302:
            messages.success(request, _("The choice was recorded."))
            return redirect("regulations:choice", topic)
    context = _context(request, chosen, held, forms, may)
    return render(request, "regulations/choice.html", context, status=status)


def _forms(request: AgencyRequest, topic: Topic, held: Held) -> tuple[SchemaForm, DecisionForm]:
    data = request.POST if request.method == "POST" else None
    leaves = list(leaves_of(held.rule.schema(request.actor.on)))
    initial = {name: written(value) for name, value in flat(held.value or {}).items()}
    values = SchemaForm(
        data,
        leaves=leaves,
        labels=_labels(topic, request),
        initial=initial,
        auto_id="value-%s",
    )
    version = operations.version_of(topic)
    return values, DecisionForm(data, initial={"from_on": request.actor.on, "version": version})


def _record(request: AgencyRequest, topic: Topic, values: SchemaForm, decision: DecisionForm) -> int:
    """Record what was typed; the answer is the status, with the reasons on the forms."""
    values.full_clean()
    if not decision.is_valid():
        return 422
    data = decision.cleaned_data
    given = read_given(_schema(request, topic), values.data)
    try:
        operations.record_choice(
            topic=topic,
            from_on=data["from_on"],
            value=given,
            reason=data["reason"],
            by=request.actor,
            at=request.at,
            version=data["version"],
        )
    except (Refused, NotInForce) as exception:
        refused = as_refusal(exception)
        assert refused is not None
        _place(refused, values, decision)
        return refused.status
    return 302


def _schema(request: AgencyRequest, topic: Topic) -> Any:
    rule = next(one for one in topics_of(request.agency) if one.topic == topic)
    return rule.schema(request.actor.on)


def _place(refused: Refused, values: SchemaForm, decision: DecisionForm) -> None:
    """Put the sentences at the fields of whichever form has them."""
    ours = {name: text for name, text in refused.fields.items() if values.place_of(name)}
    for name, text in ours.items():
        values.add_error(values.place_of(name), text)
    rest = {name: text for name, text in refused.fields.items() if name not in ours}
    if rest or not ours:
        add_refusal(decision, InvalidRefused(refused.sentence, rest))
    else:
        decision.add_error(None, refused.sentence)


def _context(
    request: AgencyRequest, topic: Topic, held: Held, forms: tuple[SchemaForm, DecisionForm], may: Any
) -> dict[str, Any]:
    values, decision = forms
    rows = choices_of(topic)
    labels = _labels(topic, request)
    schema = held.rule.schema(request.actor.on)
    return {
        "on": day_asked(request),
        "topic": topic,
        "held": held,
        "leeway": leeway_of(held, request.agency, day_asked(request), labels),
        "history": [(row, groups_of(schema, row.value, labels)) for row in rows],
        "today": request.actor.on,
        "may_change": may,
        "values": values,
        "groups": values.groups(labels),
        "decision": decision,
        "withdrawal": WithdrawalForm(auto_id=False),
    }


@require_POST
@signed_in
def withdraw(request: AgencyRequest, topic: str, pk: int) -> HttpResponse:
    """Take a choice back before its first day."""
    require(can_change_choices(request.actor))
    found = Choice.objects.filter(pk=pk, topic=_topic(request, topic)).first()
    if found is None:
        raise Http404
    operations.withdraw_choice(choice=found, reason=reason_sent(request), by=request.actor, at=request.at)
    messages.success(request, _("The choice was taken back."))
    return redirect(reverse("regulations:choice", args=[topic]))
