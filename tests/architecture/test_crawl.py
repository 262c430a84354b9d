"""Every page of routes.yaml in a browser, on a desktop and a phone, in both languages: fit for everybody.

One browser and one prepared year; a page is opened once a language, by whoever sees most on it, and then resized.
So that it stays short, axe examines phones in Indonesian and desktops in English; all else is asked in all four.
"""

import os
import re
from functools import cache

import pytest
from django.conf import settings
from django.urls import reverse
from tests import cast as people
from tests.architecture import prepared_year
from tests.architecture.test_routes import EVERYBODY, answer, arguments, table
from tests.journeys.visitor import AXE, DESKTOP, PHONE, Visitor

from selaras.config import messages
from selaras.core import clock
from selaras.core.tenancy import acting_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
PARTS = {
    "appraisal:rate_preview": "what a rating would mean, put into the page of the rating",
    "recognition:people": "names for a list that is searched while typing",
}
"""Pieces that a page fetches: they are no page."""
PAGES = sorted(
    name
    for name, methods in table().items()
    if 200 in methods.get("get", {}) and not name.startswith("api:") and name not in PARTS
)
EXAMINED = {("id", PHONE), ("en", DESKTOP)}
WITH_MOST = ("Dewi", "Budi", "Sari")
VALUES = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|\{[^}]*\}")
AT_LEAST = 3
"""Words of a text that no Indonesian sentence holds by chance."""
READ_ALOUD = """() => {
    const said = [document.title, document.body.innerText];
    for (const name of ["placeholder", "title", "aria-label", "alt"])
        for (const one of document.querySelectorAll(`[${name}]`)) said.push(one.getAttribute(name));
    return said.join("\\n");
}"""


@pytest.fixture
def made(transactional_db):
    """The prepared year, with everybody signed in."""
    with clock.fixed(people.AT):
        cast = people.build()
        with acting_in(cast.kepahiang):
            year = prepared_year.build(cast)
        year.clients = {name: cast.client(name, role) for name, role in EVERYBODY.items()}
        yield year


def flat(text):
    return " ".join(text.split())


@cache
def english():
    """What the catalogues hold in English only, in pieces between the values."""
    said = set()
    for message in (message for app in messages.apps() for message in messages.read(app)):
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        told = flat(" ".join(texts))
        pieces = {flat(piece) for form in forms for piece in VALUES.split(form)}
        said |= {piece for piece in pieces if len(piece.split()) >= AT_LEAST and piece not in told}
    return said


def in_english(visitor):
    """Texts of the catalogue that stand on the page, or are read aloud from it, in English."""
    text = flat(visitor.page.evaluate(READ_ALOUD))
    return [piece for piece in english() if piece in text]


def sees_most(made, name):
    """Who of the cast gets the longest page; nobody where the address gives a file or a single word."""
    let_in, sizes = table()[name]["get"][200].split(), {}
    for person in [one for one in WITH_MOST if one in let_in] or let_in[:1]:
        got = answer(made.clients[person], "get", reverse(name, kwargs=arguments(name, made)))
        if got.streaming or not got["Content-Type"].startswith("text/html"):
            return None
        sizes[person] = len(got.content)
    return max(sizes, key=sizes.get)


def crawl(made, names, start):
    """Open the pages of one person, and return what is wrong with them, and how many texts were in English."""
    wrong, heard = [], 0
    visitor = start()
    for name in names:
        got = visitor.page.goto(visitor.server + reverse(name, kwargs=arguments(name, made)))
        assert got.status == 200, f"{name}: {got.status}"
        for width, height in (DESKTOP, PHONE):
            visitor.size = (width, height)
            visitor.page.set_viewport_size({"width": width, "height": height})
            wrong += [f"{name} at {width}, {visitor.language}: {line}" for line in troubles_of(visitor)]
        found = in_english(visitor)
        heard += len(found)
        if found and visitor.language == "id":
            wrong.append(f"{name} is not translated: {found}")
    visitor.context.close()
    return wrong, heard


def troubles_of(visitor):
    """What a visitor complains of, as lines; the crawl goes on."""
    try:
        visitor.glance()
        if (visitor.language, visitor.size) in EXAMINED:
            visitor.examine()
    except AssertionError as error:
        visitor.troubles.clear()
        return [str(error)]
    return []


def enter(browser, server, client, language):
    """A window in which this person is signed in already."""
    visitor = Visitor(browser, server, DESKTOP, language)
    key = client.cookies[settings.SESSION_COOKIE_NAME]
    visitor.context.add_cookies([{"name": key.key, "value": key.value, "url": server}])
    return visitor


def test_every_page_is_fit_for_everybody(made, browser, live_server):
    if not AXE.exists():
        assert os.environ.get("REQUIRE_BROWSER") != "1", "axe-core is missing where the browser is required"
        pytest.skip("axe-core is not there yet: `make test` fetches it")
    who = {name: sees_most(made, name) for name in PAGES}
    wrong, heard = [], {"id": 0, "en": 0}
    for language in heard:
        for person in sorted({one for one in who.values() if one}):
            names = [name for name in PAGES if who[name] == person]
            client = made.clients[person]
            lines, count = crawl(
                made, names, lambda c=client, said=language: enter(browser, live_server.url, c, said)
            )
            wrong += lines
            heard[language] += count
    assert not wrong, "\n".join(wrong)
    assert heard["en"] > len(PAGES), (
        "the English pages do not show what the catalogues say: nothing is compared"
    )
