"""Each page has one h1, and every sentence on it passes through the catalogues and is translated."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import engines
from jinja2 import nodes

from selaras.config import messages

ROOT = messages.TEMPLATES
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
SPOKEN = {"title", "alt", "placeholder", "aria-label", "content-title", "data-offline", "data-failed"}
# Names that are the same in every language.
NAMES = {
    "Selaras",
    "NIP",
    "PDF",
    "QR",
    "CSV",
    "Excel",
    "Indonesia",
    "Bahasa",
    "English",
    "API",
    "OpenAPI",
    "ID",
}
# What is not text: comments, translated blocks, what a child fills into an attribute, expressions.
INSIDE = re.compile(r'="[^"]*{% block (\w+) %}')
FILLED = sorted({name for path in TEMPLATES for name in INSIDE.findall((ROOT / path).read_text("utf-8"))})
BLOCKS = re.compile(
    rf"{{#.*?#}}|{{%-?\s*block (?:{'|'.join(FILLED)})\b.*?endblock\s*-?%}}"
    r"|{%-?\s*trans\b.*?endtrans\s*-?%}|{%.*?%}|{{.*?}}",
    re.S,
)
WORDS = re.compile(r"[A-Za-z]{2,}")
TRANSLATING = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


def chain(name):
    """Give a template with those it extends; an address chosen by an expression ends the chain."""
    text = (ROOT / name).read_text(encoding="utf-8")
    yield text
    found = re.search(r'{%-?\s*extends "([^"]+)"\s*-?%}', text)
    if found:
        yield from chain(found[1])


PAGES = [
    name
    for name in TEMPLATES
    if any("<!doctype html>" in text.lower() for text in chain(name))
    and name not in {"base.html", "shell.html", "entrance.html"}
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_one_h1(name):
    headings = [len(re.findall(r"ui\.page_header\(|<h1\b", text)) for text in chain(name)]
    assert sum(headings) == 1, f"{name} and what it extends print {sum(headings)} h1"


@pytest.mark.parametrize("app", messages.apps())
def test_every_text_of_an_app_is_translated(app):
    assert list(messages.troubles_of(app)) == []


class Spoken(HTMLParser):
    """Collects what a reader sees or hears of a page outside gettext."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in SPOKEN and value]

    def handle_data(self, data):
        self.found.append(data)


def literal_texts(source):
    """Return the written words of a template that no catalogue can translate."""
    reader = Spoken()
    reader.feed(BLOCKS.sub("", source))
    reader.close()
    return [text.strip() for text in reader.found if set(WORDS.findall(text)) - NAMES]


def literal_arguments(source):
    """Return the sentences that a template hands to a component without gettext."""
    tree = engines["jinja2"].env.parse(source)
    translated = {
        id(inner)
        for call in tree.find_all(nodes.Call)
        if getattr(call.node, "name", "") in TRANSLATING
        for inner in call.find_all(nodes.Const)
    }
    return [
        const.value
        for const in tree.find_all(nodes.Const)
        if id(const) not in translated
        and isinstance(const.value, str)
        and re.match(r"[A-Z][a-z]+ [a-z]", const.value)
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_sentence_stands_outside_gettext(name):
    source = (ROOT / name).read_text(encoding="utf-8")
    assert literal_texts(source) + literal_arguments(source) == []


@pytest.mark.parametrize(
    "good",
    [
        '<p>{{ _("Nothing waits for you.") }}</p>',
        '<p class="empty text">{% trans %}Nothing waits for you.{% endtrans %}</p>',
        '<input placeholder="{{ _("Search for a name") }}"> 12 × 3',
        '{{ ui.empty_state(_("Nothing waits for you.")) }}',
        "{# Nothing waits for you. #}<b>Selaras</b>",
    ],
)
def test_the_check_accepts_what_is_translated(good):
    assert literal_texts(good) + literal_arguments(good) == []


@pytest.mark.parametrize(
    "bad",
    [
        "<p>Nothing waits for you.</p>",
        '<input placeholder="Search for a name">',
        '<p>{{ _("You have") }} many notices</p>',
        '{{ ui.empty_state("Nothing waits for you.") }}',
    ],
)
def test_the_check_finds_what_is_not_translated(bad):
    assert literal_texts(bad) + literal_arguments(bad)


def test_templates_live_in_one_place():
    strays = [path for path in Path(messages.PACKAGE).rglob("*.html") if ROOT not in path.parents]
    assert [path for path in strays if "static" not in path.parts and "node_modules" not in path.parts] == []
