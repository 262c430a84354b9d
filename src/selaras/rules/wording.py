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
_LIST_SIGN = re.compile(r"^(?:\s*(?:[-–•*·]|\(?(?:[0-9]{1,2}|[a-z])[.)](?=\s)))+\s*")
_QUOTED = 6
Rules = Mapping[str, Mapping[str, Any]]


def kind_of(text: str, *, on: date) -> str:
    """RESULT, ACTIVITY or CATEGORY by Anak Lampiran 1 (p. 120–122); advice only, a person decides."""
    rows = in_force(PERMENPANRB_6_2022, "wording-rules", on).value
    return str(fitting_rule(text, rows)[1]["kind"])


def absolute_words_in(text: str, *, on: date) -> tuple[str, ...]:
    """The absolute words of p. 51 (semua, selalu, tidak pernah, setiap) in a text, as whole words.

    A word said twice ("semua-semua") is that word; one with a prefix or suffix ("semuanya") is another one.
    """
    plain = " ".join(text.lower().split())
    words: tuple[str, ...] = in_force(PERMENPANRB_6_2022, "absolute-words", on).value
    return tuple(word for word in words if re.search(rf"\b{re.escape(word)}\b", plain))


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
    """The first rule of a list that fits a text: its name, the rule and the words that decided.

    The last rule catches what no other one does; a text without any word falls to it too.
    """
    plain = _LIST_SIGN.sub("", text.lower()).replace("%", " persen ")
    for name, row in rows.items():
        found = _match(row, plain)
        if found is not None:
            return name, row, found
    name = list(rows)[-1]
    return name, rows[name], text.strip()


def _match(row: Mapping[str, Any], text: str) -> str | None:
    words = _read(row, text)
    if not words or not _begins_as_asked(row, words[0]):
        return None
    pattern = _pattern(row.get("words", ()), row.get("patterns", ()))
    if row["place"] in ("ALL", "FIRST"):
        read = words if row["place"] == "ALL" else words[:1]
        fits = all(pattern.fullmatch(word) and word not in row.get("except", ()) for word in read)
        return _quoted(read) if fits else None
    return _search(row, words, pattern)


def _read(row: Mapping[str, Any], text: str) -> list[str]:
    """The words that a rule reads; none when the text is too long for it."""
    if "openings" in row:
        opening = re.compile(rf"\W*(?:{'|'.join(row['openings'])})\W*")
        while found := opening.match(text):
            text = text[found.end() :]
    words = _WORD.findall(text)
    ends = [place for place, word in enumerate(words) if word in row.get("stops_at", ())]
    return [] if len(words) > row.get("most_words", len(words)) else words[: min(ends, default=len(words))]


def _quoted(words: list[str]) -> str:
    return " ".join(words[:_QUOTED]) + (" …" if len(words) > _QUOTED else "")


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


def _begins_as_asked(row: Mapping[str, Any], first: str) -> bool:
    def among(key: str) -> bool:
        meant = any(re.fullmatch(pattern, first) for pattern in row[key])
        return meant and first not in row.get("things", ())

    return ("only_first" not in row or among("only_first")) and not (
        "unless_first" in row and among("unless_first")
    )


@cache
def _pattern(words: tuple[str, ...], patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join([*(re.escape(word) for word in words), *patterns]))
