"""The command `selaras rules`: list, explain one, answer a table; exit 0 done, 2 bad input, 3 no data on the day."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TextIO

from selaras.rules.contract.rules import explain, rule_names, rule_of
from selaras.rules.contract.schema import (
    BYTE_ORDER_MARK,
    FieldError,
    InputRefused,
    as_day,
    error_of,
    join_field,
    refuse,
)
from selaras.rules.contract.table import BAD_ROWS, DONE, NO_DATA, no_data_sentence, write_table
from selaras.rules.dated import NotInForce

# What a shell reports for a reader that went away: 128 + SIGPIPE.
CUT_OFF = 141


def main(
    argv: Sequence[str], given: TextIO | None = None, out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """Run `selaras rules …` with the words after `rules`; streams default to the standard ones."""
    given, out, err = given or _utf8(sys.stdin), out or _utf8(sys.stdout), err or _utf8(sys.stderr)
    chosen = _parser().parse_args(argv)
    try:
        return _run(chosen, given, out)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    except InputRefused as refused:
        _write(out, {"errors": [error.as_json(chosen.language) for error in refused.errors]})
        return BAD_ROWS
    except NotInForce as missing:
        sentence = no_data_sentence(missing, chosen.language)
        _write(out, {"errors": [{"field": "on", "message": sentence}]})
        err.write(sentence + "\n")
        return NO_DATA


def read_input(stream: TextIO) -> Any:
    """One JSON value; raises InputRefused for broken JSON and for keys that appear twice."""
    try:
        text = stream.read().removeprefix(BYTE_ORDER_MARK)
        value = json.loads(text, object_pairs_hook=_Object, parse_constant=_no_number)
    except json.JSONDecodeError as broken:
        raise refuse("", "input_json", line=broken.lineno, column=broken.colno) from None
    except (ValueError, RecursionError):
        raise refuse("", "input_unreadable") from None
    twice = [error_of(path, "input_duplicate") for path in _twice(value, "")]
    if twice:
        raise InputRefused(twice)
    return value


def _run(chosen: argparse.Namespace, given: TextIO, out: TextIO) -> int:
    if chosen.action == "list":
        _write(out, {"rules": [rule_of(name).as_json() for name in rule_names()]})
        return DONE
    on = _checked(chosen)
    if chosen.action == "table":
        _tolerant(given)
        return write_table(rule_of(chosen.rule), given, out, on=on, language=chosen.language)
    _write(out, explain(chosen.rule, read_input(given), on=on).as_json())
    return DONE


def _checked(chosen: argparse.Namespace) -> date:
    errors: list[FieldError] = []
    on = as_day(chosen.on) if chosen.on else None
    if chosen.rule not in rule_names():
        errors.append(error_of("rule", "input_rule", choices=", ".join(rule_names())))
    if on is None:
        errors.append(error_of("on", "input_day" if chosen.on else "input_on"))
    if errors or on is None:
        raise InputRefused(errors)
    return on


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="selaras rules", description="Ask the rules of the law.")
    parser.set_defaults(language="id", on=None, rule=None)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("list", help="every rule with the JSON Schema of its input and output")
    for action, words in (
        ("explain", "one JSON object from standard input, answered with its reasons"),
        ("table", "CSV from standard input, answered row by row"),
    ):
        asked = actions.add_parser(action, help=words)
        asked.add_argument("rule", help=", ".join(rule_names()))
        asked.add_argument("--on", help="the day whose law applies, YEAR-MONTH-DAY")
        asked.add_argument("--language", choices=("id", "en"), default="id", help="language of the messages")
    return parser


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys appear twice; the last value of each is kept."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]


def _twice(value: Any, path: str) -> Iterator[str]:
    """The paths of all keys that appear twice."""
    if isinstance(value, _Object):
        yield from (join_field(path, key) for key in value.twice)
        for key, inner in value.items():
            yield from _twice(inner, join_field(path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _twice(inner, join_field(path, str(place)))


def _no_number(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def _write(out: TextIO, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def _tolerant(given: TextIO) -> None:
    """Broken bytes come through as lone surrogates: they spoil their own row of a table and no other."""
    if hasattr(given, "reconfigure"):
        given.reconfigure(errors="surrogateescape")


def _utf8(stream: Any) -> TextIO:
    """Half of a surrogate pair in a field's name is written as \\ud800, so that the answer stays UTF-8."""
    if hasattr(stream, "reconfigure"):
        errors = "strict" if stream is sys.stdin else "backslashreplace"
        stream.reconfigure(encoding="utf-8", errors=errors, newline="")
    return stream  # type: ignore[no-any-return]  # a text stream by contract
