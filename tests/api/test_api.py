"""The API: the same permissions as the pages, one shape of errors, tokens, bounded pages, and never a 500."""

import json
import re
import uuid
from datetime import timedelta

import pytest
import schemathesis
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from tests.cast import AT, TODAY

from selaras.api.frame import api
from selaras.api.routes import api as routed
from selaras.api.tokens import make_token
from selaras.core.models import ApiToken, Receipt
from selaras.core.tenancy import acting_in


def bearer(cast, name, role):
    """A program's client with a token of this person in a role."""
    with acting_in(cast.agency_of(name)):
        _token, key = make_token(
            name="tests",
            role=role,
            expires_on=TODAY + timedelta(days=30),
            by=cast.actor(name, role=role),
            at=AT,
        )
    return Client(headers={"authorization": f"Bearer {key}"})


def test_strangers_and_wrong_tokens_get_the_one_error_shape(cast):
    for client in (Client(), Client(headers={"authorization": "Bearer sl_wrong"})):
        answer = client.get("/api/v1/people")
        assert answer.status_code == 401
        assert answer.json()["error"].keys() == {"code", "message", "fields"}


def test_a_token_sees_its_agency_only(cast):
    ours = bearer(cast, "Dewi", "OFFICER").get("/api/v1/people?size=100").json()
    theirs = bearer(cast, "Tono", "OFFICER").get("/api/v1/people?size=100").json()
    assert {one["name"] for one in theirs["items"]} == {"Tono Wijaya", "Lina Kartika"}
    assert not {one["id"] for one in ours["items"]} & {one["id"] for one in theirs["items"]}


def test_a_token_is_limited_to_its_role(cast):
    row = next(one for one in bearer(cast, "Dewi", "EMPLOYEE").get("/api/v1/people?q=Sari").json()["items"])
    assert row["number"] == "", "an employee sees no numbers of others, whatever roles the person holds"
    officer = bearer(cast, "Dewi", "OFFICER").get("/api/v1/people?q=Sari").json()["items"][0]
    assert officer["number"] == cast["Sari"].number


def test_a_revoked_or_expired_token_opens_nothing(cast, client_as):
    client = bearer(cast, "Sari", "EMPLOYEE")
    assert client.get("/api/v1/people").status_code == 200
    with acting_in(cast.kepahiang):
        ApiToken.objects.update(expires_on=TODAY - timedelta(days=1))
    assert client.get("/api/v1/people").status_code == 401


def test_another_agencys_person_does_not_exist(cast):
    answer = bearer(cast, "Dewi", "OFFICER").get(f"/api/v1/people/{cast['Lina'].pk}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_who_appraises_is_answered_with_the_article(cast):
    officer = bearer(cast, "Dewi", "OFFICER")
    answer = officer.get(f"/api/v1/people/{cast['Sari'].pk}/appraiser?on=2026-07-15").json()
    assert (answer["appraiser_id"], answer["reason"]) == (cast["Budi"].pk, "DIRECT_SUPERIOR")
    assert "PermenPANRB 6/2022" in answer["article"]


def test_a_stale_change_is_refused_and_a_repeated_key_done_once(cast):
    officer = bearer(cast, "Dewi", "OFFICER")
    address, person = f"/api/v1/people/{cast['Sari'].pk}", cast["Sari"]
    key = {"idempotency-key": str(uuid.uuid4())}
    body = {"version": person.version, "phone": "0812-000"}
    first = officer.patch(address, body, content_type="application/json", headers=key)
    again = officer.patch(address, body, content_type="application/json", headers=key)
    assert (first.status_code, again.status_code) == (200, 200), first.content
    assert first.json() == again.json()
    stale = officer.patch(address, {**body, "phone": "1"}, content_type="application/json")
    assert (stale.status_code, stale.json()["error"]["code"]) == (409, "stale")


@pytest.mark.parametrize("query", ["page=0", "page=99999999999", "size=1000", "page=abc", "size=-1"])
def test_pages_are_bounded(cast, query):
    answer = bearer(cast, "Dewi", "OFFICER").get(f"/api/v1/people?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"]


def test_a_browser_session_needs_the_csrf_token_to_write(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["Dewi"], backend="selaras.accounts.backends.LoginBackend")
    assert client.get("/api/v1/people").status_code == 200
    answer = client.post("/api/v1/people", json.dumps({}), content_type="application/json")
    assert answer.status_code == 403


def test_an_initial_password_opens_no_session_door(cast):
    client = Client()
    client.force_login(cast.users["Dewi"], backend="selaras.accounts.backends.LoginBackend")
    assert client.get("/api/v1/people").status_code == 200
    type(cast.users["Dewi"]).objects.filter(pk=cast.users["Dewi"].pk).update(must_change_password=True)
    answer = client.get("/api/v1/people")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")
    assert "sandi" in answer.json()["error"]["message"]


def test_a_key_is_not_reused_for_other_words(cast):
    officer = bearer(cast, "Dewi", "OFFICER")
    address, person = f"/api/v1/people/{cast['Sari'].pk}", cast["Sari"]
    key = {"idempotency-key": str(uuid.uuid4())}
    body = {"version": person.version, "phone": "0812-000"}
    officer.patch(address, body, content_type="application/json", headers=key)
    answer = officer.patch(address, {**body, "phone": "1"}, content_type="application/json", headers=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "key_reused")


def test_the_operator_sees_no_plan_report_or_evaluation(cast):
    operator = bearer(cast, "Oki", "OPERATOR")
    for path in ("plans", "reports", "evaluations"):
        answer = operator.get(f"/api/v1/{path}")
        assert answer.status_code == 200 and answer.json()["total"] == 0, path


def test_a_person_is_found_by_the_name_in_another_system(cast):
    officer = bearer(cast, "Dewi", "OFFICER")
    address = f"/api/v1/people/{cast['Sari'].pk}/references"
    sent = {"system": "SIASN", "kind": "pegawai", "external_id": "A5EB-01"}
    answer = officer.post(address, sent, content_type="application/json")
    assert (answer.status_code, answer.json()["references"]) == (200, [sent])
    taken = officer.post(
        f"/api/v1/people/{cast['Wati'].pk}/references", sent, content_type="application/json"
    )
    assert taken.status_code == 422
    denied = bearer(cast, "Sari", "EMPLOYEE").post(address, sent, content_type="application/json")
    assert denied.status_code == 403


def test_openapi_describes_every_route(client):
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/people", "/api/v1/plans", "/api/v1/reports", "/api/v1/evaluations"} <= set(described)
    assert routed is api


@pytest.mark.slow
def test_no_request_of_any_shape_is_answered_with_500(cast):
    """Schemathesis makes requests from the API's own description; each runs as an officer."""
    officer = bearer(cast, "Dewi", "OFFICER")
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema())

    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=12,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
            deadline=None,
        )
        @pytest.mark.filterwarnings("ignore")
        def attack(case):
            answer = officer.generic(
                case.method,
                case.formatted_path + query_of(case),
                json.dumps(case.body, default=str) if has_body(case) else "",
                content_type="application/json",
            )
            assert answer.status_code < 500, f"{case.method} {case.formatted_path}: {answer.content[:300]!r}"

        given = operation.as_strategy()
        from hypothesis import given as hypothesis_given

        hypothesis_given(given)(attack)()
    assert not_a_server_error


def has_body(case):
    return case.body is not None and type(case.body).__name__ != "NotSet"


def query_of(case):
    from urllib.parse import urlencode

    return f"?{urlencode(case.query, doseq=True)}" if case.query else ""


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/api/v1/orang", 404, "not_found"),
        ("get", "/api/", 404, "not_found"),
        ("delete", "/api/v1/people", 405, "wrong_method"),
        ("put", "/api/v1/reports", 405, "wrong_method"),
    ],
)
def test_unknown_addresses_and_wrong_methods_have_the_one_shape(cast, method, address, status, code):
    for client in (bearer(cast, "Dewi", "OFFICER"), Client()):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
        assert answer.json()["error"].keys() == {"code", "message", "fields"}
        assert "Allow" in answer.headers or status == 404


def test_a_missing_csrf_token_has_the_one_shape(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["Dewi"], backend="selaras.accounts.backends.LoginBackend")
    answer = client.post("/api/v1/people", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_allowed")


@pytest.mark.parametrize("address", ["people", "plans", "reports", "evaluations"])
def test_unknown_parameters_are_refused_by_name(cast, address):
    answer = bearer(cast, "Dewi", "OFFICER").get(f"/api/v1/{address}?limit=abc&size=5&cari=x")
    fields = answer.json()["error"]["fields"]
    assert answer.status_code == 422
    assert fields.keys() == {"limit", "cari"}
    assert "size" in fields["limit"] and "tidak dikenal" in fields["limit"]


def test_a_wrong_value_is_explained_in_the_callers_language(cast):
    officer = bearer(cast, "Dewi", "OFFICER")
    answer = officer.get("/api/v1/people?page=abc&size=1000").json()["error"]["fields"]
    assert answer == {"page": "Kirim bilangan bulat.", "size": "Kirim paling banyak 100."}
    officer.cookies["selaras_language"] = "en"
    assert officer.get("/api/v1/people?page=abc").json()["error"]["fields"] == {
        "page": "Send a whole number."
    }


def made_in_the_browser(client, key):
    """Make a token on the page, and return the answer."""
    expires = (TODAY + timedelta(days=9)).isoformat()
    words = {"name": "Gaji", "role": "EMPLOYEE", "expires_on": expires, "idempotency_key": key}
    return client.post(reverse("tokens:tokens"), words)


def test_a_new_token_is_shown_once_and_stands_nowhere_in_clear(cast, client_as):
    client, key = client_as("Sari"), str(uuid.uuid4())
    answer = made_in_the_browser(client, key)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    page = answer.content.decode()
    token = re.search(r'id="new-token">(sl_[\w-]+)<', page)[1]
    assert f'data-copy="{token}"' in page and "Salin token" in page
    assert Client(headers={"authorization": f"Bearer {token}"}).get("/api/v1/people").status_code == 200
    again = made_in_the_browser(client, key)
    assert again.status_code == 409 and token not in again.content.decode()
    assert token not in client.get(reverse("tokens:tokens")).content.decode()
    assert token not in str(list(client.session.items()))
    with acting_in(cast.kepahiang):
        assert ApiToken.objects.count() == 1
        assert not Receipt.objects.filter(body__contains="sl_").exists()


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_day_of_a_token_is_filled_in_in_every_language(cast, client_as, language):
    client = client_as("Sari")
    client.cookies["selaras_language"] = language
    day = (TODAY + timedelta(days=90)).isoformat()
    assert f'value="{day}"' in client.get(reverse("tokens:tokens")).content.decode()
