"""Turns the content of a document into an official PDF: PDF/A-2a, PDF/UA-1, same input same bytes.

    pdf = render("A.1.2", as_data(paper), language="id", at=moment, number="800/12/2026", verify_url=address)

Forms (PermenPANRB 6/2022): A.1.1, A.1.2, A.1.6, A.1.7 from `SkpPaper`; A.1.8 from `SkpAnnex`; B.1.2 from
`ReportPaper`; B.1.4, B.1.5 from `FeedbackPaper`; C.1.1, C.1.2, C.1.3 from `ResultPaper`; D.1.1, D.1.2, D.1.3
from `EvaluationDocument`. Ours: AWARD from `AwardPaper`, LIST from `ListPaper`.

The regulated forms of a public agency are always Indonesian; a company gets them in `language` and in its own
words. The law's columns live in forms/columns.json, its wording in forms/labels.*.json, the drawing in
forms/*.typ. No document fails for a character (see `glyphs`); typst markup in a text is plain text.
"""

import base64
import binascii
import functools
import json
import os
import re
import threading
from collections.abc import Iterable
from datetime import UTC, date, datetime, timezone
from typing import Any

import typst

from selaras.documents import wording
from selaras.documents.content import content_hash, texts_of, worded
from selaras.documents.glyphs import Glyphs, clean
from selaras.documents.qr import qr_svg

__all__ = ["FORMS", "FormRefused", "content_hash", "render"]

FORMS = {
    "A.1.1": "skp", "A.1.2": "skp", "A.1.6": "skp", "A.1.7": "skp", "A.1.8": "annex",
    "B.1.2": "report", "B.1.4": "feedback", "B.1.5": "feedback",
    "C.1.1": "result", "C.1.2": "result", "C.1.3": "result",
    "D.1.1": "evaluation", "D.1.2": "evaluation", "D.1.3": "evaluation",
    "AWARD": "award", "LIST": "list",
}  # fmt: skip
ATTEMPTS = 4
_UNPRINTABLE = re.compile(r'(?:the text|the codepoint|contains the codepoint) `"(.*?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class FormRefused(ValueError):
    """The form does not exist or what was handed over cannot become a document; the text says why."""


def render(
    form_code: str, data: dict[str, Any], *, language: str, at: datetime, number: str, verify_url: str
) -> bytes:
    """Print a form as PDF; `data` is what `as_data` makes of a paper, `at` the moment shown as its creation.

    The footer shows `number`, twelve digits of `content_hash`, the page and a QR code to `verify_url`.
    """
    _check(form_code, language, at)
    kind = (data.get("letterhead") or data.get("header", {}).get("letterhead") or {}).get("kind", "PUBLIC")
    spoken = "id" if kind == "PUBLIC" and form_code not in {"AWARD", "LIST"} else language
    document = {
        "form": form_code,
        "language": spoken,
        "number": number,
        "verify_url": verify_url,
        "qr": qr_svg(verify_url),
        "hash": content_hash(form_code, data)[:12],
        "paper": _with_period(data, spoken),
    }
    return _press().print(document, at)


def _check(form_code: str, language: str, at: datetime) -> None:
    if form_code not in FORMS:
        raise FormRefused(f"There is no form {form_code}; the forms are {', '.join(FORMS)}.")
    if language not in wording.LANGUAGES:
        raise FormRefused(f"Documents are printed in {' or '.join(wording.LANGUAGES)}, not in {language}.")
    if at.utcoffset() is None:
        raise FormRefused("The moment of a document needs a time zone.")


def _with_period(data: dict[str, Any], language: str) -> dict[str, Any]:
    header = data.get("header", data)
    if not header.get("period_starts_on"):
        return data
    starts_on, ends_on = (date.fromisoformat(header[key]) for key in ("period_starts_on", "period_ends_on"))
    line = {"period_line": wording.period_text(starts_on, ends_on, language)}
    return {**data, "header": {**header, **line}} if "header" in data else {**data, **line}


def _logo_svg(address: str) -> str | None:
    """The logo as SVG text; a PNG or JPEG is wrapped in a square, so that one way of placing serves all."""
    head, _, body = address.partition(";base64,")
    if head != "data:image/svg+xml":
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
            f'<image width="100" height="100" href="{address}"/></svg>'
        )
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


class Press:
    """One typst compiler with the embedded fonts only, used by one thread at a time."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(root=wording.FORMS, ignore_system_fonts=True)
        self._lock = threading.Lock()
        self._glyphs = Glyphs(self._unprintable)

    def print(self, document: dict[str, Any], at: datetime) -> bytes:
        """Compile; characters that the fonts refuse only in combination are named and tried again."""
        content = worded(document, document["language"], clean)
        head = (
            content["paper"].get("letterhead") or content["paper"].get("header", {}).get("letterhead") or {}
        )
        if head.get("logo"):
            head["logo"] = _logo_svg(head["logo"])
        with self._lock:
            self._glyphs.learn(texts_of(content))
            for attempt in range(ATTEMPTS):
                try:
                    return self._compile(content, at)
                except typst.TypstError as error:
                    self._give_way(error, content, head, last=attempt == ATTEMPTS - 1)
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    def _compile(self, content: dict[str, Any], at: datetime) -> bytes:
        language = content["language"]
        printed = worded(content, language, lambda text: self._glyphs.printable(text, language))
        printed["qr"] = content["qr"]
        return self._run(FORMS[content["form"]], printed, at)

    def _run(self, name: str, content: Any, at: datetime) -> bytes:
        pdf = self._compiler.compile(
            input=wording.FORMS / f"{name}.typ",
            format="pdf",
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=at.replace(microsecond=0).astimezone(timezone(at.utcoffset() or UTC.utcoffset(None))),
        )
        assert isinstance(pdf, bytes)
        return pdf

    def _give_way(
        self, error: typst.TypstError, content: dict[str, Any], head: dict[str, Any], *, last: bool
    ) -> None:
        """Prepare the next attempt: name refused characters, else leave out a broken logo, else give up."""
        refused = {character for text in _refused(error) for character in text if ord(character) > 126}
        if last:
            raise FormRefused(f"Form {content['form']} cannot be printed: {error.message}") from error
        if refused - self._glyphs.missing:
            self._glyphs.missing |= refused
        elif head.get("logo"):
            head["logo"] = None
        else:
            raise FormRefused(f"Form {content['form']} cannot be printed: {error.message}") from error

    def _unprintable(self, characters: Iterable[str]) -> set[str]:
        """Those of the characters for which no embedded font has a glyph, in any weight or slant."""
        try:
            self._run("trial", list(characters), datetime(2000, 1, 1, tzinfo=UTC))
        except typst.TypstError as error:
            return {character for text in _refused(error) for character in text}
        return set()


def _refused(error: typst.TypstError) -> list[str]:
    """The texts without a glyph that an error message quotes."""
    found = _UNPRINTABLE.findall(error.diagnostic)
    return [_ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), text) for text in found]


@functools.cache
def _press() -> Press:
    return Press()


# The compiler keeps threads, which a fork does not inherit.
os.register_at_fork(after_in_child=_press.cache_clear)
