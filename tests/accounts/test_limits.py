"""What protects an account: tokens end with a password, guesses run out, pages stay private, sizes are bounded."""

from datetime import timedelta

import pytest
from django.core.cache.backends import locmem
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.cast import AT, PASSWORD, TODAY

from selaras.accounts.models import User
from selaras.api.tokens import door_of_token, make_token
from selaras.core.tenancy import acting_in
from selaras.jobs import upkeep
from selaras.organisation import operations


@pytest.fixture
def token(cast, actor):
    with acting_in(cast.kepahiang):
        _row, key = make_token(
            name="gaji", role="EMPLOYEE", expires_on=TODAY + timedelta(days=9), by=actor("Sari"), at=AT
        )
    assert door_of_token(key, AT)
    return key


def test_a_token_ends_with_a_password_that_an_officer_gives(cast, actor, token):
    with acting_in(cast.kepahiang):
        operations.reset_password(
            member=cast.members["Sari"], unit_id=None, by=actor("Dewi", role="OFFICER"), at=AT
        )
    assert door_of_token(token, AT) is None


def test_a_token_ends_with_the_own_password(cast, token):
    own = "pilihan-sendiri-78"
    answer = cast.client("Sari").post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": own, "password2": own}
    )
    assert answer.status_code == 302
    assert door_of_token(token, AT) is None


def guess(login, address):
    return Client(REMOTE_ADDR=address).post(reverse("account_login"), {"login": login, "password": "tebakan"})


def test_guesses_from_many_addresses_at_one_login_run_out(cast, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "300/5m/ip,6/30m/key"}
    for number in range(6):
        assert "terlalu banyak" not in guess("199203152018012001", f"10.0.0.{number}").content.decode()
    said = guess("19920315 201801 2 001", "10.0.1.1").content.decode()
    assert "terlalu banyak percobaan" in said
    assert "terlalu banyak" not in guess("198501012010011001", "10.0.1.1").content.decode()


def test_all_processes_count_the_same_attempts(cast, settings):
    """Another web process has a memory of its own; the count stands in the database, so it finds it there."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "300/5m/ip,3/30m/key"}
    for number in range(3):
        guess("199203152018012001", f"10.0.0.{number}")
    locmem._caches.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_limit WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] >= 4, "three addresses and one login"
    assert "terlalu banyak percobaan" in guess("199203152018012001", "10.0.1.1").content.decode()


def test_what_was_counted_is_forgotten_in_time(cast):
    guess("199203152018012001", "10.0.0.1")
    upkeep.forget_traces(cast.kepahiang, AT + timedelta(days=400))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_limit")
        assert cursor.fetchone() == (0,)


def test_one_guess_at_many_logins_from_one_address_runs_out(cast, settings):
    limits = settings.ACCOUNT_RATE_LIMITS["login_failed"]
    assert limits == "300/5m/ip,50/30m/key"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": "6/5m/ip,50/30m/key"}
    for number in range(6):
        guess(f"19850101201001100{number}", "10.0.0.1")
    assert "terlalu banyak percobaan" in guess("199203152018012001", "10.0.0.1").content.decode()
    right = Client(REMOTE_ADDR="10.0.0.2")
    data = {"login": "199203152018012001", "password": PASSWORD}
    assert right.post(reverse("account_login"), data).status_code == 302


def test_the_letters_follow_the_chosen_language(cast):
    cast.client("Sari").post(reverse("web:language"), {"language": "en"})
    assert User.objects.get(pk=cast.users["Sari"].pk).language == "en"
    cast.client("Sari").post(reverse("web:language"), {"language": "xx"})
    assert User.objects.get(pk=cast.users["Sari"].pk).language == "en"


def test_no_cache_keeps_a_page_of_a_person(cast):
    sari = cast.client("Sari")
    for name in ("web:desk", "accounts:account", "accounts:agencies"):
        assert sari.get(reverse(name))["Cache-Control"] == "private, no-store", name
    assert "no-store" not in Client().get(reverse("web:favicon")).get("Cache-Control", "")


def test_what_is_too_large_is_turned_away_unread():
    for headers in ({"CONTENT_LENGTH": str(26 * 1024**2)}, {"HTTP_TRANSFER_ENCODING": "chunked"}):
        answer = Client().generic(
            "POST", reverse("account_login"), b"", content_type="multipart/form-data; boundary=x", **headers
        )
        assert answer.status_code == 413
        assert "25 MB" in answer.content.decode()
    said = Client().generic("POST", "/api/v1/people", b"", CONTENT_LENGTH=str(26 * 1024**2))
    assert said.status_code == 413
    assert said.json()["error"]["code"] == "too_large"
