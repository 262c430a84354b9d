"""The settings of the users as living agencies, built through operations with the clock passed in."""

from __future__ import annotations


def codes() -> set[str]:
    """Return the codes of all demo agencies."""
    from selaras.demo.content import SETTINGS, load

    return {load(name).agency["code"] for name in SETTINGS}


def cast() -> list[tuple[str, str, str, str]]:
    """Return the demo people worth signing in as: agency, role, login, password; empty without a demo."""
    from selaras.demo.people import table

    return table()
