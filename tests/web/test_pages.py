"""The shell around real pages: every role has a desk, the language stays chosen, strangers see the entrance."""

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import engines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "who", [("Sari", "EMPLOYEE"), ("Budi", "APPRAISER"), ("Dewi", "OFFICER"), ("Joko", "AUDITOR")]
)
def test_desk_of_each_role(client_as, who) -> None:
    answer = client_as(*who).get("/")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count("<h1") == 1 and '<html lang="id">' in html
    assert 'aria-current="page"' in html and "data-sign-out" in html


def test_language_is_chosen_by_a_form_and_remembered(client) -> None:
    assert '<html lang="id">' in client.get("/accounts/login/").content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    assert answer.status_code == 302 and answer["Location"] == "/accounts/login/"
    html = client.get("/accounts/login/").content.decode()
    assert '<html lang="en">' in html and "Forgot your password?" in html
    looked = client.get("/language/")
    assert looked.status_code == 302 and looked["Location"].startswith("/accounts/login/")


def test_language_form_leads_nowhere_else(client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://evil.example/"})
    assert "evil.example" not in answer["Location"]


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"]
)
def test_sign_in_pages_are_ours(client, path: str) -> None:
    html = client.get(path).content.decode()
    assert html.count("<h1") == 1 and 'data-page="entrance"' in html and "selaras.css" in html


def test_unknown_address_keeps_the_shell(client, client_as) -> None:
    assert "sl-entrance" in client.get("/nowhere/").content.decode()
    answer = client_as("Sari", "EMPLOYEE").get("/nowhere/")
    assert answer.status_code == 404 and "sl-sidebar" in answer.content.decode()


def test_a_name_that_ends_in_a_full_stop_ends_the_sentence(rf) -> None:
    request = rf.get("/")
    request._messages = CookieStorage(request)
    messages.success(request, "Tanggapan terkirim kepada Sari Wulandari, S.Kom..")
    source = '{% from "shell_parts.html" import messages_region %}{{ messages_region(request) }}'
    assert "S.Kom.</p>" in engines["jinja2"].from_string(source).render(request=request)
