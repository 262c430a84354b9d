"""Role × route over all routes, both ways: who may open and send what, compared with routes.yaml line by line.

Each line of the table is written down on purpose. After adding a page run this test with `WRITE_ROUTES=1`, then read
the new lines: they say what the code does, not what it should do. Sends are rolled back and hold as
much as `sent` says; 302, 409 and 422 mean that the person is let through the door, 403 and 404 that it stays shut.
A method that a route does not know has no line.
"""

import os
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from tests import cast as people
from tests.architecture import prepared_year

from selaras.core import clock
from selaras.core.models import Event
from selaras.core.tenancy import acting_in

# Without the mark pytest-django sets no database up; each test's own transaction lies inside that of `made`.
pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("routes.yaml")
EVERYBODY = {
    "Sari": None,  # the employee about whom everything is
    "Budi": None,  # her appraiser
    "Ratna": None,  # his superior
    "Wati": None,  # a peer
    "Dewi": "OFFICER",  # of the whole agency
    "Yusuf": "OFFICER",  # of another unit
    "Hasan": "HEAD",
    "Joko": "AUDITOR",
    "Oki": "OPERATOR",
    "Lina": None,  # an employee of the other agency
    "Tono": "OFFICER",  # the officer of the other agency
}
OUTSIDE = {"Lina", "Tono"}
TELLTALES = {
    "Oki": (prepared_year.RESULT.text, "Layanan mutasi tertib", "11 usul", "Penugasan belum dihitung"),
    "Lina": ("Wulandari", "Kepahiang", prepared_year.RESULT.text),
    "Tono": ("Wulandari", "Kepahiang", prepared_year.RESULT.text),
}
"""What no page may say to these, wherever it says it."""
SHUT = {403, 404, 405}
PUBLIC = {
    "health": "a load balancer asks whether the product is alive; it answers one word",
    "web:language": "the language is chosen before signing in",
    "web:favicon": "browsers ask for the mark before anybody signed in",
    "documents:verify": "whoever holds a paper must be able to ask whether it is genuine",
    "monitoring:personal": "an external party answers through a personal link, without an account",
    "api:openapi-json": "the description of the API holds no data",
}
OWN = {
    "web:language": "everybody chooses the own language",
    "accounts:switch_agency": "chooses among the own agencies",
    "accounts:switch_role": "chooses among the own roles",
    "accounts:read_notices": "marks the own notices as read",
    "organisation:own_email": "takes the own address for the own account",
    "organisation:invitation": "answers for the own account only",
    "tokens:tokens": "a token holds no more than the own role",
    "tokens:revoke": "revokes the own token only",
    "monitoring:personal": "whoever holds the personal link, in whatever role",
}
"""What also an auditor, an operator and people of another agency may send: it concerns nobody but themselves."""
CLOSED_TO_OPERATORS = ("planning:plan", "planning:result", "monitoring:", "appraisal:", "api:")


def walk(resolver, namespaces=(), before=""):
    """Yield name, pattern and view of every address."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from walk(entry, inner, before + str(entry.pattern))
        else:
            yield ":".join((*namespaces, entry.name)), before + str(entry.pattern), entry


ROUTES = {name: entry for name, pattern, entry in walk(get_resolver())}
ALLAUTH = {name for name, entry in ROUTES.items() if entry.callback.__module__.startswith("allauth.")}
OURS = sorted(set(ROUTES) - ALLAUTH - {"web:gallery"})


def arguments(name, made):
    """What to put into the address of a route."""
    special = {
        "appraisal:achievement": {"window": made.window.pk, "unit": made.cast.units["MUTASI"].pk},
        "appraisal:objection": {"pk": made.objected.pk},
        "appraisal:statement": {"pk": made.objected.pk},
        "appraisal:decision": {"pk": made.objected.pk},
        "development:improvement_new": {"evaluation_id": made.settled.pk},
        "monitoring:report": {"report_id": made.report.pk},
        "monitoring:save": {"report_id": made.draft.pk},
        "monitoring:request": {"request_id": made.request.pk},
        "appraisal:step": {"pk": made.closed.pk},
        "appraisal:papers": {"pk": made.judged_window.pk},
        "planning:plan_draft_pdf": {"pk": made.plan.pk, "form": "A.1.7"},
        "planning:matrix_cell": {"pk": made.matrix.pk, "cell_pk": made.cell.pk},
        "documents:verify": {"token": made.paper.token},
        "regulations:instrument": {"key": "permenpanrb-6-2022"},
        "regulations:calculator": {"key": "credit"},
        "regulations:choice": {"topic": "allowance"},
        "regulations:withdraw": {"topic": "working-week", "pk": made.choice.pk},
    }
    named = ROUTES[name].pattern.converters
    return special.get(name) or {key: key_of(name, key, made) for key in named}


def key_of(name, key, made):
    """The row that a parameter of a route names, by the parameter or by the first word of the route."""
    by_parameter = {
        "person_id": made.cast["Sari"], "plan_id": made.plan, "report_id": made.report,
        "evaluation_id": made.open, "evidence_id": made.evidence, "feedback_id": made.feedback,
        "request_id": made.request, "step_id": made.action, "paper_id": made.paper, "survey_id": made.survey,
        "job_id": made.job, "notice_id": made.notice, "token_id": made.api_token, "post": made.cast.assignments["Sari"],
    }  # fmt: skip
    if key == "token":
        return made.token
    if key in ("number", "lineage"):
        return 1 if key == "number" else made.result.lineage_id
    return (by_parameter.get(key) or row_of(str(ROUTES[name].pattern), made)).pk


def row_of(pattern, made):
    """The row behind `<int:pk>`, by the words before it; the longest that fits."""
    rows = {
        "organisation/people/": made.cast["Sari"], "organisation/units/": made.cast.units["MUTASI"],
        "organisation/positions/": made.cast.positions["Sari"], "organisation/delegations/": made.delegation,
        "organisation/agency/holidays/": made.holiday, "organisation/members/": made.cast.members["Sari"],
        "organisation/invitations/": made.invitation,
        "organisation/grants/": made.grant, "organisation/import/": made.job, "periods/": made.period,
        "windows/": made.window, "plans/": made.plan, "goals/": made.goal, "goal-indicators/": made.goal_indicator,
        "agreements/": made.agreement, "agreement-items/": made.item, "matrices/": made.matrix,
        "socialisation/": made.publication, "evaluations/": made.open, "opinions/": made.opinion,
        "recognition/praise/": made.praise, "recognition/months/": made.round, "recognition/awards/": made.award,
        "recognition/follow-up/": made.consequence, "sanctions/": made.sanction, "trainings/": made.training,
        "enrolments/": made.enrolment, "improvements/": made.improvement,
    }  # fmt: skip
    return next(row for words, row in rows.items() if pattern.startswith(f"{words}<"))


def sent(name, made):
    """What is sent where an empty form would not come as far as the permission: a step, with its reason."""
    why = {"reason": "Alasan", "grounds": "Alasan", "reasons": "Alasan", "statement": "Pernyataan"}
    steps = {
        "planning:plan_step": "submit", "planning:period_step": "close", "planning:agreement_step": "sign",
        "monitoring:close_request": "withdraw", "appraisal:step": "report", "insight:survey_step": "close",
        "recognition:sanction": "revoke", "recognition:consequence": "take_up", "recognition:round": "close",
        "development:training": "cancel", "development:enrolment": "accept", "development:improvement": "cancel",
        "appraisal:statement": "", "appraisal:objection": "", "regulations:withdraw": "",
    }  # fmt: skip
    if name in steps:
        return {"step": steps[name], **why}
    month = {
        "plan": made.plan.pk,
        "month": "2026-05",
        "period": made.period.pk,
        "window": made.judged_window.pk,
    }
    return {
        "planning:publication_act": {"act": "remind"}, "planning:result_act": {"act": "down"},
        "planning:matrix_add": {"plan": made.plan.pk}, "monitoring:open_report": month,
        "monitoring:open_month": month, "monitoring:feedback_paper": month,
        "appraisal:ask": {"author": made.cast["Ratna"].pk}, "appraisal:decision": {"decision": "UPHELD", **why},
        "development:enrol": {"people": made.cast["Wati"].pk}, "organisation:member_act": {"act": "reset"},
        "api:step": {"step": "submit", "version": made.version.version},
        "api:change": {"phone": "0811", "version": made.cast["Sari"].version},
        "api:refer": {"system": "SIASN", "kind": "pegawai", "external_id": "A5EB"},
        "api:person": {"phone": "0811", "version": made.cast["Sari"].version},
        "api:people": {"number": "K-9", "name": "Rudi", "employment": "NON_ASN", "from_on": "2026-07-01"},
        "api:add": {"number": "K-9", "name": "Rudi", "employment": "NON_ASN", "from_on": "2026-07-01"},
        "organisation:delegation_end": {"until_on": "2026-07-20"}, "organisation:unit_end": {"until_on": "2026-07-20"},
    }.get(name, {})  # fmt: skip


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """The prepared year, in one transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), clock.fixed(people.AT), transaction.atomic():
        cast = people.build()
        with acting_in(cast.kepahiang):
            year = prepared_year.build(cast)
        year.clients = {name: cast.client(name, role) for name, role in EVERYBODY.items()}
        for client in year.clients.values():
            client.raise_request_exception = False
        yield year
        transaction.set_rollback(True)


def answer(client, method, address, body=None):
    """The answer, given in a savepoint that is rolled back."""
    as_json = {"content_type": "application/json"} if "/api/" in address and method != "get" else {}
    with transaction.atomic():
        got = getattr(client, method)(address, body or {}, **as_json)
        for close in got._resource_closers:  # closing the whole answer would end the connection too
            close()
        transaction.set_rollback(True)
    return got


def methods_of(name):
    """Forms know two methods, the API a third."""
    return ("get", "post", "patch") if name.startswith("api:") else ("get", "post")


def is_no_method(got):
    """A route that does not know the method says so, or leads whoever opens it to its page."""
    return got.status_code == 405 or (got.status_code == 302 and "Allow" in got.headers)


def found(made, name):
    """What everybody gets on a route: {method: {status: names}}."""
    address = reverse(name, kwargs=arguments(name, made))
    lines = {}
    for method in methods_of(name):
        statuses = defaultdict(list)
        for person, client in made.clients.items():
            got = answer(client, method, address, sent(name, made) if method != "get" else None)
            status = got.status_code
            statuses[status].append(person)
            told = () if name in PUBLIC or got.streaming else TELLTALES.get(person, ())
            assert not [word for word in told if word.encode() in got.content], (
                f"{name} tells {person} too much"
            )
            if is_no_method(got):  # said by the route, whoever asks
                break
        else:
            lines[method] = {status: " ".join(names) for status, names in sorted(statuses.items())}
    return lines


@cache
def table():
    return yaml.safe_load(TABLE.read_text(encoding="utf-8")) if TABLE.exists() else {}


def write(lines):
    """Write one line a method, for reading from top to bottom."""
    with TABLE.open("w", encoding="utf-8") as file:
        file.write(
            "# Who gets which answer on every route: see test_routes.py, which compares and says how to add.\n"
        )
        for name, methods in sorted(lines.items()):
            file.write(f'"{name}":\n')
            for method, statuses in methods.items():
                inside = ", ".join(f"{status}: {names}" for status, names in statuses.items())
                file.write(f"  {method}: {{{inside}}}\n")


@pytest.mark.skipif(not os.environ.get("WRITE_ROUTES"), reason="writes the table anew: WRITE_ROUTES=1")
def test_write_the_table(made):
    write({name: found(made, name) for name in OURS})


def test_every_route_is_in_the_table_and_no_other():
    assert sorted(table()) == OURS


@pytest.mark.parametrize("name", OURS)
def test_everybody_gets_the_answer_of_the_table(made, name):
    got = found(made, name)
    assert not {500} & {status for statuses in got.values() for status in statuses}, f"{name} fails: {got}"
    assert got == table().get(name), f"read tests/architecture/routes.yaml: {name}"


@pytest.mark.parametrize("name", OURS)
def test_strangers_are_sent_to_sign_in(made, name):
    view = ROUTES[name].callback
    assert (getattr(view, "access", None) == "public") <= (name in PUBLIC), (
        f"{name} is public without a reason here"
    )
    if name in PUBLIC:
        return
    address = reverse(name, kwargs=arguments(name, made))
    for method in methods_of(name):
        got = answer(Client(), method, address)
        if name.startswith("api:"):
            assert got.status_code in (401, 404, 405), f"{method} {address}"
        elif not is_no_method(got):
            assert got.status_code == 302 and got["Location"].startswith("/accounts/login/"), (
                f"{method} {address}"
            )


@pytest.mark.parametrize("name", OURS)
def test_whoever_may_send_finds_a_page_when_opening_the_address(made, name):
    """No address ends in the browser's own empty page: one that only takes forms leads to a page that opens."""
    if name.startswith("api:"):
        return
    address = reverse(name, kwargs=arguments(name, made))
    for person in let_in(name, "get", "post"):
        got = answer(made.clients[person], "get", address)
        assert got.status_code != 405, f"{address} is empty for {person}"
        hops = []
        while is_no_method(got):
            assert len(hops) < 4, hops
            hops.append(got["Location"])
            got = answer(made.clients[person], "get", got["Location"])
        assert not hops or got.status_code in (200, 302), (
            f"{address} leads {person} over {hops} to {got.status_code}"
        )


def test_a_stranger_at_such_an_address_signs_in_for_the_page(made):
    got = Client().get(reverse("accounts:read_notices"))
    assert got["Location"] == "/accounts/login/?next=%2Faccounts%2Fnotices%2F"


def test_sending_to_a_page_that_only_shows_is_refused_in_words(made):
    got = answer(made.clients["Sari"], "post", reverse("monitoring:own"))
    assert got.status_code == 405
    assert "Ke meja kerja saya" in got.content.decode() or "meja" in got.content.decode()


# A send that is rightly answered by a page of its own, and why.
ANSWERED_BY_A_PAGE = {
    "appraisal:decision": "shows together what will be signed, and signs on the next send",
    "monitoring:personal": "asks once before a request is refused; behind a personal link there is no other page",
    "organisation:member_act": "shows an initial password once, in this answer only",
}


def test_a_page_that_only_shows_takes_nothing():
    """Sending to a page that reads is refused as such (405), never answered as if something had been done."""
    answered = {name for name in OURS if 200 in table()[name].get("post", {}) and not name.startswith("api:")}
    assert answered == set(ANSWERED_BY_A_PAGE)


def let_in(name, *methods):
    """Who gets anything else than a shut door; a route without these methods lets nobody in."""
    lines = [line for method in methods for line in table()[name].get(method, {}).items()]
    return {person for status, people in lines if status not in SHUT for person in people.split()}


@pytest.mark.parametrize("name", OURS)
def test_the_other_agency_finds_nothing(name):
    """Objects of Kepahiang do not exist for people of another agency, whatever role they hold there."""
    if name in PUBLIC or name in OWN or not ROUTES[name].pattern.converters:
        return
    inside = let_in(name, *methods_of(name)) & OUTSIDE
    assert not inside, f"{name} opens to {inside} of another agency"


@pytest.mark.parametrize("name", OURS)
def test_the_auditor_sends_nothing(name):
    assert name in OWN or name in PUBLIC or "Joko" not in let_in(name, "post", "patch")


@pytest.mark.parametrize("name", OURS)
def test_the_operator_sees_no_plan_report_feedback_or_evaluation(name):
    if name in PUBLIC or not name.startswith(CLOSED_TO_OPERATORS) or not ROUTES[name].pattern.converters:
        return
    if name in ("api:person", "api:change", "api:appraiser", "api:refer", "planning:plan_begin"):
        return  # people, not their work
    assert "Oki" not in let_in(name, *methods_of(name))


def test_looking_as_an_auditor_is_recorded(made):
    looks = {
        "planning:plan": made.plan, "monitoring:report": made.report, "appraisal:evaluation": made.closed,
    }  # fmt: skip
    for name, row in looks.items():
        with acting_in(made.cast.kepahiang), transaction.atomic():
            before = Event.objects.filter(verb__endswith=".look").count()
            address = reverse(name, args=[row.pk])
            assert made.clients["Joko"].get(address).status_code == 200
            assert Event.objects.filter(verb__endswith=".look").count() == before + 1, name
            transaction.set_rollback(True)
