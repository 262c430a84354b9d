"""Requests for feedback: saying that one cannot judge, undoing it, handing a personal link over, an empty part."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core.models import Notice
from selaras.core.verdict import NotAllowed, StateRefused
from selaras.monitoring import operations, queries
from selaras.monitoring.models import Feedback, FeedbackRequest
from selaras.monitoring.operations import Asked, Party, Said

SOON = TODAY + timedelta(days=7)
TYPED = "Yang sudah saya tulis"


@pytest.fixture
def asked(plans, kepahiang, actor):
    question = Asked("Apa yang perlu saya ubah?", SOON, None, "LOYAL")
    return operations.ask_colleague(
        plan=plans["Sari"], giver=kepahiang["Wati"], asked=question, by=actor("Sari"), at=AT
    )


@pytest.fixture
def outside(plans, actor):
    """A request of the appraiser to a lecturer, without an address."""
    question = Asked("Bagaimana pendampingan Sari?", SOON, None, "LOYAL")
    return operations.ask_external(
        plan=plans["Sari"], party=Party("Dr. Amelia", "Dosen"), asked=question, by=actor("Budi"), at=AT
    )


def place(name, request):
    return reverse(f"monitoring:{name}", args=[request.pk])


def test_nobody_ends_a_request_with_one_tap(asked, client_as):
    wati = client_as("Wati")
    assert wati.post(place("close_request", asked), {"step": "decline", "version": 1}).status_code == 404
    page = wati.get(place("request", asked)).content.decode()
    assert f'href="{place("decline_request", asked)}"' in page
    question = wati.get(place("decline_request", asked)).content.decode()
    assert "Tidak memberi umpan balik untuk" in question and "alasan tidak ditanyakan" in question
    assert FeedbackRequest.objects.get().state == "OPEN"
    assert wati.post(place("decline_request", asked), {"version": 1}).status_code == 302
    assert FeedbackRequest.objects.get().state == "DECLINED"
    listed = client_as("Sari").get(reverse("monitoring:requests")).content.decode()
    assert "Tidak dapat menilai" in listed and "Ditolak" not in listed


def test_a_request_is_not_taken_back_with_one_tap(asked, client_as):
    sari, place_ = client_as("Sari"), place("close_request", asked)
    listed = sari.get(reverse("monitoring:requests")).content.decode()
    assert f'href="{place_}"' in listed and f'action="{place_}"' not in listed
    question = sari.get(place_).content.decode()
    assert "Tarik kembali permintaan kepada" in question and "kapan saja" in question
    assert FeedbackRequest.objects.get().state == "OPEN"
    assert client_as("Wati").get(place_).status_code == 403
    assert sari.post(place_, {"version": 1})["Location"] == reverse("monitoring:requests")
    assert FeedbackRequest.objects.get().state == "WITHDRAWN"
    assert sari.get(place_)["Location"] == reverse("monitoring:requests")


def test_it_can_be_undone_while_there_is_time(asked, client_as, actor, kepahiang):
    wati, sari = client_as("Wati"), kepahiang["Sari"]
    operations.decline_request(request=asked, by=actor("Wati"), at=AT)
    assert "Ubah pilihan saya" in wati.get(reverse("monitoring:asked_of_me")).content.decode()
    assert "Tetap beri umpan balik" in wati.get(place("request", asked)).content.decode()
    assert wati.get(place("decline_request", asked))["Location"] == place("request", asked)
    answer = wati.post(place("close_request", asked), {"step": "resume", "version": 2})
    assert answer["Location"] == place("request", asked)
    assert FeedbackRequest.objects.get().state == "OPEN"
    kinds = set(Notice.objects.filter(member=sari.member_id).values_list("kind", flat=True))
    assert {"feedback.declined", "feedback.resumed"} <= kinds


def test_not_after_the_last_day_nor_by_others_nor_when_asked_anew(asked, plans, kepahiang, actor):
    asked = operations.decline_request(request=asked, by=actor("Wati"), at=AT)
    later = actor("Wati", on=SOON + timedelta(days=1))
    for by in (actor("Sari"), later):
        with pytest.raises(NotAllowed):
            operations.resume_request(request=asked, by=by, at=AT)
    question = Asked("Sekali lagi?", SOON, None, "LOYAL")
    operations.ask_colleague(
        plan=plans["Sari"], giver=kepahiang["Wati"], asked=question, by=actor("Sari"), at=AT
    )
    with pytest.raises(StateRefused):
        operations.resume_request(request=asked, by=actor("Wati"), at=AT)


def test_behind_a_personal_link_the_typed_text_survives_the_question(outside):
    link, browser = "/" + operations.link_of(outside).split("/", 3)[3], Client()
    sure = browser.post(link, {"step": "cannot", "text": TYPED, "response": "POSITIVE"}).content.decode()
    assert "Tidak memberi umpan balik untuk" in sure and TYPED in sure
    assert FeedbackRequest.objects.get().state == "OPEN"
    back = browser.post(link, {"step": "back", "text": TYPED, "response": "POSITIVE"}).content.decode()
    assert TYPED in back and "<textarea" in back and "sl-errors" not in back
    assert browser.post(link, {"step": "decline"}).status_code == 200
    assert FeedbackRequest.objects.get().state == "DECLINED"
    assert "Tetap beri umpan balik" in browser.get(link).content.decode()
    assert "<textarea" in browser.post(link, {"step": "resume"}).content.decode()
    given = {"step": "give", "text": TYPED, "response": "POSITIVE", "symbol": "SMILE"}
    assert browser.post(link, given).status_code == 200
    assert Feedback.objects.get().text == TYPED


def test_the_link_has_a_page_of_its_own_as_often_as_it_is_needed(outside, plans, client_as):
    budi = client_as("Budi")
    sent = {
        "name": "Ibu Ratmi", "description": "Mitra", "about": "bLOYAL", "question": "Sudah jelas?",
        "due_on": SOON.isoformat(),
    }  # fmt: skip
    answer = budi.post(reverse("monitoring:ask_external", args=[plans["Sari"].pk]), sent)
    made = FeedbackRequest.objects.get(giver__name="Ibu Ratmi")
    assert answer["Location"] == place("request_link", made)
    for _time in range(2):
        text = budi.get(place("request_link", made)).content.decode()
        assert operations.link_of(made) in text
        assert "Serahkan tautan ini kepada Ibu Ratmi saja" in text and "orang lain" not in text
        assert "mailto:?subject=" in text and "data-copy" in text
    assert (
        f'href="{place("request_link", made)}"' in budi.get(reverse("monitoring:requests")).content.decode()
    )


def test_only_the_asker_holds_the_link_and_only_while_it_works(outside, asked, client_as, actor):
    sari = client_as("Sari")
    assert sari.get(place("request_link", outside)).status_code == 403
    assert operations.link_of(outside) not in sari.get(reverse("monitoring:requests")).content.decode()
    assert sari.get(place("request_link", asked)).status_code == 404
    operations.withdraw_request(request=outside, by=actor("Budi"), at=AT)
    answer = client_as("Budi").get(place("request_link", outside))
    assert answer["Location"] == reverse("monitoring:requests")


def test_an_empty_part_of_the_year_leads_to_the_whole_year(plans, actor, client_as):
    said, early = Said(behaviour="LOYAL", text="Rapi", response="POSITIVE"), TODAY.replace(month=2)
    by = actor("Budi", on=early)
    operations.give_feedback(
        plan=queries.plan_to_judge(by, plans["Sari"].pk), said=said, by=by, at=AT.replace(month=2)
    )
    sari = client_as("Sari")
    text = sari.get(reverse("monitoring:feedback")).content.decode()
    assert "Tidak ada umpan balik pada" in text and "window=all" in text
    assert "Belum ada umpan balik" not in text
    assert "Rapi" in sari.get(reverse("monitoring:feedback") + "?window=all").content.decode()
