"""The middleware: one answer per idempotency key, rollback on refusals, language, roles that are really held."""

import uuid

import pytest
from django.urls import reverse
from tests.cast import AT

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
