"""Evidence: judged by content, stored whole or not at all, served only to whoever may read the report."""

import socket
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import AT

from selaras.core.files import path_of, sweep
from selaras.core.models import StoredFile
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed
from selaras.monitoring import operations, queries
from selaras.monitoring.models import Evidence

JUNE = date(2026, 6, 1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
LIMIT = 20 * 1024 * 1024


@pytest.fixture
def report(plans, actor):
    return operations.open_report(plan=plans["Sari"], month_on=JUNE, by=actor("Sari"), at=AT)


@pytest.fixture
def result_id(report):
    return queries.sheet_of(report).results[0].lineage_id


def pdf(name="surat.pdf", content=PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def status_of(answer):
    """The status of an answer whose file, if it has one, is read to its end, which closes it."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def send(client, report, **values):
    return client.post(
        reverse("monitoring:report", args=[report.pk]), {"version": report.version, "step": "save", **values}
    )


def test_several_files_and_a_link_at_once(report, result_id, client_as):
    answer = send(
        client_as("Sari"), report, **{
            f"files-{result_id}": [pdf("a.pdf"), pdf("Rekap Jum'at.pdf", PDF + b"2")],
            f"name-{result_id}": "Dasbor", f"link-{result_id}": "siasn.example.test/rekap",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    names = [(one.name, one.link) for one in queries.sheet_of(report).results[0].evidence]
    assert names == [("a.pdf", ""), ("Rekap Jum'at.pdf", ""), ("Dasbor", "https://siasn.example.test/rekap")]


@pytest.mark.parametrize(
    ("upload", "word"),
    [
        (lambda: pdf("besar.pdf", b"%PDF-" + b"0" * (22 * 1024 * 1024)), "20 MB"),
        (lambda: pdf("virus.exe"), "virus.exe"),
        (lambda: pdf("gambar.png"), "gambar.png"),
        (lambda: pdf("kosong.pdf", b""), "kosong.pdf"),
    ],
    ids=["22 MB", "kind", "content", "empty"],
)
def test_a_file_that_is_not_accepted_leaves_nothing_and_keeps_the_text(
    report, result_id, client_as, upload, word
):
    answer = send(client_as("Sari"), report, challenges="Tulisan saya", **{f"files-{result_id}": upload()})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert word in text and "Tulisan saya" in text
    assert Evidence.objects.count() == StoredFile.objects.count() == 0


def test_a_send_of_30_mb_is_turned_away_before_it_is_read(report, result_id, client_as):
    upload = pdf("besar.pdf", b"%PDF-" + b"0" * (30 * 1024 * 1024))
    answer = send(client_as("Sari"), report, challenges="Tulisan saya", **{f"files-{result_id}": upload})
    assert answer.status_code == 413 and "25 MB" in answer.content.decode()
    assert Evidence.objects.count() == StoredFile.objects.count() == 0


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://x.test/a", "bukan alamat"])
def test_a_link_is_a_web_address(report, result_id, client_as, actor, link):
    assert send(client_as("Sari"), report, **{f"link-{result_id}": link}).status_code == 422
    with pytest.raises(InvalidRefused):
        operations.add_link(report=report, result_id=result_id, name="x", link=link, by=actor("Sari"), at=AT)


def test_a_name_needs_its_link(report, result_id, client_as):
    assert send(client_as("Sari"), report, **{f"name-{result_id}": "Berita acara"}).status_code == 422


def test_it_is_removed_while_it_is_a_draft_only(report, result_id, client_as, actor):
    evidence = operations.add_file(report=report, result_id=result_id, upload=pdf(), by=actor("Sari"), at=AT)
    kept = operations.add_file(
        report=report, result_id=result_id, upload=pdf("b.pdf"), by=actor("Sari"), at=AT
    )
    assert send(client_as("Sari"), report, remove=evidence.pk, challenges="Tetap").status_code == 302
    assert StoredFile.objects.count() == 1
    report.refresh_from_db()
    assert report.challenges == "Tetap"
    operations.submit(report=report, by=actor("Sari"), at=AT)
    with pytest.raises(NotAllowed):
        operations.remove_evidence(evidence=kept, by=actor("Sari"), at=AT)


def test_a_result_of_another_plan_gets_no_evidence(report, plans, actor):
    other = plans["Wati"].lineages.first().pk
    with pytest.raises(InvalidRefused):
        operations.add_file(report=report, result_id=other, upload=pdf(), by=actor("Sari"), at=AT)


def test_it_is_served_to_those_who_may_read_the_report(report, result_id, client_as, actor):
    evidence = operations.add_file(report=report, result_id=result_id, upload=pdf(), by=actor("Sari"), at=AT)
    url = reverse("monitoring:evidence", args=[evidence.pk])
    answer = client_as("Sari").get(url)
    assert (answer["Content-Type"], b"".join(answer.streaming_content)) == ("application/pdf", PDF)
    assert client_as("Budi").get(url).status_code == 403
    report.challenges = "x"
    report.save()
    operations.submit(report=report, by=actor("Sari"), at=AT)
    seen = {}
    for who, role in (("Budi", None), ("Ratna", None), ("Dewi", "OFFICER"), ("Joko", "AUDITOR"), ("Wati", None),
                      ("Hasan", "HEAD"), ("Lina", None)):  # fmt: skip
        seen[who] = status_of(client_as(who, role).get(url))
    assert seen == {
        "Budi": 200,
        "Ratna": 200,
        "Dewi": 200,
        "Joko": 200,
        "Wati": 403,
        "Hasan": 403,
        "Lina": 404,
    }


def test_what_lies_on_disk_without_a_row_is_swept_after_a_day(report, result_id, actor, kepahiang):
    sari, agency = actor("Sari"), kepahiang.kepahiang.pk
    kept = operations.add_file(
        report=report, result_id=result_id, upload=pdf("k.pdf", PDF + b"k"), by=sari, at=AT
    )
    gone = operations.add_file(
        report=report, result_id=result_id, upload=pdf("g.pdf", PDF + b"g"), by=sari, at=AT
    )
    kept_at, gone_at = path_of(kept.file), path_of(gone.file)
    part = Path(settings.UPLOADS) / "part-cut"
    part.write_bytes(b"%PDF")
    operations.remove_evidence(evidence=gone, by=sari, at=AT)
    written = datetime.fromtimestamp(gone_at.stat().st_mtime, tz=UTC)
    sweep(agency, before=written - timedelta(days=1))
    assert gone_at.exists() and part.exists()
    sweep(agency, before=written + timedelta(days=1))
    assert kept_at.exists() and not gone_at.exists() and not part.exists()


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_cut_off_leaves_no_row_and_no_visible_file(cast, actor, live_server):
    from tests.monitoring import making

    with acting_in(cast.kepahiang):
        plan = making.plan_of(cast, "Sari", "Budi", "Ratna")
        report = operations.open_report(plan=plan, month_on=JUNE, by=actor("Sari"), at=AT)
        result_id = plan.lineages.first().pk
    client = cast.client("Sari")
    before = set(Path(settings.UPLOADS).rglob("*")) if Path(settings.UPLOADS).exists() else set()
    cut_off(live_server.url, reverse("monitoring:report", args=[report.pk]), client.cookies, result_id)
    with acting_in(cast.kepahiang):
        assert Evidence.objects.count() == StoredFile.objects.count() == 0
        assert queries.sheet_of(report).is_empty
    after = set(Path(settings.UPLOADS).rglob("*")) if Path(settings.UPLOADS).exists() else set()
    assert after == before
    assert client.get(reverse("monitoring:report", args=[report.pk])).status_code == 200


def cut_off(server, path, cookies, result_id):
    """Begin to send a file of 5 MB and hang up after the first half."""
    place = urlparse(server)
    token = "a" * 32
    head = (
        f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--x\r\nContent-Disposition: form-data; name="files-{result_id}"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    size = 5 * 1024 * 1024
    jar = "; ".join([f"{name}={one.value}" for name, one in cookies.items()] + [f"csrftoken={token}"])
    with socket.create_connection((place.hostname, place.port)) as wire:
        wire.sendall(
            f"POST {path} HTTP/1.1\r\nHost: {place.hostname}:{place.port}\r\nCookie: {jar}\r\n"
            f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {size}\r\n\r\n".encode()
        )
        wire.sendall(head + PDF + b"0" * (size // 2))
    time.sleep(1)
