"""Refuses files that are not plain workbooks before anything reads them: each with a clear sentence."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext_lazy as _

from selaras.core.verdict import InvalidRefused, Sentence

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 2000
MOST_RATIO = 200
RATIO_MATTERS_FROM = 5 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_FLAG = 0x1
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


MACROS = _("The workbook holds macros. Save it as “Excel Workbook (.xlsx)” and send that copy.")
OTHER_KIND = _(
    "This is an older or other kind of spreadsheet. Save it as “Excel Workbook (.xlsx)” and send that copy."
)
NOT_ACCEPTED = _("Only .xlsx and .csv files are accepted. Download the template and fill it in.")
EMPTY = _("The file is empty. Choose it again.")
TOO_LARGE = _("The file is larger than 20 MB. Take pictures and other sheets out, or split it in two.")
DAMAGED = _(
    "The file is damaged and cannot be opened. Open it in the spreadsheet, save it again and send that copy."
)
PROTECTED = _("The workbook is protected by a password. Take the password away and send it again.")
WEB_PAGE = _(
    "This is a web page with the name of a workbook. "
    "Open it in the spreadsheet, save it as .xlsx and send that copy."
)
BOMB = _("The file unpacks to far more than a workbook of people needs, so it was not opened.")
NO_WORKBOOK = _("This is no Excel workbook. Download the template, fill it in and send it.")
DECLARES = _("The file holds declarations that a workbook never needs, so it was not opened.")


def _refuse(sentence: Sentence) -> InvalidRefused:
    return InvalidRefused(sentence, {"file": sentence})


def check_file(name: str, content: bytes) -> str:
    """Return the ending of an acceptable file name, or refuse the name, a disguise or the size."""
    suffix, size = Path(name).suffix.lower(), len(content)
    if suffix == ".xls" and _is_page(content):
        raise _refuse(WEB_PAGE)
    if suffix in (".xlsm", ".xlsb", ".xltm"):
        raise _refuse(MACROS)
    if suffix in (".xls", ".ods"):
        raise _refuse(OTHER_KIND)
    if suffix not in (".xlsx", ".csv"):
        raise _refuse(NOT_ACCEPTED)
    if size == 0:
        raise _refuse(EMPTY)
    if size > MOST_BYTES:
        raise _refuse(TOO_LARGE)
    return suffix


def safe_workbook(content: bytes) -> zipfile.ZipFile:
    """Return the parts of a workbook, unpacked within limits and packed again, or refuse it.

    What is handed on was counted byte by byte, so that a header that lies about sizes harms nobody.
    """
    _refuse_disguise(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _refuse_bomb(packed)
            _refuse_macros(packed)
            return _repacked(packed)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as broken:
        raise _refuse(DAMAGED) from broken


def _refuse_disguise(content: bytes) -> None:
    head = content[:4096]
    if head.startswith(OLE):
        if ENCRYPTED_PACKAGE in content:
            raise _refuse(PROTECTED)
        raise _refuse(OTHER_KIND)
    if _is_page(content):
        raise _refuse(WEB_PAGE)
    if not head.startswith(ZIP):
        raise _refuse(DAMAGED)


def _is_page(content: bytes) -> bool:
    return content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def _refuse_bomb(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed_size = sum(part.compress_size for part in parts) or 1
    is_bomb = unpacked > MOST_UNPACKED or (
        unpacked > RATIO_MATTERS_FROM and unpacked / packed_size > MOST_RATIO
    )
    if is_bomb or len(parts) > MOST_PARTS:
        raise _refuse(BOMB)
    if any(part.flag_bits & ENCRYPTED_FLAG for part in parts):
        raise _refuse(PROTECTED)


def _refuse_macros(packed: zipfile.ZipFile) -> None:
    names = {name.lower() for name in packed.namelist()}
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise _refuse(MACROS)
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        raise _refuse(NO_WORKBOOK)


def _repacked(packed: zipfile.ZipFile) -> zipfile.ZipFile:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as plain:
        for part in packed.infolist():
            if not part.filename.lower().endswith((".xml", ".rels")):
                continue
            content = packed.read(part)
            if DECLARATION.search(content[:65_536]):
                raise _refuse(DECLARES)
            plain.writestr(part.filename, content)
    return zipfile.ZipFile(target)


def sheet_paths(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of each visible sheet by its name, in the order of the tabs."""
    try:
        tree = ElementTree.fromstring(book.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, DefusedXmlException, ElementTree.ParseError) as broken:
        raise _refuse(DAMAGED) from broken
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    paths: dict[str, str] = {}
    for one in tree.iter():
        if not one.tag.endswith("}sheet"):
            continue
        key = next((value for name, value in one.attrib.items() if name.endswith("}id")), "")
        target = targets.get(key, "").lstrip("/")
        paths[one.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return paths
