"""The shell in a real browser: axe finds nothing, nothing scrolls sideways, typed text is never lost."""

from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.template.loader import engines, render_to_string
from django.utils import translation
from playwright.sync_api import expect

from selaras.web import gallery

from .conftest import HOST

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DRAFT = """{% extends "shell.html" %}{% import "components/ui.html" as ui %}{% block title %}D{% endblock %}
{% block header %}{{ ui.page_header("Draf") }}{% endblock %}{% block content %}
<form id="report" method="post" action="/sent/" data-keep data-autosave hx-post="/draft/save/" hx-swap="none"
 hx-trigger="input changed delay:50ms, resend" hx-sync="this:queue last">{{ ui.write_guard(request, 1) }}
<label for="text">Teks</label><textarea id="text" name="text"></textarea>
<label for="secret">Sandi</label><input id="secret" type="password" name="secret">
{{ ui.autosave_status() }}{{ ui.submit_row("Kirim") }}</form>{% endblock %}"""


def draft(request_of) -> str:
    return engines["jinja2"].from_string(DRAFT).render({}, request_of("/draft/", "EMPLOYEE"))


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def text_of(page) -> str:
    return page.input_value("#text")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_axe_and_the_content_policy_find_nothing(served, request_of, size, language) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not there yet: `make test` fetches it")
    request = request_of("/components/")
    with translation.override(language):
        pages = {
            "/components/": render_to_string("gallery.html", gallery.examples(request), request),
            "/refused/": render_to_string("403.html", {}, request),
            "/500/": render_to_string("500.html"),
        }
    page = served(size, pages)
    for path in pages:
        page.goto(HOST + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.evaluate(AXE.read_text())
        found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.troubles == []


def test_draft_saves_itself_and_takes_the_new_version(served, request_of) -> None:
    page = served((390, 844), {"/draft/": draft(request_of)})
    saved = {"HX-Trigger": '{"saved": {"version": 2}}', "Saved-At": "07.42"}
    page.route(f"{HOST}/draft/save/", lambda route: route.fulfill(status=204, headers=saved))
    page.goto(f"{HOST}/draft/")
    first = page.input_value("[name=idempotency_key]")
    page.fill("#text", "Arsip selesai ditata.")
    expect(page.locator("[data-autosave-status]")).to_have_text("Tersimpan 07.42")
    assert page.input_value("[name=version]") == "2"
    assert kept(page) == []
    assert page.input_value("[name=idempotency_key]") != first


def test_text_survives_a_lost_connection_and_a_closed_page(served, request_of) -> None:
    page = served((390, 844), {"/draft/": draft(request_of)})
    page.route(f"{HOST}/draft/save/", lambda route: route.abort())
    page.goto(f"{HOST}/draft/")
    page.fill("#secret", "rahasia")
    page.fill("#text", "Jangan hilang")
    expect(page.locator("[data-autosave-status]")).to_contain_text("Belum")
    key = page.input_value("[name=idempotency_key]")
    assert "rahasia" not in page.evaluate("JSON.stringify(localStorage)")
    page.goto(f"{HOST}/draft/")
    assert text_of(page) == "Jangan hilang" and page.input_value("#secret") == ""
    assert page.input_value("[name=idempotency_key]") == key
    assert page.is_visible("#offline")
    page.click("#offline button")
    expect(page.locator("#text")).to_have_value("")
    assert kept(page) == []


def test_other_words_or_another_place_take_another_key(served, request_of) -> None:
    page = served((390, 844), {"/draft/": draft(request_of)})
    sent = []

    def lost(route) -> None:
        sent.append((route.request.url, parse_qs(route.request.post_data)))
        route.abort()

    page.route(f"{HOST}/draft/save/", lost)
    page.route(f"{HOST}/sent/", lost)
    page.goto(f"{HOST}/draft/")
    for text in ("Satu", "Satu dua"):
        page.fill("#text", text)
        page.wait_for_timeout(300)
    page.evaluate("htmx.trigger('#report', 'resend')")
    page.wait_for_timeout(100)
    page.click("button.btn-primary[type=submit]")
    page.wait_for_timeout(200)
    one, two, again, submitted = ((words["idempotency_key"][0], words["text"][0]) for _url, words in sent)
    assert two == again, "the same words keep their key, so that they are done once"
    assert len({key for key, _text in (one, two, submitted)}) == 3


def test_text_survives_an_ended_session(served, request_of) -> None:
    entrance = '<!doctype html><body data-page="entrance" data-user="" data-agency="">'
    page = served((390, 844), {"/draft/": draft(request_of), "/draft/save/": entrance})
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Sesi berakhir")
    page.wait_for_selector("#offline a:visible")
    assert "Sesi Anda sudah berakhir" in page.inner_text("#offline")
    page.goto(f"{HOST}/draft/")
    assert text_of(page) == "Sesi berakhir"


def test_refused_send_keeps_the_text_and_success_forgets_it(served, request_of) -> None:
    pages = {
        "/draft/": draft(request_of),
        "/sent/": render_to_string("errors/refused.html", {}, request_of("/sent/")),
    }
    page = served((390, 844), pages)
    page.route(f"{HOST}/draft/save/", lambda route: route.abort())
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Laporan Oktober")
    page.click("button.btn-primary[type=submit]")
    page.wait_for_url("**/sent/")
    page.goto(f"{HOST}/draft/")
    assert text_of(page) == "Laporan Oktober"
    pages["/sent/"] = render_to_string("errors/refused.html", {}, request_of("/sent/"))
    key = page.input_value("[name=idempotency_key]")
    cookie = {"name": "selaras_accepted", "value": f"{key}.0-other", "url": HOST}
    page.route(f"{HOST}/sent/", lambda route: (page.context.add_cookies([cookie]), route.fallback()))
    page.click("button.btn-primary[type=submit]")
    page.wait_for_url("**/sent/")
    assert kept(page) == [], "no green message is needed"
    assert not [one for one in page.context.cookies() if one["name"] == "selaras_accepted"]


def test_double_tap_sends_once(served, request_of) -> None:
    page = served((390, 844), {"/draft/": draft(request_of)})
    sent = []

    def slow(route) -> None:
        sent.append(route.request.post_data)

    page.route(f"{HOST}/sent/", slow)
    page.goto(f"{HOST}/draft/")
    page.evaluate(
        "const b = document.querySelector('button.btn-primary[type=submit]'); b.click(); b.click(); b.click()"
    )
    page.wait_for_timeout(300)
    assert len(sent) == 1


def test_signing_out_erases_everything_kept(served, request_of) -> None:
    page = served((390, 844), {"/draft/": draft(request_of)})
    page.route(f"{HOST}/draft/save/", lambda route: route.abort())
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Tidak boleh tertinggal")
    assert kept(page)
    page.route("**/logout/", lambda route: route.fulfill(status=204))
    page.click(".sl-bar [popovertarget=user-panel]")
    page.click("[data-sign-out] button")
    page.wait_for_timeout(100)
    assert kept(page) == []
