"""Recognises how a result is worded (result, activity, category) by a readable list of rules."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import say

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Rules = Mapping[str, Mapping[str, Any]]


def kind_of(text: str, *, on: date) -> str:
    """RESULT, ACTIVITY or CATEGORY by Anak Lampiran 1 (p. 120–122); advice only, a person decides."""
    rows = in_force(PERMENPANRB_6_2022, "wording-rules", on).value
    return str(fitting_rule(text, rows)[1]["kind"])


def absolute_words_in(text: str, *, on: date) -> tuple[str, ...]:
    """The absolute words of p. 51 (semua, selalu, tidak pernah, setiap) in a text, as whole words."""
    plain = " ".join(_WORD.findall(text.lower()))
    words: tuple[str, ...] = in_force(PERMENPANRB_6_2022, "absolute-words", on).value
    return tuple(word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain))


def explain_wording(text: str, *, on: date) -> Explanation:
    """The kind of wording and whether it is absolute, with the rule that decided."""
    entry = in_force(PERMENPANRB_6_2022, "wording-rules", on)
    _, row, word = fitting_rule(text, entry.value)
    kinds = in_force(PERMENPANRB_6_2022, "wording-kinds", on)
    absolute = absolute_words_in(text, on=on)
    steps = [
        step(entry, row["sentence"].fill(word=word)),
        step(kinds, say("wording_kind", kind=kinds.value[row["kind"]])),
    ]
    if absolute:
        steps.append(_absolute_step(absolute, on))
    return Explanation("wording", on, {"kind": row["kind"], "absolute": bool(absolute)}, tuple(steps))


def _absolute_step(words: tuple[str, ...], on: date) -> Step:
    return step(
        in_force(PERMENPANRB_6_2022, "absolute-words", on), say("wording_absolute", words=", ".join(words))
    )


def fitting_rule(text: str, rows: Rules) -> tuple[str, Mapping[str, Any], str]:
    """The first rule of a list that fits a text: its name, the rule and the word that decided.

    The last rule catches what no other one does; a text without any word falls to it too.
    """
    words = _WORD.findall(text.lower().replace("%", " persen "))
    for name, row in rows.items():
        found = _match(row, words)
        if found is not None:
            return name, row, found
    name = list(rows)[-1]
    return name, rows[name], ""


def _match(row: Mapping[str, Any], words: list[str]) -> str | None:
    if not words or len(words) > row.get("most_words", len(words)) or _is_skipped(row, words[0]):
        return None
    pattern = _pattern(row.get("words", ()), row.get("patterns", ()))
    if row["place"] in ("ALL", "FIRST"):
        read = words if row["place"] == "ALL" else words[:1]
        fits = all(pattern.fullmatch(word) and word not in row.get("except", ()) for word in read)
        return words[0] if fits else None
    return _search(row, words, pattern)


def _search(row: Mapping[str, Any], words: list[str], pattern: re.Pattern[str]) -> str | None:
    text = " ".join(words)
    for found in re.finditer(rf"(?<![\w-])(?:{pattern.pattern})(?![\w-])", text):
        before = text[: found.start()].split()
        later = row["place"] == "ANY" or bool(before)
        plain = found.group() not in row.get("except", ()) and not (
            before and before[-1] in row.get("not_after", ())
        )
        if later and plain:
            return found.group()
    return None


def _is_skipped(row: Mapping[str, Any], first: str) -> bool:
    return any(re.fullmatch(pattern, first) for pattern in row.get("unless_first", ()))


@cache
def _pattern(words: tuple[str, ...], patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([*(re.escape(word) for word in words), *patterns]))
