"""Master data of identity: ranks, grades, kinds and levels of position, with their legal names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from selaras.rules.dated import in_force


def ranks(*, on: date) -> Mapping[str, Mapping[str, Any]]:
    """Grades and ranks of PNS by code (III_A → grade "III/a", name "Penata Muda"), lowest first."""
    return _rows("ranks", on)


def rank_label(code: str, *, on: date) -> str:
    """A rank as forms print it: "Penata Muda / III/a"."""
    row = ranks(on=on)[code]
    return f"{row['name']} / {row['grade']}"


def rank_of(grade: str, *, on: date) -> str | None:
    """The code of a printed grade ("III/a", also "iii a" or "III.a"); None when there is no such grade."""
    wanted = _bare(grade)
    return next((code for code, row in ranks(on=on).items() if _bare(row["grade"]) == wanted), None)


def pppk_grades(*, on: date) -> Mapping[str, Any]:
    """Grades of PPPK, I to XVII, which have no rank."""
    return _rows("pppk-grades", on)


def position_kinds(*, on: date) -> Mapping[str, Mapping[str, Any]]:
    """Kinds of position by code with names; whether a post is managerial is told by its level."""
    return _rows("position-kinds", on)


def position_levels(*, on: date) -> Mapping[str, Mapping[str, Any]]:
    """Levels of position by code with kind, names and equivalent echelons."""
    return _rows("position-levels", on)


def _rows(name: str, on: date) -> Mapping[str, Any]:
    return in_force("identity", name, on).value  # type: ignore[no-any-return]  # shape checked by the loader


def _bare(grade: str) -> str:
    return "".join(letter for letter in grade.upper() if letter.isalnum())
