"""Every template compiles, carries no inline style or script, and leaves its only h1 to the header."""

import re
from pathlib import Path

import pytest
from django.template.loader import engines

from selaras.web import gallery

ROOT = Path(gallery.__file__).parent / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.*"))
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "an htmx expression": re.compile(r"\bhx-(on|vars)\b|hx-vals=[\"']js:", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "an escape switched off": re.compile(r"\|\s*safe\b"),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_compiles(name: str) -> None:
    engines["jinja2"].env.get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_obeys_the_content_security_policy(name: str) -> None:
    text = (ROOT / name).read_text()
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found, f"{name} holds {', '.join(found)}"


@pytest.mark.parametrize("name", PAGES)
def test_has_one_first_heading(name: str) -> None:
    """The frame or `page_header` prints the h1, so that no page has two or none."""
    text = (ROOT / name).read_text()
    if '{% extends "shell.html" %}' in text:
        assert "<h1" not in text and text.count("ui.page_header(") == 1
    elif '{% extends "entrance.html" %}' in text:
        assert "<h1" not in text and "{% block heading %}" in text
    parent = re.search(r'{% extends "([^"]+)" %}', text)
    if parent and parent[1] not in ("base.html", "shell.html", "entrance.html"):
        text += (ROOT / parent[1]).read_text()
    if "{% extends" in text and name not in ("shell.html", "entrance.html"):
        assert re.search(r"block title|errors/refused", text), f"{name} has no title"


def test_shared_names_of_components_have_no_double() -> None:
    text = (ROOT / "components" / "ui.html").read_text()
    names = re.findall(r"{% (?:set|macro) (\w+)", text)
    assert len(names) == len(set(names))
