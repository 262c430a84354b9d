"""A request with a signed-in person as the shell sees it, without a database, and pages served from memory."""

import mimetypes
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from selaras.core.actor import RoleCode

POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
HOST = "http://selaras.test"


@pytest.fixture(autouse=True)
def indonesian():
    """The language of the page that is being built, whatever ran before."""
    with translation.override("id"):
        yield


@pytest.fixture
def request_of() -> Callable[..., HttpRequest]:
    """`request_of("/plans/", role="HEAD")`: a request after the middleware; `role=None` is a stranger."""

    def build(path: str = "/", role: str | None = RoleCode.OFFICER, method: str = "get") -> HttpRequest:
        request = getattr(RequestFactory(), method)(path)
        request.user = SimpleNamespace(is_authenticated=role is not None, pk=7)
        request.agency = request.actor = None
        if role is not None:
            request.agency = SimpleNamespace(
                pk=3, name="Badan Kepegawaian Kepahiang", short_name="BK Kepahiang"
            )
            request.actor = SimpleNamespace(
                name="Dewi Anggraini", role=role, roles=(RoleCode.EMPLOYEE, RoleCode.OFFICER), unread=4
            )
        return request

    return build


@pytest.fixture
def served(browser):
    """`served(size, {path: html})`: a page in Chromium whose addresses are answered from memory and disk."""
    contexts = []

    def opened(size: tuple[int, int], pages: dict[str, str]):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.troubles = []
        page.on("console", lambda m: page.troubles.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.troubles.append(str(error)))
        page.route(f"{HOST}/**", lambda route: answer(route, pages))
        return page

    yield opened
    for context in contexts:
        context.close()


def answer(route, pages: dict[str, str]) -> None:
    """Answer with a page under our policy, or with a static file."""
    path = route.request.url.removeprefix(HOST).partition("?")[0]
    if path in pages:
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY}
        route.fulfill(body=pages[path], headers=headers)
        return
    found = finders.find(path.removeprefix("/static/"))
    if found is None:
        route.fulfill(status=404, body="")
        return
    kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
    route.fulfill(body=Path(found).read_bytes(), headers={"Content-Type": kind})
