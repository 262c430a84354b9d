"""A person in front of a browser: signs in, reads, fills in and presses, and every page must be fit for everybody."""

import os
import re
from itertools import count
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = (1280, 800), (390, 844)
LOOK = f"""axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations'], preload: false}})
    .then(found => found.violations.map(({{id, nodes}}) => ({{id, nodes: nodes.map(({{html}}) => ({{html}}))}})))"""
"""Only what is wrong comes back: what axe passes is long."""

EXPECTED = ("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest", "status of 4", "Error Code 4")
"""What the browser and htmx say aloud when the connection is lost, and when a form is refused in words."""


PARTS = """[...new Set([...document.querySelectorAll('body, body *')].map(part =>
    [part.tagName, part.getAttribute('class'), part.type, ...part.getAttributeNames()].join()))].sort().join(';')"""
"""Of what kinds of elements a page is made."""

PASSED: set[tuple[object, ...]] = set()
PICTURES = count(1)


class Visitor:
    """One person in one browser window. Words are given as the code has them and looked up in the language."""

    def __init__(self, browser, server: str, size: tuple[int, int], language: str) -> None:
        self.server, self.size, self.language = server, size, language
        self.is_phone = size == PHONE
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            is_mobile=self.is_phone,
            has_touch=self.is_phone,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(path=AXE)
        chosen = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": server}
        self.context.add_cookies([chosen])
        self.page = self.context.new_page()
        self.troubles: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message) -> None:
        if message.type == "error" and not any(part in message.text for part in EXPECTED):
            self.troubles.append(message.text)

    def says(self, sentence: str, **values: object) -> str:
        """The words of the page in this person's language."""
        with translation.override(self.language):
            return gettext(sentence) % values if values else gettext(sentence)

    def enter(self, login: str, password: str) -> "Visitor":
        """Sign in by hand, as anybody does."""
        self.open("/accounts/login/")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(password)
        self.press("Sign in")
        return self

    def play(self, role: str) -> "Visitor":
        """Choose another role on screen."""
        self.touch(self.page.locator("[popovertarget=user-panel]:visible").first)
        self.page.locator("#role-switch").select_option(role)
        return self.press("Switch")

    def open(self, path: str) -> "Visitor":
        self.page.goto(self.server + path)
        return self.look()

    def goes(self, sentence: str) -> "Visitor":
        """Go to a page of the navigation: the bar at the bottom of a phone where it stands there, else the menu."""
        words = re.compile(rf"^\s*{re.escape(self.says(sentence))}\s*$")
        quick = self.page.locator(".sl-quick").get_by_role("link", name=words).filter(visible=True)
        if self.is_phone and quick.count():
            return self.go(quick.first)
        if self.is_phone:
            self.touch(self.page.locator(".sl-quick [popovertarget=navigation]"))
        return self.go(self.page.locator("#navigation").get_by_role("link", name=words).first)

    def desk(self) -> "Visitor":
        return self.goes("My desk")

    def press(self, sentence: str, inside: str = "body", **values: object) -> "Visitor":
        """Press the button or follow the link with these words, and look at the page that comes."""
        words = re.compile(rf"^\s*{re.escape(self.says(sentence, **values))}\s*(:.*)?$")
        part = self.page.locator(inside)
        found = part.get_by_role("button", name=words).or_(part.get_by_role("link", name=words))
        return self.go(found.filter(visible=True).first)

    def press_at(self, place: str) -> "Visitor":
        """Press what stands at a place where words would name several."""
        return self.go(self.page.locator(place).first)

    def go(self, found) -> "Visitor":
        with self.page.expect_navigation():
            self.touch(found)
        return self.look()

    def touch(self, found) -> "Visitor":
        """A finger on a phone, a mouse elsewhere."""
        found.tap() if self.is_phone else found.click()
        return self

    def fill(self, **fields: str) -> "Visitor":
        """Fill in fields by their names; a list is chosen from, a tick is set."""
        for name, value in fields.items():
            found = self.page.locator(f"[name='{name}']:not([type=hidden])")
            if found.first.get_attribute("type") == "radio":
                self.touch(self.page.locator(f"[name='{name}'][value='{value}']"))
            elif found.first.evaluate("field => field.tagName") == "SELECT":
                found.first.select_option(value)
            elif value == "on":
                self.touch(found.first)
            else:
                found.first.fill(value)
        return self

    def choose(self, name: str, words: str) -> "Visitor":
        """Choose from a list by the words that the choice holds."""
        options = self.page.locator(f"select[name='{name}'] option")
        value = options.filter(has_text=words).first.get_attribute("value")
        self.page.locator(f"select[name='{name}']").select_option(value)
        return self

    def sees(self, text: str) -> bool:
        """Wait for a text on the page."""
        self.page.get_by_text(text).first.wait_for(state="attached")
        return True

    def reads(self, sentence: str, **values: object) -> bool:
        """Wait for words of the house on the page."""
        return self.sees(self.says(sentence, **values))

    def look(self) -> "Visitor":
        """What every page must be: one heading, nothing sideways, in the right language, and fit for everybody.

        A page made of the very parts of one that axe has passed already (another person's plan) is not asked about
        twice: axe takes half of a journey's time.
        """
        self.glance()
        where = re.sub(r"\d+", "0", self.page.url.removeprefix(self.server))
        made_of = (where, self.size, self.language, self.page.evaluate(PARTS))
        if made_of not in PASSED:
            self.examine()
            PASSED.add(made_of)
        return self

    def glance(self) -> "Visitor":
        """One heading, nothing sideways, in the right language, and nothing in the console."""
        page = self.page
        page.wait_for_load_state("load")
        where = page.url.removeprefix(self.server)
        assert page.locator("h1").count() == 1, f"{where} has not one heading"
        assert page.locator("html").get_attribute("lang") == self.language, where
        if "JOURNEY_SHOTS" in os.environ:
            self._shoot(where)
        wide = page.evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)")
        assert wide <= self.size[0], f"{where} is {wide} wide on a screen of {self.size[0]}"
        assert not self.troubles, f"{where}: {self.troubles}"
        return self

    def _shoot(self, where: str) -> None:
        """Keep a picture of the page in the folder JOURNEY_SHOTS, for whoever wants to look at a journey."""
        size = "phone" if self.is_phone else "desktop"
        name = re.sub(r"\W+", "-", where.partition("?")[0]).strip("-") or "desk"
        place = Path(os.environ["JOURNEY_SHOTS"]) / f"{next(PICTURES):03}-{size}-{self.language}-{name}.png"
        self.page.screenshot(path=place, full_page=True)

    def examine(self) -> "Visitor":
        """Whether axe finds the page fit for everybody."""
        page, where = self.page, self.page.url.removeprefix(self.server)
        found = page.evaluate(LOOK)
        assert not found, f"{where}: " + str(
            [(one["id"], [n["html"] for n in one["nodes"]]) for one in found]
        )
        assert not self.troubles, f"{where}: {self.troubles}"
        return self
