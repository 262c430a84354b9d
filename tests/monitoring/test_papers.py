"""The official forms: B.1.2 of a report, B.1.4 and B.1.5 of a window's feedback."""

import io
from datetime import date

import pytest
from django.urls import reverse
from tests.cast import AT

from selaras.core.verdict import NotAllowed, StateRefused
from selaras.documents.models import Paper, Signature
from selaras.monitoring import operations, queries
from selaras.monitoring.operations import Draft, Remark, Said

JUNE = date(2026, 6, 1)


def text_of(pdf):
    """All words of a PDF with single spaces, wherever lines were broken."""
    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def report(plans, actor):
    sari = actor("Sari")
    opened = operations.open_report(plan=plans["Sari"], month_on=JUNE, by=sari, at=AT)
    entry = queries.sheet_of(opened).results[0].entries[0]
    place = (entry.result_id, entry.indicator_id)
    operations.add_link(
        report=opened,
        result_id=entry.result_id,
        name="Rekap SIASN",
        link="https://siasn.example.test",
        by=sari,
        at=AT,
    )
    operations.add_step(
        plan=plans["Sari"], result_id=entry.result_id, text="Jadwal berkas", due_on=None, by=sari, at=AT
    )
    draft = Draft({"achievements": "Tuntas"}, {place: {"text": "38 dari 40 usul", "data_source": "SIASN"}})
    sent = operations.submit(report=opened, draft=draft, by=sari, at=AT)
    remarks = [
        Remark(result_id=entry.result_id, text="Rapi", symbol="THUMB"),
        Remark(behaviour="LOYAL", text="Teguh"),
    ]
    return operations.answer(report=sent, text="Lanjutkan", remarks=remarks, by=actor("Budi"), at=AT)


def test_submitting_signs_exactly_what_was_reported(report, kepahiang):
    signature = Signature.objects.get()
    assert (signature.person_id, signature.purpose) == (kepahiang["Sari"].pk, "EMPLOYEE")
    assert len(signature.content_hash) == 64


def test_the_report_prints_as_b_1_2_without_private_feedback(report, client_as, kepahiang):
    sari = client_as("Sari")
    answer = sari.post(reverse("monitoring:report_paper", args=[report.pk]))
    pdf = sari.get(answer["Location"])
    text = text_of(pdf.content)
    for words in ("38 dari 40 usul", "Rekap SIASN", "Jadwal berkas", "Tuntas", "Lanjutkan", "Sari Wulandari"):
        assert words in text
    assert f"{kepahiang.kepahiang.place}, " in text, "the line of the signature names the place"
    assert "Teguh" not in text and "Rapi" not in text
    assert client_as("Dewi", "OFFICER").get(answer["Location"]).status_code == 200
    assert client_as("Wati").get(answer["Location"]).status_code == 403
    assert client_as("Lina").get(answer["Location"]).status_code == 404


def test_a_draft_is_not_printed(plans, actor):
    draft = operations.open_report(plan=plans["Sari"], month_on=date(2026, 7, 1), by=actor("Sari"), at=AT)
    with pytest.raises(StateRefused):
        operations.issue_report(report=draft, by=actor("Sari"), at=AT)


@pytest.mark.parametrize(("group", "form"), [("ADMIN_FUNCTIONAL", "B.1.5"), ("JPT_UNIT_HEAD", "B.1.4")])
def test_the_record_of_feedback_holds_realisation_and_givers(report, plans, actor, client_as, group, form):
    plan = plans["Sari"]
    plan.group = group
    plan.save()
    wati = actor("Wati")
    result = plan.lineages.first()
    operations.give_feedback(
        plan=queries.plan_to_judge(wati, plan.pk), by=wati, at=AT,
        said=Said(result_id=result.pk, text="Cekatan sekali", response="POSITIVE", given_on=date(2026, 6, 20)),
    )  # fmt: skip
    window = plan.period.windows.get(number=2)
    sari = client_as("Sari")
    answer = sari.post(reverse("monitoring:feedback_paper", args=[plan.pk]), {"window": window.pk})
    paper = Paper.objects.get(form=form)
    assert answer["Location"].endswith(f"/{paper.pk}/")
    text = text_of(sari.get(answer["Location"]).content)
    for words in ("38 dari 40 usul", "Cekatan sekali", "Wati Handayani", "Pimpinan", "Teguh", "Triwulan II"):
        assert words in text, words
    assert client_as("Budi").get(answer["Location"]).status_code == 200
    assert client_as("Dewi", "OFFICER").get(answer["Location"]).status_code == 403
    with pytest.raises(NotAllowed):
        operations.issue_feedback(plan=plan, window=window, by=wati, at=AT)
