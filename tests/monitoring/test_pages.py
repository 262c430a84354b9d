"""The pages of the monthly report: every send counts once, nothing typed is lost, every refusal has words."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from tests.cast import AT

from selaras.monitoring import operations, queries
from selaras.monitoring.models import Feedback, Realisation, Reply, Report
from selaras.monitoring.operations import Draft

JUNE = date(2026, 6, 1)
TRICKY = "Rapat Jum'at: \"90% < 100%\" & <b>selesai</b>; {{ 7*7 }} – O'Brien"


@pytest.fixture
def report(plans, actor):
    return operations.open_report(plan=plans["Sari"], month_on=JUNE, by=actor("Sari"), at=AT)


@pytest.fixture
def submitted(report, actor):
    draft = Draft(texts={"challenges": "Jaringan"})
    return operations.submit(report=report, draft=draft, by=actor("Sari"), at=AT)


def field(report, part="text", number=0):
    return f"{part}-{queries.sheet_of(report).results[number].entries[0].key}"


def page_of(report):
    return reverse("monitoring:report", args=[report.pk])


def form_of(report, **values):
    return {"version": report.version, "idempotency_key": uuid.uuid4(), "page": uuid.uuid4(), **values}


def test_a_month_is_opened_by_a_press_not_by_a_look(plans, client_as):
    sari = client_as("Sari")
    listed = sari.get(reverse("monitoring:own")).content.decode()
    assert Report.objects.count() == 0 and "2026-06-01" in listed
    values = {"plan": plans["Sari"].pk, "month": "2026-06-01"}
    answer = sari.post(reverse("monitoring:open_report"), values)
    assert answer["Location"] == page_of(Report.objects.get())


def test_the_form_shows_indicators_targets_and_who_reads(report, client_as):
    text = client_as("Sari").get(page_of(report)).content.decode()
    for words in ("Persentase usul yang selesai sebelum tenggat", "91 %", "Budi Santoso", "Ratna Juwita"):
        assert words in text
    assert text.count("<h1") == 1


def test_autosave_keeps_one_field_and_says_the_new_version(report, client_as):
    sari = client_as("Sari")
    url = reverse("monitoring:save", args=[report.pk])
    answer = sari.post(url, {"version": 1, "page": uuid.uuid4(), field(report): TRICKY})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, '{"saved": {"version": 2}}')
    assert Realisation.objects.get().text == TRICKY
    assert "O&#x27;Brien" in (html := sari.get(page_of(report)).content.decode()) or "O&#39;Brien" in html
    assert "<b>selesai" not in html


def test_autosave_of_an_old_page_is_refused_and_the_page_of_a_lost_answer_goes_on(report, client_as):
    sari, page = client_as("Sari"), uuid.uuid4()
    url = reverse("monitoring:save", args=[report.pk])
    sari.post(url, {"version": 1, "page": page, field(report): "A"})
    assert sari.post(url, {"version": 1, "page": uuid.uuid4(), field(report): "X"}).status_code == 409
    assert Realisation.objects.get().text == "A"
    assert sari.post(url, {"version": 1, "page": page, field(report): "AB"}).status_code == 204
    assert Realisation.objects.get().text == "AB"


def test_autosave_survives_rubbish(report, client_as):
    url = reverse("monitoring:save", args=[report.pk])
    sent = {"version": "x", "page": "?", "text-99999999999999999-0": "y"}
    assert client_as("Sari").post(url, sent).status_code == 422
    sent = {"version": "1" * 30, "page": "", "text-abc": "y", "unknown": "z"}
    assert client_as("Sari").post(url, sent).status_code == 204


def test_one_button_saves_everything_without_javascript(report, client_as):
    values = {field(report): "38 usul\r\nselesai", field(report, "source"): "SIASN", "challenges": "Cuaca"}
    answer = client_as("Sari").post(page_of(report), form_of(report, step="save", **values))
    assert answer.status_code == 302
    row = Realisation.objects.get()
    assert (row.text, row.data_source) == ("38 usul\nselesai", "SIASN")
    assert Report.objects.get().challenges == "Cuaca"


def test_submit_takes_what_was_just_typed_and_a_double_tap_is_one(report, client_as):
    filled = {f"text-{entry.key}": "38" for one in queries.sheet_of(report).results for entry in one.entries}
    sari, sent = client_as("Sari"), form_of(report, step="submit", challenges="Cuaca", **filled)
    assert sari.post(page_of(report), sent).status_code == 302
    assert sari.post(page_of(report), sent).status_code == 302
    assert Report.objects.get().state == "SUBMITTED"


def test_an_empty_submission_comes_back_with_a_sentence_and_the_text(report, client_as):
    answer = client_as("Sari").post(
        page_of(report), form_of(report, step="submit", improvements="Lebih awal")
    )
    assert answer.status_code == 422
    assert "Lebih awal" in answer.content.decode()
    assert "challenges_error" in answer.content.decode()
    assert Report.objects.get().improvements == ""


def test_a_stale_save_comes_back_with_what_was_typed(report, client_as):
    sari = client_as("Sari")
    sari.post(page_of(report), form_of(report, step="save", challenges="Satu"))
    answer = sari.post(page_of(report), form_of(report, step="save", challenges="Dua"))
    assert answer.status_code == 409
    assert "Dua" in answer.content.decode()
    assert Report.objects.get().challenges == "Satu"


def test_the_appraiser_answers_in_the_same_page_and_the_employee_replies(submitted, client_as):
    result = queries.sheet_of(submitted).results[0].lineage_id
    budi = client_as("Budi")
    assert f"remark-r{result}" in budi.get(page_of(submitted)).content.decode()
    sent = {
        "version": submitted.version, "answer": "Terus maju", f"remark-r{result}": TRICKY,
        f"symbol-r{result}": "SMILE", "remark-bADAPTIVE": "Berani mencoba",
    }  # fmt: skip
    assert budi.post(reverse("monitoring:answer", args=[submitted.pk]), sent).status_code == 302
    assert Feedback.objects.count() == 2
    sari = client_as("Sari")
    assert "Terus maju" in sari.get(page_of(submitted)).content.decode()
    assert sari.post(reverse("monitoring:reply", args=[submitted.pk]), {"text": "Siap"}).status_code == 302
    assert Reply.objects.get().text == "Siap"


def test_an_empty_answer_and_an_empty_reply_are_refused_in_words(submitted, client_as, actor):
    budi = client_as("Budi")
    answer = budi.post(reverse("monitoring:answer", args=[submitted.pk]), {"version": submitted.version})
    assert answer.status_code == 422 and "answer_error" in answer.content.decode()
    operations.answer(report=submitted, text="Ya", by=actor("Budi"), at=AT)
    answer = client_as("Sari").post(reverse("monitoring:reply", args=[submitted.pk]), {"text": "  "})
    assert answer.status_code == 422


def test_withdrawing_goes_through_the_page(submitted, client_as):
    sari = client_as("Sari")
    url = reverse("monitoring:withdraw", args=[submitted.pk])
    assert sari.post(url, {"version": submitted.version}).status_code == 302
    assert sari.post(url, {"version": submitted.version}).status_code == 409
    assert Report.objects.get().state == "DRAFT"


def test_action_steps_are_added_done_and_taken_out(plans, client_as):
    sari, url = client_as("Sari"), reverse("monitoring:steps", args=[plans["Sari"].pk])
    result = plans["Sari"].lineages.first().pk
    assert (
        sari.post(url, {"result": result, "text": "Susun jadwal", "due_on": "2026-08-01"}).status_code == 302
    )
    assert sari.post(url, {"result": result, "text": " "}).status_code == 422
    step = queries.steps_of(plans["Sari"])[result][0]
    change = reverse("monitoring:change_step", args=[step.pk])
    assert sari.post(change, {"step": "done", "version": 1}).status_code == 302
    assert sari.post(change, {"step": "open", "version": 1}).status_code == 409
    assert client_as("Budi").post(change, {"step": "remove", "version": 2}).status_code == 403
    assert sari.post(change, {"step": "remove", "version": 2}).status_code == 302
    assert queries.steps_of(plans["Sari"]) == {}
