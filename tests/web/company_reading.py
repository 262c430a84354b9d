"""What a person reads of an answer: the words of a page, a workbook or a paper, without markup and code."""

import io
from html.parser import HTMLParser

import python_calamine
from pypdf import PdfReader

READ = {
    "title",
    "alt",
    "placeholder",
    "aria-label",
    "aria-description",
    "data-confirm",
    "data-label",
    "content",
}
SILENT = {"script", "style"}


class Reader(HTMLParser):
    """Collects text and the attributes that a browser shows or speaks."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT
        self.said += [value for name, value in attrs if name in READ and value]

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent and data.strip():
            self.said.append(" ".join(data.split()))


def words_of_page(html):
    reader = Reader()
    reader.feed(html)
    return " ¶ ".join(reader.said)


def words_of_workbook(content):
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return " ¶ ".join([*book.sheet_names, *(str(cell) for row in rows for cell in row if cell != "")])


def words_of_pdf(content):
    return " ¶ ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def words_of(answer):
    """Return the words of a page, a workbook or a PDF; nothing of other kinds."""
    kind = answer["Content-Type"].split(";")[0]
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if kind == "text/html":
        return words_of_page(content.decode())
    if kind == "application/pdf":
        return words_of_pdf(content)
    if content[:2] == b"PK":
        return words_of_workbook(content)
    return ""
