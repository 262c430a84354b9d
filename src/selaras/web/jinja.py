"""The Jinja2 environment: globals and filters that every template may use, instead of context processors."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static as templatetag
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined

from selaras.core.vocabulary import cited, either, source, word
from selaras.web import charts, formats, history, navigation, terms, widgets


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@lru_cache(maxsize=256)
def static(path: str) -> str:
    """Return the address of a static file; it stays the same while the server runs, and a page asks forty times."""
    return templatetag(path)


def static_or_none(path: str) -> str | None:
    """Return the address of a static file, or None where even that is broken."""
    try:
        return static(path)
    except ValueError:
        return None


def token(text: Any) -> str:
    """Return a short stable id part made from any text."""
    return hashlib.blake2s(str(text).encode(), digest_size=4).hexdigest()


GLOBALS: dict[str, Any] = {
    "url": url,
    "url_or_none": navigation.url_or_none,
    "static": static,
    "get_messages": get_messages,
    "get_language": get_language,
    "htmx_script": htmx_script,
    "static_or_none": static_or_none,
    "charts": charts,
    "word": word,
    "cited": cited,
    "either": either,
    "source": source,
    "history_lines": history.lines,
    "buttons_of": terms.buttons_of,
    "error_base": navigation.error_base,
    "way_back": navigation.way_back,
    "role_word": navigation.role_word,
    "tone_of": terms.tone_of,
    "predicate_word": terms.predicate_word,
    "rating_word": terms.rating_word,
    "confidence_word": terms.confidence_word,
    "explained": terms.explained,
    "shell_for": navigation.shell_for,
    "query": navigation.query,
    "page_window": navigation.page_window,
    "widget": widgets.widget,
    "field_kind": widgets.field_kind,
    "limit_line": widgets.limit_line,
    "csrf_field": widgets.csrf_field,
    "new_key": widgets.new_key,
    **formats.GLOBALS,
}


def environment(**options: Any) -> Environment:
    """Build the environment that settings name under the Jinja2 backend."""
    options.setdefault("undefined", StrictUndefined)
    # Without constant folding: a filter over a literal must follow the language of the page.
    options["optimized"] = False
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.loopcontrols", *options.get("extensions", ())]
    env: Any = Environment(**options)  # its i18n extension adds what the type does not know
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, True, pgettext, npgettext)
    env.globals.update(GLOBALS)
    env.filters.update(formats.FILTERS, error_count=widgets.error_count, token=token)
    return env
