"""JSON Schemas of the contract and their strict check; every error names its field and says what to do."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from selaras.rules.codes import PREDICATES
from selaras.rules.dated import law_file
from selaras.rules.explain import Explanation
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.sentences import Sentence, say

Schema = Mapping[str, Any]
Answer = Callable[[dict[str, Any], date], Explanation]
Built = tuple[Schema, Schema, Answer]
LAW = "permenpanrb-6-2022"
DECIMAL = r"^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$"
LONGEST_NUMBER = 40
VALUES = ("0.00", "120.00")
"""From and up to which a value of work or behaviour counts."""
AMOUNTS = ("0.00", "999999999999999.99")
"""From and up to which an amount, an achievement or a credit is taken."""
BYTE_ORDER_MARK = "\ufeff"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of the input."""

    field: str
    id: str
    en: str

    def as_json(self, language: str = "id") -> dict[str, str]:
        """The error as the contract prints it."""
        return {"field": self.field, "message": self.en if language == "en" else self.id}


class InputRefused(ValueError):
    """An input that the contract does not accept; `errors` names every wrong field."""

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__("; ".join(f"{error.field}: {error.en}" for error in errors))
        self.errors = tuple(errors)


def refuse(field: str, key: str, **words: Sentence | str | int) -> InputRefused:
    """The refusal of one field with a sentence of the list."""
    return InputRefused([error_of(field, key, **words)])


def error_of(field: str, key: str, **words: Sentence | str | int) -> FieldError:
    """One error with a sentence of the list."""
    sentence = say(key, **words)
    return FieldError(field, sentence.id, sentence.en)


def choice(codes: Sequence[str], names: Mapping[str, Sentence] | None = None) -> Schema:
    """One of some codes; `x-names` gives their Indonesian and English names."""
    schema: dict[str, Any] = {"type": "string", "enum": list(codes)}
    if names:
        schema["x-names"] = {code: {"id": names[code].id, "en": names[code].en} for code in codes}
    return schema


def decimal(least: str, most: str) -> Schema:
    """A decimal as text with at most two places, between two values."""
    return {"type": "string", "pattern": DECIMAL, "x-minimum": least, "x-maximum": most}


def whole(least: int, most: int) -> Schema:
    """A whole number between two values."""
    return {"type": "integer", "minimum": least, "maximum": most}


def flag() -> Schema:
    """true or false."""
    return {"type": "boolean"}


def text(pattern: str | None = None) -> Schema:
    """A text that is not blank; a rule that wants a certain form says so in `pattern` and judges it itself."""
    if pattern is not None:
        return {"type": "string", "pattern": pattern}
    return {"type": "string", "minLength": 1, "pattern": r"\S"}


def day() -> Schema:
    """A calendar day."""
    return {"type": "string", "format": "date"}


def many(items: Schema, least: int, most: int) -> Schema:
    """A list of things of one kind."""
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}


def or_null(schema: Schema) -> Schema:
    """The thing or null; only results may be null."""
    return {"oneOf": [schema, {"type": "null"}]}


def record(properties: Mapping[str, Schema], optional: Sequence[str] = ()) -> Schema:
    """An object with exactly these keys; the optional ones may be left out."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def names_of(instrument: str, name: str) -> Mapping[str, Sentence]:
    """Indonesian and English names of codes by the latest entry of a law file."""
    rows = law_file(instrument, name).entries[-1].value
    return {
        code: row if isinstance(row, Sentence) else Sentence(row["id"], row["en"])
        for code, row in rows.items()
    }


def best_first(codes: tuple[str, ...], name: str) -> Schema:
    """A choice of a list that begins with the worst, shown with the best first."""
    return choice(tuple(reversed(codes)), names_of(LAW, name))


def predicate_schema() -> Schema:
    """The five predicates."""
    return best_first(PREDICATES, "predicates")


def check(schema: Schema, value: Any, field: str = "") -> list[FieldError]:
    """All errors of a value against a schema of this module."""
    if "oneOf" in schema:
        return _check_variant(schema["oneOf"], value, field)
    return _CHECKS[schema["type"]](schema, value, field)


def as_day(value: str) -> date | None:
    """The day behind an exact year-month-day text, None when there is no such day."""
    try:
        return date.fromisoformat(value) if DAY.fullmatch(value) else None
    except ValueError:
        return None


def variant_key(variants: Sequence[Schema]) -> str | None:
    """The property whose constant tells the variants of an object apart."""
    first = variants[0].get("properties", {})
    return next((name for name, schema in first.items() if "const" in schema), None)


def _check_variant(variants: Sequence[Schema], value: Any, field: str) -> list[FieldError]:
    key = variant_key(variants)
    if key is None:
        chosen = next((v for v in variants if v["type"] == "array" and isinstance(value, list)), variants[0])
        return check(chosen, value, field)
    if not isinstance(value, dict):
        return [error_of(field, "input_object")]
    if key not in value:
        return [error_of(join_field(field, key), "input_missing")]
    for variant in variants:
        if variant["properties"][key]["const"] == value[key]:
            return check(variant, value, field)
    allowed = ", ".join(str(variant["properties"][key]["const"]) for variant in variants)
    return [error_of(join_field(field, key), "input_choice", choices=allowed)]


def _check_object(schema: Schema, value: Any, field: str) -> list[FieldError]:
    if not isinstance(value, dict):
        return [error_of(field, "input_object")]
    known = schema["properties"]
    missing = [
        error_of(join_field(field, name), "input_missing") for name in schema["required"] if name not in value
    ]
    unknown = [error_of(join_field(field, name), "input_unknown") for name in value if name not in known]
    inner = [
        check(known[name], item, join_field(field, name)) for name, item in value.items() if name in known
    ]
    return missing + unknown + [error for errors in inner for error in errors]


def _check_array(schema: Schema, value: Any, field: str) -> list[FieldError]:
    if not isinstance(value, list):
        return [error_of(field, "input_list")]
    least, most = schema["minItems"], schema["maxItems"]
    if not least <= len(value) <= most:
        return [error_of(field, "input_items", least=least, most=most)]
    inner = [check(schema["items"], item, join_field(field, str(place))) for place, item in enumerate(value)]
    return [error for errors in inner for error in errors]


def _check_string(schema: Schema, value: Any, field: str) -> list[FieldError]:
    if "const" in schema or "enum" in schema:
        allowed = schema.get("enum", [schema.get("const")])
        known = isinstance(value, str) and value in allowed
        return [] if known else [error_of(field, "input_choice", choices=", ".join(allowed))]
    if schema.get("format") == "date":
        known = isinstance(value, str) and as_day(value) is not None
        return [] if known else [error_of(field, "input_day")]
    if "x-minimum" in schema:
        return _check_decimal(schema, value, field)
    known = isinstance(value, str) and ("minLength" not in schema or bool(value.strip()))
    return [] if known else [error_of(field, "input_text")]


def _check_decimal(schema: Schema, value: Any, field: str) -> list[FieldError]:
    if not isinstance(value, str) or not re.fullmatch(schema["pattern"].strip("^$"), value):
        return [error_of(field, "input_decimal")]
    least, most = schema["x-minimum"], schema["x-maximum"]
    inside = len(value) <= LONGEST_NUMBER and (
        parse_hundredths(least) <= parse_hundredths(value) <= parse_hundredths(most)
    )
    return [] if inside else [error_of(field, "input_range", least=least, most=most)]


def _check_integer(schema: Schema, value: Any, field: str) -> list[FieldError]:
    if not isinstance(value, int) or isinstance(value, bool):
        return [error_of(field, "input_whole")]
    least, most = schema["minimum"], schema["maximum"]
    return [] if least <= value <= most else [error_of(field, "input_range", least=least, most=most)]


def _check_boolean(schema: Schema, value: Any, field: str) -> list[FieldError]:
    return [] if isinstance(value, bool) else [error_of(field, "input_flag")]


def join_field(field: str, name: str) -> str:
    """The name of a field inside another one."""
    return f"{field}.{name}" if field else name


_CHECKS: dict[str, Callable[[Schema, Any, str], list[FieldError]]] = {
    "object": _check_object,
    "array": _check_array,
    "string": _check_string,
    "integer": _check_integer,
    "boolean": _check_boolean,
}
