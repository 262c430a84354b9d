"""Prints a paper and reads back what the PDF says."""

import io
from typing import Any

from document_papers import AT
from pypdf import PdfReader

from selaras.documents.content import as_data
from selaras.documents.render import render

NUMBER = "800.1.4/0123/2026"
ADDRESS = "https://selaras.contoh.go.id/v/7Q4M-KT2P"


def pdf_of(form: str, paper: Any, language: str = "id") -> bytes:
    return render(form, as_data(paper), language=language, at=AT, number=NUMBER, verify_url=ADDRESS)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in reader(pdf).pages]


def text_of(pdf: bytes) -> str:
    return "\n".join(pages(pdf))


def flat(text: str) -> str:
    """One line, single spaces: for comparing texts that were broken into lines."""
    return " ".join(text.split())


def says(text: str, part: str) -> bool:
    """True if the part is there character by character, wherever lines were broken."""
    return "".join(part.split()) in "".join(text.split())
