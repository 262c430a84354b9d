"""The Jinja2 environment: globals and filters that every template may use, instead of context processors."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from django.utils.translation import gettext_lazy as _
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined

from selaras.web import formats, navigation, widgets

CONFIDENCE = {
    "text": _("read in the text of the regulation"),
    "secondary": _("from a secondary source"),
    "practice": _("customary practice"),
    "unconfirmed": _("not yet confirmed"),
}

TONES = {
    "SANGAT_BAIK": "green",
    "BAIK": "blue",
    "BUTUH_PERBAIKAN": "amber",
    "KURANG": "orange",
    "SANGAT_KURANG": "crimson",
    "ABOVE": "green",
    "MEETS": "blue",
    "AS": "blue",
    "BELOW": "orange",
}


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def word(key: str) -> str:
    """Return a term in the vocabulary of the agency; before it is known, in the language of the page."""
    try:
        from selaras.core.vocabulary import word as agency_word
    except ImportError:
        return gettext(key)
    return str(agency_word(key))


def tone_of(code: Any) -> str:
    """Return the colour that goes with a predicate or rating; unknown ones stay grey."""
    return TONES.get(str(getattr(code, "value", code)).upper().replace(" ", "_"), "grey")


def confidence_word(code: Any) -> str:
    """Say in words how sure a cited value of the law is."""
    return str(CONFIDENCE.get(str(code), code))


def token(text: Any) -> str:
    """Return a short stable id part made from any text."""
    return hashlib.blake2s(str(text).encode(), digest_size=4).hexdigest()


def environment(**options: Any) -> Environment:
    """Build the environment that settings name under the Jinja2 backend."""
    options.setdefault("undefined", StrictUndefined)
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.loopcontrols", *options.get("extensions", ())]
    env = Environment(**options)  # noqa: S701 - autoescape is in the options of Django's backend
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_callables(gettext, ngettext, True, pgettext, npgettext)
    env.globals.update(
        url=url,
        url_or_none=navigation.url_or_none,
        static=static,
        get_messages=get_messages,
        get_language=get_language,
        htmx_script=htmx_script,
        word=word,
        tone_of=tone_of,
        confidence_word=confidence_word,
        shell_for=navigation.shell_for,
        query=navigation.query,
        page_window=navigation.page_window,
        widget=widgets.widget,
        field_kind=widgets.field_kind,
        csrf_field=widgets.csrf_field,
        new_key=widgets.new_key,
        **formats.GLOBALS,
    )
    env.filters.update(formats.FILTERS, error_count=widgets.error_count, token=token)
    return env
