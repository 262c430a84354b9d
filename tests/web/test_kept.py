"""Unsent text in a real browser: put back into its own version, offered beside any other, gone with its person."""

import json
from types import SimpleNamespace

import pytest
from django.template.loader import engines, render_to_string
from playwright.sync_api import expect

from .conftest import HOST, answer

pytestmark = pytest.mark.browser
PHONE = (390, 844)
PAGE = """{% extends "shell.html" %}{% import "components/ui.html" as ui %}{% block title %}D{% endblock %}
{% block header %}{{ ui.page_header("Draf") }}{% endblock %}{% block content %}
{% if wrong %}<div class="sl-errors" tabindex="-1"><p>Ada yang salah</p></div>{% endif %}
<form id="report" method="post" action="/sent/" data-keep {% if saves %}data-autosave hx-post="/draft/save/"
 hx-swap="none" hx-trigger="input changed delay:50ms, change delay:100ms, resend" hx-sync="this:queue last"{% endif %}>
{{ ui.write_guard(request, version) }}
<label for="title">Judul</label><input id="title" name="title" value="{{ title }}">
<label for="text">Teks</label><textarea id="text" name="text" rows="{{ rows }}">{{ text }}</textarea>
<label><input type="radio" name="rating" value="GOOD"> Sesuai</label>
{{ ui.autosave_status() }}{{ ui.submit_row("Tanda tangani", cancel="/desk/") }}</form>{% endblock %}"""
UNCOVERED = """(name) => {
  const e = document.querySelector(name);
  e.scrollIntoView({ block: "nearest", behavior: "instant" });
  const box = e.getBoundingClientRect();
  return e.contains(document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20)));
}"""
ENTRANCE = '<!doctype html><body data-page="entrance" data-user="" data-agency="">'


@pytest.fixture
def form(request_of):
    """`form(version=2, text="…", person=8)`: a page with one kept form."""

    def build(person=7, path="/draft/", **given) -> str:
        request = request_of(path, "EMPLOYEE")
        request.user = SimpleNamespace(is_authenticated=True, pk=person)
        context = {"version": 1, "text": "", "title": "", "wrong": False, "saves": True, "rows": 3, **given}
        return engines["jinja2"].from_string(PAGE).render(context, request)

    return build


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def left(page, text) -> None:
    """Type into the form and lose the send."""
    page.route(f"{HOST}/draft/save/", lambda route: route.abort())
    page.goto(f"{HOST}/draft/")
    page.fill("#text", text)
    page.wait_for_timeout(200)


def offer_of(page):
    return page.locator(".sl-kept")


def test_one_kept_text_breaks_no_other_page(served, form, request_of) -> None:
    page = served(PHONE, {"/draft/": form()})
    left(page, "Alasan keberatan")
    pages = {"/other/": form(path="/other/", saves=False).replace('id="report"', 'id="other"')}
    saves = form(path="/saves/").replace('id="report"', 'id="saves"')
    page.route(f"{HOST}/other/", lambda route: route.fulfill(body=pages["/other/"], content_type="text/html"))
    page.route(f"{HOST}/saves/", lambda route: route.fulfill(body=saves, content_type="text/html"))
    page.unroute(f"{HOST}/draft/save/")
    done = {"Saved-At": "10.42", "HX-Trigger": json.dumps({"saved": {"version": 2}})}
    page.route(f"{HOST}/draft/save/", lambda route: route.fulfill(status=204, headers=done))
    page.troubles.clear()
    page.goto(f"{HOST}/saves/")
    page.fill("#text", "Baru")
    expect(page.locator("[data-autosave-status]")).to_have_text("Tersimpan 10.42")
    sent = []
    page.route(f"{HOST}/sent/", lambda route: sent.append(route.request.post_data))
    page.goto(f"{HOST}/other/")
    page.evaluate("const b = document.querySelector('.sl-submit button'); b.click(); b.click()")
    page.wait_for_timeout(300)
    assert len(sent) == 1
    assert page.troubles == []


def test_the_saved_time_is_the_servers(served, form) -> None:
    page = served(PHONE, {"/draft/": form()})
    page.route(f"{HOST}/draft/save/", lambda route: route.fulfill(status=204, headers={"Saved-At": "23.59"}))
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Apa pun")
    expect(page.locator("[data-autosave-status]")).to_have_text("Tersimpan 23.59")


def test_text_of_an_older_version_is_offered_beside_the_newer_one(served, form) -> None:
    pages = {"/draft/": form(text="Awal")}
    page = served(PHONE, pages)
    left(page, "Tulisan dari jendela lama")
    saved = []
    page.unroute(f"{HOST}/draft/save/")
    page.route(f"{HOST}/draft/save/", lambda route: (saved.append(1), route.fulfill(status=204)))
    pages["/draft/"] = form(version=2, text="Tulisan yang lebih baru")
    page.goto(f"{HOST}/draft/")
    assert page.input_value("#text") == "Tulisan yang lebih baru"
    expect(offer_of(page)).to_contain_text("belum terkirim")
    assert saved == []
    offer_of(page).get_by_role("button", name="Tampilkan").click()
    assert page.input_value("#text") == "Tulisan yang lebih baru"
    expect(page.locator(".sl-beside blockquote")).to_have_text("Tulisan dari jendela lama")
    assert saved == [], "nothing is saved over the newer text before the person says so"
    page.get_by_role("button", name="Pakai tulisan ini").click()
    assert page.input_value("#text") == "Tulisan dari jendela lama"
    page.wait_for_timeout(300)
    assert saved and kept(page) == []
    expect(offer_of(page)).to_have_count(0)


def test_typing_on_leaves_the_offered_text_alone(served, form) -> None:
    pages = {"/draft/": form(text="Awal")}
    page = served(PHONE, pages)
    left(page, "Tulisan lama")
    pages["/draft/"] = form(version=2, text="Baru")
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Baru, dilanjutkan")
    page.wait_for_timeout(200)
    page.goto(f"{HOST}/draft/")
    assert page.input_value("#text") == "Baru, dilanjutkan", "the same version takes its own text back"
    offer_of(page).get_by_role("button", name="Tampilkan").click()
    expect(page.locator(".sl-beside blockquote")).to_have_text("Tulisan lama")
    offer_of(page).get_by_role("button", name="Buang").click()
    expect(offer_of(page)).to_have_count(0)
    assert len(kept(page)) == 1


def test_text_of_a_new_record_is_offered_not_inserted(served, form) -> None:
    page = served(PHONE, {"/draft/": form(version=None, saves=False)})
    left(page, "Tujuan yang ditinggalkan")
    page.goto(f"{HOST}/draft/")
    assert page.input_value("#text") == ""
    assert page.is_hidden("#offline")
    offer_of(page).get_by_role("button", name="Tampilkan").click()
    assert page.input_value("#text") == "Tujuan yang ditinggalkan"
    expect(offer_of(page)).to_have_count(0)
    page.goto(f"{HOST}/draft/")
    offer_of(page).get_by_role("button", name="Buang").click()
    assert kept(page) == [] and page.input_value("#text") == ""


def test_a_refused_new_record_is_kept_once_and_cancel_discards_it(served, form) -> None:
    new = {"version": None, "saves": False}
    pages = {"/draft/": form(**new), "/desk/": form(path="/desk/")}
    pages["/sent/"] = form(**new, path="/sent/", text="Ditolak", wrong=True)
    page = served(PHONE, pages)
    left(page, "Ditolak")
    page.click(".sl-submit button")
    page.wait_for_url("**/sent/")
    assert page.input_value("#text") == "Ditolak"
    expect(offer_of(page)).to_have_count(0)
    assert len(kept(page)) == 1
    page.get_by_role("link", name="Batal").click()
    page.wait_for_url("**/desk/")
    assert kept(page) == []


def test_an_ended_session_keeps_the_text_for_its_person_only(served, form) -> None:
    pages = {"/draft/": form(), "/draft/save/": ENTRANCE, "/desk/": ENTRANCE}
    page = served(PHONE, pages)
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Rahasia Sari")
    page.wait_for_selector("#offline a:visible")
    assert "Rahasia Sari" in page.evaluate("JSON.stringify(localStorage)")
    pages["/draft/"] = form(person=8)
    page.goto(f"{HOST}/draft/")
    assert page.input_value("#text") == "" and kept(page) == []


def test_signing_out_erases_in_every_window(served, form) -> None:
    pages = {"/draft/": form()}
    page = served(PHONE, pages)
    left(page, "Rahasia")
    second = page.context.new_page()
    second.route(f"{HOST}/**", lambda route: answer(route, pages))
    second.route(f"{HOST}/draft/save/", lambda route: route.abort())
    second.goto(f"{HOST}/draft/")
    assert second.input_value("#text") == "Rahasia"
    page.route("**/logout/", lambda route: route.fulfill(status=204))
    page.click(".sl-bar [popovertarget=user-panel]")
    page.click("[data-sign-out] button")
    page.wait_for_timeout(100)
    assert kept(page) == []
    second.fill("#text", "Masih mengetik")
    second.wait_for_timeout(200)
    assert kept(second) == [], "after the sign-out the other window keeps nothing any more"


@pytest.mark.parametrize("rows", [3, 60])
def test_the_bar_of_an_ended_session_covers_no_button_on_a_phone(served, form, rows) -> None:
    page = served(
        PHONE, {"/draft/": form(rows=rows), "/draft/save/": ENTRANCE, "/desk/": form(path="/desk/")}
    )
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Sesi berakhir")
    page.wait_for_selector("#offline a:visible")
    for name in ("#title", "#text", ".sl-submit button", ".sl-submit a", "#offline a"):
        found = page.evaluate(
            UNCOVERED,
            name,
        )
        assert found, name
    page.click(".sl-submit a", timeout=5000)
    page.wait_for_url("**/desk/")


def test_pressing_the_last_step_saves_no_draft_first(served, form) -> None:
    slow = form().replace("input changed delay:50ms, change delay:100ms", "input changed delay:800ms, change")
    page = served((1280, 800), {"/draft/": slow})
    drafts, steps = [], []
    page.route(f"{HOST}/draft/save/", lambda route: (drafts.append(1), route.fulfill(status=409)))
    page.route(f"{HOST}/sent/", lambda route: steps.append(route.request.post_data))
    page.goto(f"{HOST}/draft/")
    page.locator("#text").press_sequentially("Kata terakhir", delay=0)
    page.click(".sl-submit button", no_wait_after=True)
    page.wait_for_timeout(900)
    assert (len(drafts), len(steps)) == (0, 1)


def test_a_press_that_sends_nothing_lets_the_draft_go_on(served, form) -> None:
    slow = form().replace("input changed delay:50ms, change delay:100ms", "input changed delay:9s, change")
    page = served((1280, 800), {"/draft/": slow})
    drafts = []
    page.route(f"{HOST}/draft/save/", lambda route: (drafts.append(1), route.fulfill(status=204)))
    page.goto(f"{HOST}/draft/")
    page.locator(".sl-submit button").evaluate("e => { e.onclick = (event) => event.preventDefault(); }")
    page.locator("#text").press_sequentially("Kata", delay=0)
    page.click(".sl-submit button")
    page.wait_for_timeout(900)
    assert len(drafts) == 1


def test_a_draft_that_is_not_acceptable_is_not_called_saved(served, form) -> None:
    page = served(PHONE, {"/draft/": form()})
    page.route(f"{HOST}/draft/save/", lambda route: route.fulfill(status=422, body="Terlalu panjang"))
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Panjang sekali")
    expect(page.locator("[data-autosave-status]")).to_contain_text("perlu diperbaiki")
    assert len(kept(page)) == 1


def test_a_browser_that_stores_nothing_still_sends_once(served, form) -> None:
    page = served(PHONE, {"/draft/": form()})
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked'); } })"
    )
    page.route(f"{HOST}/draft/save/", lambda route: route.fulfill(status=204, headers={"Saved-At": "08.15"}))
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Tanpa penyimpanan")
    expect(page.locator("[data-autosave-status]")).to_have_text("Tersimpan 08.15")
    assert page.troubles == []


def test_an_error_page_speaks_of_kept_text_only_where_there_is_some(served, form, request_of) -> None:
    refused = render_to_string("errors/refused.html", {"status": 409}, request_of("/sent/"))
    pages = {"/draft/": form(saves=False), "/sent/": refused}
    page = served(PHONE, pages)
    page.goto(f"{HOST}/sent/")
    assert "ditawarkan kembali" not in page.inner_text("main")
    page.goto(f"{HOST}/draft/")
    page.fill("#text", "Laporan")
    page.click(".sl-submit button")
    page.wait_for_url("**/sent/")
    assert "ditawarkan kembali" in page.inner_text("main")
