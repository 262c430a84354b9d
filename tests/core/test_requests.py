"""The middleware: one answer per idempotency key, rollback on refusals, language, roles that are really held."""

import contextlib
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from tests.cast import AT

from selaras.config.repeats import KEPT_BODY, answer_once, digest_of
from selaras.core.models import Notice, Receipt
from selaras.core.tenancy import acting_in


def notice_for(cast, name="Sari"):
    with acting_in(cast.agency_of(name)):
        return Notice.objects.create(
            member=cast.members[name], kind="none", url="/accounts/notices/", created_at=AT
        )


def test_a_repeated_key_is_answered_with_the_first_answer(cast, client_as):
    notice_for(cast)
    client, key = client_as("Sari"), str(uuid.uuid4())
    address = reverse("accounts:read_notices")
    first = client.post(address, {"idempotency_key": key})
    notice_for(cast)
    second = client.post(address, {"idempotency_key": key})
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    with acting_in(cast.kepahiang):
        assert Notice.objects.filter(read_at=None).count() == 1, "the second send must not be done again"
        assert Receipt.objects.count() == 1


def test_the_same_key_with_other_words_or_another_path_is_refused_in_words(cast, client_as):
    first, second = notice_for(cast), notice_for(cast)
    client, key = client_as("Sari"), str(uuid.uuid4())
    address = reverse("accounts:read_notices")
    client.post(address, {"idempotency_key": key, "notice": first.pk})
    others = [
        client.post(address, {"idempotency_key": key, "notice": second.pk}),
        client.post(reverse("accounts:switch_role"), {"idempotency_key": key, "role": "EMPLOYEE"}),
        client.post(address, {"idempotency_key": key}, headers={"hx-request": "true"}),
    ]
    for answer in others:
        assert answer.status_code == 409
        assert "tidak disimpan" in answer.content.decode()
    with acting_in(cast.kepahiang):
        assert Notice.objects.filter(read_at=None).count() == 1, "the other words were not saved"


def sent(factory, key, **words):
    """A write of these words, in any order and with any CSRF token."""
    return factory.post("/draft/?step=1", {"idempotency_key": key, **words})


def test_the_digest_tells_words_files_and_addresses_apart(rf):
    def one(**words):
        request = sent(rf, "k", **words)
        with contextlib.closing(request):
            return digest_of(request)

    def file(content):
        return SimpleUploadedFile("bukti.txt", content)

    assert one(a="1", b="2", csrfmiddlewaretoken="x") == one(b="2", a="1", csrfmiddlewaretoken="y")
    assert one(a="1", file=file(b"x")) == one(a="1", file=file(b"x"))
    found = {one(a="1"), one(a="2"), one(b="1"), one(a="1", file=file(b"x")), one(a="1", file=file(b"y"))}
    assert len(found) == 5
    assert digest_of(rf.post("/x/", {"a": "1"})) != digest_of(rf.post("/y/", {"a": "1"}))
    bodies = [rf.patch("/x/", body, content_type="application/json") for body in ('{"a": 1}', '{"a": 2}')]
    assert digest_of(bodies[0]) != digest_of(bodies[1])


@pytest.fixture
def twice(kepahiang, actor, rf):
    """Send the same words twice with one key to a view, and return both answers."""

    def send(view):
        key = str(uuid.uuid4())
        answers = []
        for _time in range(2):
            request = sent(rf, key, text="Arsip ditata.")
            request.actor, request.at, request.failed = actor("Sari"), AT, False
            request.agency, request.user = kepahiang.kepahiang, kepahiang.users["Sari"]
            answers.append(answer_once(request, view))
        return answers

    return send


def test_a_repeated_autosave_tells_the_page_the_new_version_again(twice):
    told = {"HX-Trigger": '{"saved": {"version": 2}}'}
    first, second = twice(lambda request: HttpResponse(status=204, headers=told))
    assert (second.status_code, second["HX-Trigger"]) == (204, first["HX-Trigger"])


def test_an_answer_too_long_to_keep_is_not_replayed_as_an_empty_page(twice):
    first, second = twice(lambda request: HttpResponse("x" * (KEPT_BODY + 1)))
    assert (first.status_code, second.status_code) == (200, 409)
    assert "Muat ulang" in second.content.decode()


def test_an_answer_that_may_not_be_stored_is_not_kept_for_repeats_either(twice):
    shown = {"Cache-Control": "private, no-store"}
    first, second = twice(lambda request: HttpResponse("sl_once", headers=shown))
    assert (first.status_code, second.status_code) == (200, 409)
    assert "sl_once" not in second.content.decode()
    assert not Receipt.objects.exclude(body="").exists()


def test_the_browser_is_told_which_send_arrived_whatever_page_follows(cast, client_as):
    client, key = client_as("Sari"), str(uuid.uuid4())
    address = reverse("accounts:read_notices")
    told = client.post(address, {"idempotency_key": key}).cookies["selaras_accepted"]
    assert told.value == key and not told["httponly"] and told["samesite"] == "Lax"
    again = client.post(address, {"idempotency_key": key}).cookies["selaras_accepted"].value
    assert again.split(".")[0] == key
    other = client.post(address, {"idempotency_key": str(uuid.uuid4())}).cookies["selaras_accepted"].value
    assert key in other.split(".")
    refused = client.post(reverse("appraisal:open_window", args=[1]), {"idempotency_key": str(uuid.uuid4())})
    assert refused.status_code >= 400 and "selaras_accepted" not in refused.cookies


def test_an_autosave_tells_the_time_of_the_agency(cast, client_as):
    answer = client_as("Sari").post(reverse("accounts:read_notices"), headers={"hx-request": "true"})
    wall = AT.astimezone(ZoneInfo(cast.kepahiang.time_zone))
    assert answer["Saved-At"] == f"{wall:%H.%M}"
    assert "Saved-At" not in client_as("Sari").post(reverse("accounts:read_notices"))


def test_two_people_may_use_the_same_key(cast, client_as):
    key = str(uuid.uuid4())
    notice_for(cast, "Sari"), notice_for(cast, "Wati")
    for name in ("Sari", "Wati"):
        client_as(name).post(reverse("accounts:read_notices"), {"idempotency_key": key})
    with acting_in(cast.kepahiang):
        assert Notice.objects.filter(read_at=None).count() == 0


def test_a_role_that_is_not_held_is_not_given(cast, client_as):
    client = client_as("Sari")
    session = client.session
    session["role"] = "OFFICER"
    session.save()
    answer = client.get(reverse("accounts:account"))
    assert answer.status_code == 200
    assert answer.wsgi_request.actor.role == "EMPLOYEE"


def test_an_agency_that_did_not_admit_the_account_is_not_entered(cast, client_as):
    client = client_as("Sari")
    session = client.session
    session["agency"] = cast.outsider.pk
    session.save()
    answer = client.get(reverse("accounts:account"))
    assert answer.wsgi_request.agency.pk == cast.kepahiang.pk


def test_indonesian_comes_first_whatever_the_browser_prefers(client, db):
    answer = client.get(reverse("account_login"), headers={"accept-language": "en-US,en"})
    assert answer["Content-Language"] == "id"
    client.cookies["selaras_language"] = "en"
    assert client.get(reverse("account_login"))["Content-Language"] == "en"


def test_strangers_are_sent_to_sign_in(client, db):
    for name in ("web:desk", "accounts:account", "accounts:notices", "jobs:jobs"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_a_role_switch_never_leads_elsewhere(cast, client_as, then):
    answer = client_as("Sari").post(reverse("accounts:switch_role"), {"role": "EMPLOYEE", "next": then})
    assert answer["Location"] == reverse("web:desk")
