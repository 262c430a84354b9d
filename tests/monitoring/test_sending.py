"""A report on which something is missing is sent only after a question that names what is missing."""

import pytest
from django.urls import reverse
from tests.cast import AT
from tests.monitoring.test_pages import JUNE, field, form_of, page_of

from selaras.monitoring import operations, queries
from selaras.monitoring.models import Realisation, Report, ReportState
from selaras.monitoring.operations import Draft

FIRST = "Terselesaikannya usul kenaikan pangkat tepat waktu"
LAST = "Tersusunnya laporan mutasi triwulanan"


@pytest.fixture
def report(plans, actor):
    return operations.open_report(plan=plans["Sari"], month_on=JUNE, by=actor("Sari"), at=AT)


def asking(report):
    return reverse("monitoring:submit", args=[report.pk])


def test_a_report_with_gaps_asks_first_and_names_them(report, client_as):
    sari = client_as("Sari")
    answer = sari.post(page_of(report), form_of(report, step="submit", **{field(report): "38 usul"}))
    assert (answer.status_code, answer["Location"]) == (302, asking(report))
    assert Report.objects.get().state == "DRAFT"
    text = sari.get(asking(report)).content.decode()
    assert "3 hasil belum terisi lengkap. Tetap kirim laporan?" in text
    assert f"“{FIRST}”: baru 1 dari 2 indikator yang dilaporkan." in text
    assert f"“{LAST}”: belum ada yang dilaporkan." in text
    assert "Draf Anda sudah disimpan." in text or "disimpan" in text


def test_yes_sends_it_and_what_is_missing_stays_missing(report, client_as):
    sari = client_as("Sari")
    sari.post(page_of(report), form_of(report, step="submit", **{field(report): "38 usul"}))
    report.refresh_from_db()
    answer = sari.post(asking(report), {"version": report.version})
    assert answer["Location"] == page_of(report)
    assert Report.objects.get().state == "SUBMITTED"
    assert [one.text for one in Realisation.objects.all()] == ["38 usul"]
    assert sari.get(asking(report))["Location"] == page_of(report)


def test_an_old_question_and_an_empty_report_are_refused_in_words(report, client_as, actor):
    sari = client_as("Sari")
    assert sari.post(asking(report), {"version": 1}).status_code == 422
    draft = Draft(texts={"challenges": "Jaringan"})
    operations.save_draft(report=report, draft=draft, by=actor("Sari"), at=AT)
    assert sari.post(asking(report), {"version": 1}).status_code == 409
    assert Report.objects.get().state == ReportState.DRAFT


def test_only_the_author_is_asked(report, client_as):
    assert client_as("Budi").get(asking(report)).status_code in (403, 404)


def test_a_complete_report_and_one_with_nothing_at_all_ask_nothing(report, client_as):
    assert [(gap.filled, gap.total) for gap in queries.sheet_of(report).gaps] == [(0, 2), (0, 1), (0, 1)]
    sari = client_as("Sari")
    assert sari.post(page_of(report), form_of(report, step="submit")).status_code == 422
    filled = {f"text-{entry.key}": "38" for one in queries.sheet_of(report).results for entry in one.entries}
    answer = sari.post(page_of(report), form_of(report, step="submit", **filled))
    assert answer["Location"] == page_of(report)
    assert Report.objects.get().state == "SUBMITTED"


def test_late_is_said_before_it_is_sent(plans, actor, client_as):
    early = operations.open_report(
        plan=plans["Sari"], month_on=JUNE.replace(month=2), by=actor("Sari"), at=AT
    )
    text = client_as("Sari").get(asking(early)).content.decode()
    assert "ditandai terlambat" in text


def test_the_desk_opens_the_report_of_the_month_itself(plans, client_as):
    sari = client_as("Sari")
    text = sari.get("/").content.decode()
    opening = reverse("monitoring:open_report")
    assert f'action="{opening}"' in text and 'name="month" value="2026-06-01"' in text
    answer = sari.post(opening, {"plan": plans["Sari"].pk, "month": JUNE.isoformat()})
    assert answer["Location"] == page_of(Report.objects.get())
    assert f'href="{page_of(Report.objects.get())}"' in sari.get("/").content.decode()


def test_a_draft_that_is_too_long_is_not_saved_in_part(report, client_as):
    """What is typed stays whole on the device; the answer says that it does not fit."""
    save = reverse("monitoring:save", args=[report.pk])
    answer = client_as("Sari").post(save, {"version": report.version, "challenges": "a" * 10_001})
    assert answer.status_code == 422 and "paling banyak 10.000 karakter" in answer.content.decode()
    assert Report.objects.get().challenges == ""
