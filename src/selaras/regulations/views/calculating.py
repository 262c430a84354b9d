"""Pages that ask the rules: the list of calculators, and one of them with its explanation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from selaras.core.http import AgencyRequest, own_affair, signed_in
from selaras.core.verdict import require
from selaras.regulations.forms.schema import SchemaForm, leaves_of, read_given, variant_of
from selaras.regulations.permissions import can_read_regulations
from selaras.regulations.queries.answers import Line, command_of, json_of, lines_of
from selaras.regulations.queries.calculators import answer_of, calculator_of, calculators_of
from selaras.regulations.queries.instruments import Other
from selaras.regulations.queries.kinds import Calculator
from selaras.regulations.queries.shelves import shelved
from selaras.regulations.queries.words import code_word, said
from selaras.regulations.views.asked import day_asked, tabs_of
from selaras.rules.contract.schema import InputRefused, Schema
from selaras.rules.dated import NotInForce, instruments
from selaras.rules.explain import Explanation
from selaras.rules.sentences import day_words, say


@dataclass(frozen=True)
class Reply:
    """What came of asking: an answer with its steps, or the sentence why there is none on that day."""

    told: Explanation | None = None
    lines: tuple[Line, ...] = ()
    json: str = ""
    command: str = ""
    sentence: str = ""


@signed_in
@require_safe
def calculators(request: AgencyRequest) -> HttpResponse:
    """List the calculators."""
    require(can_read_regulations(request.actor))
    listed = {
        one.key: {
            "key": one.key,
            "title": said(one.title),
            "instruments": _instruments(one),
            "topic": one.topic,
        }
        for one in calculators_of(request.agency, request.actor.on)
    }
    context = {"shelves": shelved(listed), "tabs": tabs_of("calculators")}
    return render(request, "regulations/calculators.html", context)


@own_affair
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calculator(request: AgencyRequest, key: str) -> HttpResponse:
    """Ask one rule. Everything stands in the address, so that an answer can be shared by its link.

    A number that names a person is sent instead: addresses are kept in histories and logs, and are passed on.
    """
    require(can_read_regulations(request.actor))
    on = day_asked(request)
    found, missing = _found(request, key, on)
    if request.method == "POST" and not found.is_personal:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    data = request.POST if found.is_personal else request.GET
    schema, variant = variant_of(found.schema, data)
    is_asked = "asked" in data or request.method == "POST"
    form = SchemaForm(
        data if is_asked else None, leaves=list(leaves_of(schema)), labels=found.labels, auto_id="ask-%s"
    )
    reply = _sorry(missing) if missing else _reply(found, schema, form, on) if is_asked else Reply()
    if request.GET.get("format") == "json" and reply.told:
        return JsonResponse(reply.told.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})
    return render(
        request, "regulations/calculator.html", _context(request, found, schema, variant, form, reply)
    )


def _found(request: AgencyRequest, key: str, on: date) -> tuple[Calculator, NotInForce | None]:
    """The calculator as it is on the day; where the law has nothing for that day, today's with the reason."""
    try:
        try:
            return calculator_of(request.agency, key, on), None
        except NotInForce as missing:
            return calculator_of(request.agency, key, request.actor.on), missing
    except KeyError:
        raise Http404 from None


def _reply(found: Calculator, schema: Schema, form: SchemaForm, on: date) -> Reply:
    given = read_given(schema, form.data)
    form.full_clean()
    try:
        told = answer_of(found, given, on)
    except InputRefused as refused:
        form.take(refused.errors)
        return Reply()
    except NotInForce as missing:
        return _sorry(missing)
    lines = tuple(lines_of(found.output, told.result, found.labels))
    return Reply(told, lines, json_of(told), command_of(found, given, on))


def _sorry(missing: NotInForce) -> Reply:
    return Reply(sentence=said(say("not_in_force", what=missing.what, day=day_words(missing.on))))


def _context(
    request: AgencyRequest,
    found: Calculator,
    schema: Schema,
    variant: str | None,
    form: SchemaForm,
    reply: Reply,
) -> dict[str, Any]:
    shared = request.GET.copy()
    shared.setlist("format", ["json"])
    return {
        "on": day_asked(request),
        "calculator": found,
        "title": said(found.title),
        "instruments": _instruments(found),
        "variants": _variants(request, found, variant, schema),
        "constants": _constants(schema),
        "form": form,
        "groups": form.groups(found.labels),
        "reply": reply,
        "json_address": "" if found.is_personal else f"?{shared.urlencode()}",
    }


def _instruments(found: Calculator) -> list[Other]:
    return [Other(key, instruments()[key]["name"]) for key in found.instruments]


def _constants(schema: Schema) -> dict[str, str]:
    return {name: one["const"] for name, one in schema["properties"].items() if "const" in one}


def _variants(
    request: AgencyRequest, found: Calculator, variant: str | None, schema: Schema
) -> list[dict[str, Any]]:
    """Doors to the other shapes of the input, where there is more than one."""
    if variant is None or len(found.schema["oneOf"]) < 2:
        return []
    now = schema["properties"][variant]["const"]
    listed = []
    for one in found.schema["oneOf"]:
        const = one["properties"][variant]["const"]
        asked = QueryDict(mutable=True)
        asked.update({variant: const, "on": day_asked(request).isoformat()})
        name = instruments()[const]["name"] if const in instruments() else code_word(const, "")
        address = reverse("regulations:calculator", args=[found.key])
        listed.append({"label": name, "href": f"{address}?{asked.urlencode()}", "current": const == now})
    return listed
