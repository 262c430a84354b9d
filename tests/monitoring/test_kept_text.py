"""Unsent text against the real server: two windows, a refused answer elsewhere, a switch of language, a sign-out."""

import pytest
from django.conf import settings
from playwright.sync_api import expect
from tests.monitoring.test_browser import PHONE, address, reports  # noqa: F401  # fixtures

from selaras.core.tenancy import acting_in
from selaras.monitoring import queries

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def kept(page) -> list[str]:
    return page.evaluate("Object.keys(localStorage)")


def status_of(page):
    return page.locator("[data-autosave-status]")


def stored(cast, report):
    with acting_in(cast.kepahiang):
        return queries.sheet_of(report).results[0].entries[0].text


def test_an_old_window_never_writes_over_the_newer_text(cast, reports, page_as, live_server):  # noqa: F811
    first = page_as("Sari")
    here = address(live_server, "report", reports["draft"].pk)
    first.goto(here)
    second = first.context.new_page()
    second.goto(here)
    first.locator("textarea").first.fill("Tulisan baru dari jendela pertama")
    expect(status_of(first)).to_contain_text("Tersimpan")
    second.locator("textarea").first.fill("Tulisan lama dari jendela kedua")
    expect(status_of(second)).to_contain_text("Muat ulang")
    second.reload()
    assert second.locator("textarea").first.input_value() == "Tulisan baru dari jendela pertama"
    second.wait_for_timeout(1500)
    assert stored(cast, reports["draft"]) == "Tulisan baru dari jendela pertama"
    second.locator(".sl-kept").get_by_role("button", name="Tampilkan").click()
    expect(second.locator(".sl-beside blockquote").first).to_have_text("Tulisan lama dari jendela kedua")
    second.locator(".sl-kept").get_by_role("button", name="Buang").click()
    assert kept(second) == []


def test_an_answer_refused_elsewhere_is_kept_until_it_is_accepted(reports, page_as, live_server):  # noqa: F811
    page = page_as("Budi")
    report = reports["submitted"].pk
    page.goto(address(live_server, "report", report))
    form = page.locator(f"#answer-{report}")
    long = "Catatan panjang. " * 300
    form.locator("textarea").first.fill(long)
    form.get_by_role("button").last.click()
    page.wait_for_url("**/answer/")
    assert page.locator("textarea").first.input_value() == long
    page.locator("[popovertarget=user-panel]:visible").first.click()
    page.locator("#user-panel [name=language][value=en]").click()
    page.wait_for_url(address(live_server, "report", report))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("textarea").first.input_value() == long, "put back"
    page.locator("textarea").first.fill("Catatan pendek.")
    page.locator(f"#answer-{report} [name=answer]").fill("Sudah baik, teruskan.")
    page.locator(f"#answer-{report}").get_by_role("button").last.click()
    page.wait_for_url(address(live_server, "report", report))
    page.wait_for_load_state()
    assert kept(page) == []
    assert [one for one in page.troubles if "405" in one] == []


def test_confidential_text_is_gone_after_the_sign_out_of_an_ended_session(reports, page_as, live_server):  # noqa: F811
    page = page_as("Sari", size=PHONE)
    page.goto(address(live_server, "report", reports["draft"].pk))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("textarea").first.fill("Rahasia")
    page.wait_for_selector("#offline a:visible")
    button = page.get_by_role("button", name="Kirim laporan")
    button.scroll_into_view_if_needed()
    assert button.evaluate(
        """e => { const b = e.getBoundingClientRect();
        return e.contains(document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2)); }"""
    )
    assert "Rahasia" in page.evaluate("JSON.stringify(localStorage)")
    page.locator("[popovertarget=user-panel]:visible").first.click()
    page.locator("[data-sign-out] button").click()
    page.wait_for_load_state()
    assert kept(page) == []
