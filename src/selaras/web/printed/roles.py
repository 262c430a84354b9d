"""Prints the roles: names, powers, articles, and the pages that each of them is shown."""

from collections.abc import Iterator

from selaras.accounts.roles import ROLES, Role
from selaras.web.printed.tables import GENERATED, both, table
from selaras.web.site_map import SITE_MAP

INTRODUCTION = """# Roles

One role is active at a time and is chosen on screen. Derived roles follow from assignments and are never granted;
the others are granted over a unit with everything below it, or over the whole agency. Labels are in Indonesian,
the English beside."""
HEAD = ("code", "name", "what it does", "how one has it", "article")
PAGES = """## Pages of the navigation

What a role is shown; whether a person may open one object behind a page is decided by that object's predicate."""


def page() -> str:
    """Return docs/roles.md."""
    parts = [GENERATED, INTRODUCTION, table(HEAD, map(row, ROLES.values())), PAGES, shown()]
    return "\n\n".join(parts) + "\n"


def row(role: Role) -> tuple[str, ...]:
    """Return what one role is."""
    way = "follows from assignments" if role.is_derived else "granted"
    return f"`{role.code.value}`", both(role.name), both(role.description), way, both(role.article)


def shown() -> str:
    """Return role × page."""
    head = ("page", *(f"`{code.value}`" for code in ROLES))
    return table(head, lines())


def lines() -> Iterator[tuple[str, ...]]:
    """Give each page of the navigation with a mark for every role that is shown it."""
    for section in SITE_MAP:
        for entry in section.entries:
            marks = ("✓" if entry.shown_to(code.value) else " " for code in ROLES)
            yield f"{both(entry.label)} `{entry.url}`", *marks
