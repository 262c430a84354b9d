"""The content of a document as plain JSON: made from a paper, hashed, and worded for printing."""

import base64
import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from selaras.documents import wording
from selaras.documents.shapes import Paper

# What the act of signing adds. Outside the hash, so that the hash people sign is the hash that is printed.
SIGNING = frozenset({"signed_on", "mark"})

Word = Callable[[str], str]


def as_data(paper: Paper) -> dict[str, Any]:
    """Turn a paper into plain JSON values: ISO dates, lists, the logo as a data address."""
    return {field.name: _plain(getattr(paper, field.name)) for field in dataclasses.fields(paper)}


def content_hash(form_code: str, data: dict[str, Any]) -> str:
    """SHA-256 (hex) of the canonical JSON of form and content, without the dates and marks of signatures."""
    content = {"form": form_code, "data": _unsigned(data)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def whole_hash(data: dict[str, Any]) -> str:
    """SHA-256 (hex) of everything that is printed, the dates and marks of signatures included."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def texts_of(value: Any) -> list[str]:
    """Every text inside a structure, without the logo."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() if key != "logo" for text in texts_of(item)]
    return [text for item in value for text in texts_of(item)] if isinstance(value, list) else []


def worded(value: Any, language: str, word: Word, key: str = "") -> Any:
    """The same structure: dates (`…_on`) and moments (`…_at`) in words, every text passed through `word`."""
    if isinstance(value, dict):
        return {name: worded(item, language, word, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [worded(item, language, word, key) for item in value]
    if not isinstance(value, str) or key == "logo":
        return value
    return word(_dated(value, key, language))


def _dated(text: str, key: str, language: str) -> str:
    try:
        if key.endswith("_on"):
            return wording.date_text(date.fromisoformat(text), language)
        if key.endswith("_at"):
            return wording.moment_text(datetime.fromisoformat(text), language)
    except ValueError:  # a text such as "akhir Januari" stays as it was written
        pass
    return text


def _unsigned(value: Any) -> Any:
    if isinstance(value, dict):
        signature = "role" in value
        return {key: _unsigned(item) for key, item in value.items() if not (signature and key in SIGNING)}
    return [_unsigned(item) for item in value] if isinstance(value, list | tuple) else value


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"data:{_media_type(value)};base64,{base64.b64encode(value).decode()}"
    return value


def _media_type(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/jpeg" if content.startswith(b"\xff\xd8") else "image/svg+xml"
