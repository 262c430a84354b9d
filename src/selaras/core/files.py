"""Uploaded and produced files: sniffed, hashed, stored outside the web root, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from selaras.core.actor import Actor
from selaras.core.models import StoredFile
from selaras.core.verdict import InvalidRefused

EVIDENCE = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv",
    ".txt": "text/plain",
}
_SIGNATURES = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".xlsx": (b"PK\x03\x04",),
    ".docx": (b"PK\x03\x04",),
}


def check_upload(upload: UploadedFile[bytes], *, limit: int | None = None) -> str:
    """Return the media type of an acceptable upload, or raise `InvalidRefused` with what to do."""
    limit = limit or settings.UPLOAD_LIMIT
    name, size = upload.name or "", upload.size or 0
    suffix = Path(name).suffix.lower()
    if suffix not in EVIDENCE:
        raise InvalidRefused(
            _(
                "“%(name)s” is not a kind of file that is accepted. Send PDF, PNG, JPG, XLSX, DOCX, CSV or TXT."
            )
            % {"name": name}
        )
    if size == 0:
        raise InvalidRefused(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if size > limit:
        raise InvalidRefused(
            _("“%(name)s” is larger than %(limit)s MB. Make it smaller or give a link to it instead.")
            % {"name": name, "limit": limit // (1024 * 1024)}
        )
    head = upload.read(8192)
    upload.seek(0)
    if not _content_fits(suffix, head):
        raise InvalidRefused(
            _(
                "The content of “%(name)s” does not match its ending. Open it, save it again and send that copy."
            )
            % {"name": name}
        )
    return EVIDENCE[suffix]


def _content_fits(suffix: str, head: bytes) -> bool:
    if suffix in _SIGNATURES:
        return head.startswith(_SIGNATURES[suffix])
    if b"\0" in head or head.lstrip()[:1] == b"<":
        return False
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        kinds = set()
    return not any(kind.startswith(("application/x-", "image/", "video/")) for kind in kinds)


def path_of(stored: StoredFile) -> Path:
    """Return where a file lies: below the agency's own folder, named by its hash."""
    return Path(settings.UPLOADS) / str(stored.agency_id) / stored.sha256[:2] / stored.sha256


def store(
    chunks: Iterable[bytes], *, name: str, media_type: str, by: Actor | None, at: datetime
) -> StoredFile:
    """Write a file whole under its hash, then its row; a process killed in between leaves nothing visible."""
    root = Path(settings.UPLOADS)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix="part-", delete=False) as part:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            part.write(chunk)
        part.flush()
        os.fsync(part.fileno())
    stored = StoredFile(
        name=Path(name).name[-255:],
        media_type=media_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_at=at,
        uploaded_by_id=by.member_id if by else None,
    )
    target = path_of(stored)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.replace(part.name, target)
    stored.save()
    return stored


def store_upload(
    upload: UploadedFile[bytes], *, by: Actor, at: datetime, limit: int | None = None
) -> StoredFile:
    """Check an upload and store it."""
    media_type = check_upload(upload, limit=limit)
    return store(upload.chunks(), name=upload.name or "file", media_type=media_type, by=by, at=at)


def sweep(agency_id: int, *, before: datetime) -> int:
    """Erase what lies on disk without a row: parts of cut-off uploads, files whose writing was rolled back or
    whose row was removed. Only what is older than a moment, so that work in progress is left alone."""
    root = Path(settings.UPLOADS)
    lying = [path for path in (root / str(agency_id)).glob("*/*") if _is_older(path, before)]
    kept = set(
        StoredFile.objects.filter(sha256__in=[path.name for path in lying]).values_list("sha256", flat=True)
    )
    gone = [path for path in lying if path.name not in kept]
    gone += [path for path in root.glob("part-*") if _is_older(path, before)]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _is_older(path: Path, before: datetime) -> bool:
    return path.stat().st_mtime < before.timestamp()


def serve(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Answer with a file; the caller has asked for permission first."""
    return FileResponse(
        path_of(stored).open("rb"),
        as_attachment=not inline,
        filename=stored.name,
        content_type=stored.media_type,
    )
