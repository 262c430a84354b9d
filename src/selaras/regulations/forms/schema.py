"""A form generated from a JSON Schema of the rules: its fields, and the nested input that was typed into them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from selaras.core.verdict import Sentence as Text
from selaras.regulations.queries.labels import help_of, label_of
from selaras.regulations.queries.words import code_word, is_indonesian
from selaras.rules.contract.schema import FieldError, Schema, variant_key

LONG_LIST = 20
GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
WHOLE = re.compile(r"-?[0-9]{1,18}")
COMMA = re.compile(r"[0-9]+,[0-9]+")
DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
LONGEST = 2000
ABSENT = object()


@dataclass(frozen=True)
class Leaf:
    """One field of the form: its dotted name, what it accepts, the group under whose heading it stands."""

    name: str
    schema: Schema
    is_required: bool
    group: str


class SchemaForm(forms.Form):
    """A form whose fields come from a schema and whose errors come from the rules."""

    use_required_attribute = False

    def __init__(self, *args: Any, leaves: list[Leaf], labels: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaves = leaves
        for leaf in leaves:
            self.fields[leaf.name] = _field(leaf, labels)

    def _clean_fields(self) -> None:
        """Leave the checking to the rules, which say the same to every asker."""

    def take(self, errors: tuple[FieldError, ...]) -> None:
        """Put the errors of the rules at their fields; those of no field stand above the form."""
        for error in errors:
            self.add_error(self.place_of(error.field), error.id if is_indonesian() else error.en)

    def place_of(self, field: str) -> str | None:
        """Return the field of the form at which an error of a field of the rules stands."""
        below = (name for name in self.fields if name.startswith(f"{field}."))
        return field if field in self.fields else next(below, None)

    def groups(self, labels: Mapping[str, Text]) -> list[tuple[str, list[str]]]:
        """Return the names of the fields under the headings of their groups."""
        found: dict[str, list[str]] = {}
        for leaf in self.leaves:
            found.setdefault(leaf.group, []).append(leaf.name)
        return [(label_of(group, labels) if group else "", names) for group, names in found.items()]


def leaves_of(schema: Schema, path: str = "", is_required: bool = True, group: str = "") -> Iterator[Leaf]:
    """Give the fields of a schema in order; a choice of shapes shows its longest one."""
    if "oneOf" in schema:
        schema = next((one for one in schema["oneOf"] if one["type"] == "array"), schema["oneOf"][0])
    if schema["type"] == "object":
        for name, inner in schema["properties"].items():
            if "const" not in inner:
                wanted = is_required and name in schema["required"]
                yield from leaves_of(inner, f"{path}.{name}" if path else name, wanted, path)
    elif schema["type"] == "array" and schema["maxItems"] <= LONG_LIST:
        for place in range(schema["maxItems"]):
            wanted = is_required and place < schema["minItems"] and place == 0
            yield from leaves_of(schema["items"], f"{path}.{place}", wanted, group)
    else:
        yield Leaf(path, schema, is_required and schema["type"] != "boolean", group)


def read_given(schema: Schema, data: QueryDict | Mapping[str, Any], path: str = "") -> Any:
    """Return the nested input behind what was typed; empty fields are absent, never zero."""
    if "oneOf" in schema:
        many = next(one for one in schema["oneOf"] if one["type"] == "array")
        items = read_given(many, data, path)
        return items[0] if items is not ABSENT and len(items) == 1 else items
    if schema["type"] == "object":
        return _read_object(schema, data, path)
    if schema["type"] == "array":
        return _read_array(schema, data, path)
    if schema["type"] == "boolean":
        return data.get(path, "") not in ("", "false", "0")
    text = str(data.get(path, "")).strip()[:LONGEST]
    return _typed(schema, text) if text else ABSENT


def _read_object(schema: Schema, data: QueryDict | Mapping[str, Any], path: str) -> Any:
    found = {}
    for name, inner in schema["properties"].items():
        value = inner.get("const") or read_given(inner, data, f"{path}.{name}" if path else name)
        if value is not ABSENT:
            found[name] = value
    return found


def _read_array(schema: Schema, data: QueryDict | Mapping[str, Any], path: str) -> Any:
    if schema["maxItems"] > LONG_LIST:
        items: list[Any] = re.split(r"[\s,;]+", str(data.get(path, "")).strip())
        return [item for item in items if item] or ABSENT
    read = (read_given(schema["items"], data, f"{path}.{place}") for place in range(schema["maxItems"]))
    return [item for item in read if item is not ABSENT and item != {}] or ABSENT


def _typed(schema: Schema, text: str) -> Any:
    """Accept numbers as people here write them: 1.500.000 and 92,5."""
    if schema["type"] == "integer":
        plain = text.replace(".", "") if GROUPED.fullmatch(text) else text
        return int(plain) if WHOLE.fullmatch(plain) else text
    if _wants_decimal(schema) and COMMA.fullmatch(text):
        return text.replace(",", ".")
    return text


def _wants_decimal(schema: Schema) -> bool:
    """Whether a text is a decimal: only those have a least value; a pattern alone may describe any text."""
    return "x-minimum" in schema


def written(value: Any) -> Any:
    """Return a stored decimal as the language of the page writes it."""
    is_decimal = isinstance(value, str) and DECIMAL.fullmatch(value)
    return value.replace(".", ",") if is_decimal and is_indonesian() else value


def flat(value: Any, path: str = "") -> dict[str, Any]:
    """Return a nested input as the values of the form's fields."""
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, list):
        pairs = list(enumerate(value))
    else:
        return {path: value}
    found: dict[str, Any] = {}
    for name, inner in pairs:
        found |= flat(inner, f"{path}.{name}" if path else str(name))
    return found


def variant_of(schema: Schema, data: Mapping[str, Any]) -> tuple[Schema, str | None]:
    """Return the variant that was asked for, and the name of the field which tells variants apart."""
    if "oneOf" not in schema:
        return schema, None
    key = variant_key(schema["oneOf"])
    assert key is not None
    for one in schema["oneOf"]:
        if one["properties"][key]["const"] == data.get(key):
            return one, key
    return schema["oneOf"][0], key


def _field(leaf: Leaf, labels: Mapping[str, Text]) -> forms.Field:
    given: dict[str, Any] = {
        "label": label_of(leaf.name, labels),
        "required": leaf.is_required,
        "help_text": help_of(leaf.name, leaf.schema),
    }
    kind = leaf.schema["type"]
    if kind == "boolean":
        return forms.BooleanField(**given | {"required": False})
    if "enum" in leaf.schema:
        return forms.ChoiceField(choices=[("", _("Choose")), *_options(leaf.schema)], **given)
    return forms.CharField(widget=_widget(leaf), **given)


def _options(schema: Schema) -> list[tuple[str, str]]:
    names = schema.get("x-names", {})
    language = "id" if is_indonesian() else "en"
    return [
        (code, names[code][language] if code in names else code_word(code, "")) for code in schema["enum"]
    ]


def _widget(leaf: Leaf) -> forms.Widget:
    schema = leaf.schema
    if schema["type"] == "array":
        return forms.Textarea(attrs={"rows": "3"})
    if schema.get("format") == "date":
        return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    keyboard = {"integer": "numeric"}.get(schema["type"], "decimal" if _wants_decimal(schema) else "")
    attrs = {"autocomplete": "off", "maxlength": str(LONGEST)} | ({"inputmode": keyboard} if keyboard else {})
    return forms.TextInput(attrs=attrs)
