"""Recognises how a result is worded (result, activity, category) by a readable list of rules."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from selaras.rules.dated import entry_of, in_force
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import say

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def kind_of(text: str, *, on: date) -> str:
    """RESULT, ACTIVITY or CATEGORY by Anak Lampiran 1 (p. 120–122); advice only, a person decides."""
    return str(_fitting(text, on)[1]["kind"])


def absolute_words_in(text: str, *, on: date) -> tuple[str, ...]:
    """The absolute words of p. 51 (semua, selalu, tidak pernah, setiap) in a text, as whole words."""
    plain = " ".join(_WORD.findall(text.lower()))
    words: tuple[str, ...] = in_force(PERMENPANRB_6_2022, "absolute-words", on).value
    return tuple(word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", plain))


def explain_wording(text: str, *, on: date) -> Explanation:
    """The kind of wording and whether it is absolute, with the rule that decided."""
    entry = in_force(PERMENPANRB_6_2022, "wording-rules", on)
    _, row, word = _fitting(text, on)
    kinds = in_force(PERMENPANRB_6_2022, "wording-kinds", on)
    absolute = absolute_words_in(text, on=on)
    steps = [step(entry, row["sentence"].fill(word=word)), step(kinds, kinds.value[row["kind"]])]
    if absolute:
        steps.append(_absolute_step(absolute, on))
    return Explanation("wording", on, {"kind": row["kind"], "absolute": bool(absolute)}, tuple(steps))


def _absolute_step(words: tuple[str, ...], on: date) -> Step:
    return step(
        in_force(PERMENPANRB_6_2022, "absolute-words", on), say("wording_absolute", words=", ".join(words))
    )


def _fitting(text: str, on: date) -> tuple[str, Mapping[str, Any], str]:
    words = _WORD.findall(text.lower())
    entry = in_force(PERMENPANRB_6_2022, "wording-rules", on)
    last: tuple[str, Mapping[str, Any], str] | None = None
    for name, row in entry.value.items():
        found = _match(row, words, _pattern(entry.ref, name))
        last = (name, row, found or "")
        if found is not None:
            return last
    assert last is not None
    return last


def _match(row: Mapping[str, Any], words: list[str], pattern: re.Pattern[str]) -> str | None:
    if not words or _is_skipped(row, words[0]):
        return None
    if row["place"] == "ALL":
        return words[0] if all(pattern.fullmatch(word) for word in words) else None
    if row["place"] == "FIRST":
        return words[0] if pattern.fullmatch(words[0]) and words[0] not in row.get("except", ()) else None
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
def _pattern(ref: str, name: str) -> re.Pattern[str]:
    row = entry_of(ref).value[name]
    parts = [re.escape(word) for word in row.get("words", ())] + list(row.get("patterns", ()))
    return re.compile("|".join(parts))
