"""The gallery shows every component, in both languages, and its HTML is whole."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from selaras.web import gallery, navigation

COMPONENTS = Path(gallery.__file__).parent / "templates" / "components"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Outline(HTMLParser):
    """Checks nesting and collects ids, references and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.references: set[str] = set()
        self.headings: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if values.get("id"):
            self.ids[str(values["id"])] += 1
        for name in ("for", "aria-labelledby", "popovertarget"):
            self.references |= set((values.get(name) or "").split())
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


@pytest.fixture
def html(request_of, settings):
    request = request_of("/components/")
    return render_to_string("gallery.html", gallery.examples(request), request)


def test_shows_each_component() -> None:
    text = (COMPONENTS.parent / "gallery.html").read_text()
    names = re.findall(r"{% (?:set|macro) (\w+)", (COMPONENTS / "ui.html").read_text())
    missing = [name for name in names if f"ui.{name}(" not in text and name not in ("write_guard", "icon")]
    assert not missing
    assert "ui.write_guard(" in text and "ui.icon(" in text


def test_is_whole(html: str) -> None:
    outline = Outline()
    outline.feed(html)
    assert not outline.open
    assert [name for name, times in outline.ids.items() if times > 1] == []
    assert outline.references - set(outline.ids) == set()
    assert outline.headings.count("h1") == 1


def test_speaks_both_languages(request_of) -> None:
    request = request_of("/components/")
    with translation.override("en"):
        english = render_to_string("gallery.html", gallery.examples(request), request)
    indonesian = render_to_string("gallery.html", gallery.examples(request), request)
    assert '<html lang="en">' in english and '<html lang="id">' in indonesian
    assert "91.6%" in english and "91,6\u00a0%" in indonesian
    assert "12 Oktober 2026 10.42 WIB" in indonesian and "12 October 2026 10:42 WIB" in english
    assert "Can be read by" not in indonesian and "Dapat dibaca oleh" in indonesian


def test_icons_of_the_interface_are_in_the_sprite() -> None:
    used = {entry.icon for section in navigation.SITE_MAP for entry in section.entries}
    for path in COMPONENTS.parent.rglob("*.html"):
        for pair in re.findall(r"\bicon\(\"([\w-]+)\"|icon_name=\"([\w-]+)\"", path.read_text()):
            used |= set(filter(None, pair))
    assert used - set(gallery.ICONS) == set()
