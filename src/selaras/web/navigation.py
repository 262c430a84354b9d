"""What the shell around every page needs, read from the request and safe where a part is absent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language
from jinja2 import Undefined

from selaras.accounts.roles import ROLES, name_of
from selaras.core.paging import Page
from selaras.web.formats import initials
from selaras.web.site_map import SITE_MAP, Entry


@dataclass(frozen=True)
class Link:
    """One line of the navigation, ready to print."""

    label: str
    href: str
    icon: str
    current: bool
    quick: bool


@dataclass(frozen=True)
class Stage:
    """A stage of the cycle with the pages that a role may use."""

    label: str
    links: Sequence[Link]


@dataclass(frozen=True)
class Choice:
    """A language or role on the switch."""

    code: str
    label: str
    current: bool


@dataclass(frozen=True)
class Shell:
    """Agency, person, navigation and switches; empty where nobody is signed in."""

    signed_in: bool
    user_key: str
    agency_key: str
    agency_name: str
    agency_short: str
    agency_mark: str
    logo_url: str
    name: str
    role: str
    roles: Sequence[Choice]
    unread: int
    languages: Sequence[Choice]
    language: str
    path: str
    agencies: int
    stages: Sequence[Stage]
    urls: Mapping[str, str]

    @property
    def quick(self) -> list[Link]:
        """The four links at the bottom of a phone."""
        return [link for stage in self.stages for link in stage.links if link.quick][:4]


def url_or_none(name: str, **kwargs: Any) -> str | None:
    """Return the address of a page, or None while no such page exists."""
    if kwargs:
        return _address(name, kwargs)
    return _fixed_address(name, settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=512)
def _fixed_address(name: str, _urls: str, _prefix: str) -> str | None:
    """The address of a page about no single object: the shell around every page asks for thirty of them."""
    return _address(name, None)


def _address(name: str, kwargs: dict[str, Any] | None) -> str | None:
    for form in dict.fromkeys((name, name.rpartition(":")[2])):
        try:
            return reverse(form, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return None


_SHELL_URLS = {
    "language": "web:language",
    "role": "accounts:switch_role",
    "agencies": "accounts:agencies",
    "account": "accounts:account",
    "notices": "accounts:notices",
    "sign_out": "account_logout",
    "sign_in": "account_login",
    "desk": "web:desk",
}


def shell_for(request: HttpRequest | Undefined | None) -> Shell:
    """Build the shell of a request; every attribute that middleware sets may be absent."""
    if isinstance(request, Undefined):
        request = None
    user = getattr(request, "user", None)
    agency = getattr(request, "agency", None)
    actor = getattr(request, "actor", None)
    signed_in = bool(getattr(user, "is_authenticated", False))
    role = str(getattr(actor, "role", "") or "")
    short = str(getattr(agency, "short_name", "") or getattr(agency, "name", "") or "Selaras")
    path = request.get_full_path() if request else "/"
    return Shell(
        signed_in=signed_in,
        user_key=str(getattr(user, "pk", "") or "") if signed_in else "",
        agency_key=str(getattr(agency, "pk", "") or ""),
        agency_name=str(getattr(agency, "name", "") or "Selaras"),
        agency_short=short,
        agency_mark=initials(short),
        logo_url=(url_or_none("organisation:logo") or "") if getattr(agency, "logo_type", "") else "",
        name=str(getattr(actor, "name", "") or (user if signed_in else "")),
        role=role_word(role),
        roles=_role_choices(getattr(actor, "roles", ()) or (), role),
        unread=int(getattr(actor, "unread", 0) or 0),
        languages=_language_choices(),
        language=get_language() or settings.LANGUAGE_CODE,
        path=path,
        agencies=len(getattr(request, "doors", ()) or ()),
        stages=_stages(role, request.path if request else "", bool(getattr(actor, "is_personal", True)))
        if signed_in
        else (),
        urls={key: url_or_none(name) or "" for key, name in _SHELL_URLS.items()},
    )


def role_word(code: str) -> str:
    """Return the name of a role in the active language, or the code while it is unknown."""
    return str(name_of(code)) if code in ROLES else code


def error_base(request: HttpRequest | Undefined | None) -> str:
    """Say which frame an error page gets: the shell for people signed in to an agency, else the entrance."""
    return "shell.html" if getattr(shell_for(request), "agency_key", "") else "entrance.html"


def way_back(request: HttpRequest | Undefined | None) -> str:
    """Return the page of ours that a person came from, or nothing when it is unknown or this one."""
    if request is None or isinstance(request, Undefined):
        return ""
    came = urlsplit(request.headers.get("Referer", ""))
    here = came.netloc == request.get_host() and came.path.startswith("/")
    if not here or (request.method == "GET" and came.path == request.path):
        return ""
    return came.path + (f"?{came.query}" if came.query else "")


def _role_choices(roles: Iterable[Any], current: str) -> list[Choice]:
    pairs = [(str(r[0]), str(r[1])) if isinstance(r, tuple) else (str(r), role_word(str(r))) for r in roles]
    return [Choice(code, label, code == current) for code, label in pairs]


def _language_choices() -> list[Choice]:
    active = get_language() or settings.LANGUAGE_CODE
    names = {"id": "Bahasa Indonesia", "en": "English"}
    return [Choice(code, names.get(code, str(name)), code == active) for code, name in settings.LANGUAGES]


def _stages(role: str, path: str, is_somebody: bool) -> list[Stage]:
    found = [
        (
            section,
            [
                (entry, href)
                for entry in section.entries
                if entry.shown_to(role) and (is_somebody or not entry.own)
                for href in _href(entry)
            ],
        )
        for section in SITE_MAP
    ]
    hrefs = [href for _, pairs in found for _, href in pairs if _covers(href, path)]
    here = max(hrefs, key=len, default="")
    return [
        Stage(
            str(section.label),
            [Link(str(e.label), href, e.icon, href == here, e.quick) for e, href in pairs],
        )
        for section, pairs in found
        if pairs
    ]


def _href(entry: Entry) -> list[str]:
    href = url_or_none(entry.url)
    return [href] if href else []


def _covers(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))


def query(request: HttpRequest, **changes: Any) -> str:
    """Return this page's query string with some parameters changed; None removes one."""
    values: QueryDict = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return "?" + values.urlencode()


def page_window(page: Page, reach: int = 1) -> list[int | None]:
    """Return the page numbers to show: first, last, the neighbours, and None for a gap."""
    last = page.paginator.num_pages
    near = range(page.number - reach, page.number + reach + 1)
    shown = sorted({number for number in {1, last, *near} if 1 <= number <= last})
    out: list[int | None] = []
    for number in shown:
        previous = out[-1] if out else None
        if previous is not None and number - previous > 1:
            out.append(number - 1 if number - previous == 2 else None)
        out.append(number)
    return out
