"""What goes over the wire on the first visit, and the size of our own module."""

import gzip
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from selaras.web import gallery

FILES = (
    "vendor/tabler.min.css",
    "selaras.css",
    "kept.js",
    "selaras.js",
    "limits.js",
    "only.js",
    "icons.svg",
    "mark.svg",
    "django_htmx/htmx-2.min.js",
)
KIB = 1024


def weight(name: str) -> int:
    found = finders.find(name)
    if found is None:
        pytest.skip(f"{name} is not there yet: `make run` or `make test` fetches it")
    return len(brotli.compress(Path(found).read_bytes()))


def test_first_visit(request_of) -> None:
    request = request_of("/components/")
    page = render_to_string("gallery.html", gallery.examples(request), request)
    later = len(gzip.compress(page.encode(), 6))
    assert later <= 15 * KIB
    assert sum(map(weight, FILES)) + later <= 120 * KIB


@pytest.mark.parametrize("name", ["kept.js", "selaras.js", "limits.js", "only.js"])
def test_own_modules(name) -> None:
    assert Path(finders.find(name)).stat().st_size <= 6 * KIB


def test_style_sheet_names_no_other_host() -> None:
    text = Path(finders.find("selaras.css")).read_text()
    assert "url(" not in text and "@import" not in text
