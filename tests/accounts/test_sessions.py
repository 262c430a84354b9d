"""A session that is over, unknown or of somebody who may not enter any more opens nothing."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F
from django.urls import reverse

from selaras.accounts.models import User
from selaras.accounts.sessions import SessionStore


@pytest.fixture
def sari(client_as):
    client = client_as("Sari")
    assert client.get(reverse("web:desk")).status_code == 200
    return client


def is_shut(client):
    answer = client.get(reverse("web:desk"))
    return answer.status_code == 302 and reverse("account_login") in answer.url


def test_one_that_is_over_is_forgotten(sari):
    Session.objects.update(expire_date=F("expire_date") - timedelta(days=2))
    assert is_shut(sari)


def test_one_that_nobody_gave_out_gets_no_key(sari):
    key = Session.objects.get().session_key
    Session.objects.all().delete()
    store = SessionStore(key)
    assert dict(store.items()) == {} and store.session_key is None
    assert is_shut(sari)


def test_one_of_a_closed_account_opens_nothing(sari, cast):
    User.objects.filter(pk=cast.users["Sari"].pk).update(is_active=False)
    assert is_shut(sari)


def test_what_was_put_in_is_read_again(sari):
    store = SessionStore(Session.objects.get().session_key)
    store["role"] = "OFFICER"
    store.save()
    assert SessionStore(store.session_key)["role"] == "OFFICER"
