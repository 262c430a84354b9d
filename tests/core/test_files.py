"""Uploads: the kind is sniffed, limits are said in words, and nothing visible stays of an interrupted one."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import AT

from selaras.core import files
from selaras.core.models import StoredFile
from selaras.core.verdict import InvalidRefused

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.UPLOADS = tmp_path / "uploads"
    return settings.UPLOADS


def test_a_good_file_is_stored_under_its_hash(kepahiang, actor, uploads):
    stored = files.store_upload(SimpleUploadedFile("laporan d'Oktober.pdf", PDF), by=actor("Sari"), at=AT)
    assert files.path_of(stored).read_bytes() == PDF
    assert stored.name == "laporan d'Oktober.pdf"
    assert files.path_of(stored).is_relative_to(uploads / str(kepahiang.kepahiang.pk))
    assert oct(uploads.stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("virus.exe", b"MZ\x90", "bukan jenis berkas"),
        ("palsu.pdf", b"<html>", "tidak sesuai"),
        ("palsu.png", PDF, "tidak sesuai"),
        ("halaman.txt", b"<script>alert(1)</script>", "tidak sesuai"),
        ("kosong.pdf", b"", "kosong"),
    ],
)
def test_bad_files_are_refused_in_words(kepahiang, actor, name, content, says):
    with pytest.raises(InvalidRefused, match=says):
        files.store_upload(SimpleUploadedFile(name, content), by=actor("Sari"), at=AT)
    assert StoredFile.objects.count() == 0


def test_a_file_over_the_limit_is_refused_with_the_limit(kepahiang, actor):
    big = SimpleUploadedFile("besar.pdf", PDF + b"0" * (2 * 1024 * 1024))
    with pytest.raises(InvalidRefused, match="1 MB"):
        files.store_upload(big, by=actor("Sari"), at=AT, limit=1024 * 1024)


def test_a_process_killed_while_writing_leaves_nothing_visible(kepahiang, actor, uploads):
    def interrupted():
        yield PDF
        raise ConnectionError("the line is dead")

    with pytest.raises(ConnectionError):
        files.store(interrupted(), name="a.pdf", media_type="application/pdf", by=actor("Sari"), at=AT)
    assert StoredFile.objects.count() == 0
    visible = [
        path for path in Path(uploads).rglob("*") if path.is_file() and not path.name.startswith("part-")
    ]
    assert visible == []


def test_a_name_with_a_path_keeps_only_its_last_part(kepahiang, actor):
    stored = files.store([PDF], name="../../etc/passwd.pdf", media_type="application/pdf", by=None, at=AT)
    assert stored.name == "passwd.pdf"
