"""The personal link of an external party: the key of one question, once, until its last day."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core import clock
from selaras.core.models import Job
from selaras.core.tenancy import acting_in
from selaras.monitoring import operations, queries
from selaras.monitoring.models import Feedback, FeedbackRequest
from selaras.monitoring.operations import Asked, Party

SOON = TODAY + timedelta(days=7)
SAID = {
    "text": "Ramah, jelas, dan O'Brien pun paham",
    "response": "POSITIVE",
    "symbol": "SMILE",
    "step": "give",
}


@pytest.fixture
def asked(cast):
    """A question to a lecturer; the test itself is in no agency, as her browser."""
    from tests.monitoring import making

    with acting_in(cast.kepahiang):
        plan = making.plan_of(cast, "Sari", "Budi", "Ratna")
        return operations.ask_external(
            plan=plan, party=Party("Dr. Amelia Putri", "Dosen"), by=cast.actor("Sari"), at=AT,
            asked=Asked("Bagaimana pendampingan saya?", SOON, plan.lineages.first().pk),
        )  # fmt: skip


@pytest.fixture
def link(cast, asked):
    with acting_in(cast.kepahiang):
        return "/" + operations.link_of(asked).split("/", 3)[3]


def test_the_link_has_256_bits_and_only_its_hash_is_kept(asked, link):
    token = link.rstrip("/").rsplit("/", 1)[-1]
    assert len(token) == 43
    assert token not in str(asked.__dict__)
    assert len(asked.token_hash) == 64


def test_it_shows_the_question_and_no_more_of_the_plan(asked, link):
    answer = Client().get(link)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Bagaimana pendampingan saya?" in text and "Dr. Amelia Putri" in text
    assert "Tersedianya data pegawai" not in text
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("same-origin", "noindex")
    assert "no-store" in answer["Cache-Control"]


def test_it_is_answered_once(cast, asked, link):
    browser = Client(enforce_csrf_checks=False)
    assert browser.post(link, {"text": "x", "step": "give"}).status_code == 422
    assert browser.post(link, SAID).status_code == 200
    assert browser.post(link, SAID).status_code == 410
    assert browser.get(link).status_code == 410
    with acting_in(cast.kepahiang):
        made = Feedback.objects.get()
        assert (made.giver_kind, made.initiative, made.recorded_by_id) == ("OTHER", "REQUEST", None)
        assert made.text == SAID["text"]
        assert queries.lines_of(ids=[made.pk])[0].handed_over


def test_it_can_be_declined_withdrawn_and_expires_at_local_midnight(cast, asked, link):
    with clock.fixed(AT.replace(day=22, hour=23, minute=59)):
        assert Client().get(link).status_code == 200
    with clock.fixed(AT.replace(day=23, hour=0, minute=1)):
        assert Client().post(link, SAID).status_code == 410
    assert Client().post(link, {"step": "decline"}).status_code == 200
    with acting_in(cast.kepahiang):
        assert FeedbackRequest.objects.get().state == "DECLINED"
    assert Client().post(link, SAID).status_code == 409


def test_a_withdrawn_request_is_closed(cast, asked, link):
    with acting_in(cast.kepahiang):
        operations.withdraw_request(request=asked, by=cast.actor("Sari"), at=AT)
    assert Client().post(link, SAID).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 43, "é" * 43, "a" * 400])
def test_a_wrong_link_finds_nothing(cast, db, token):
    assert Client().get(reverse("monitoring:personal", args=[token])).status_code == 404


def test_somebody_signed_in_elsewhere_may_use_it_too(cast, asked, link):
    browser = cast.client("Lina")
    assert browser.post(link, SAID).status_code == 200
    assert browser.get(reverse("monitoring:feedback")).status_code == 200
    with acting_in(cast.outsider):
        assert Feedback.objects.count() == 0
    with acting_in(cast.kepahiang):
        assert Feedback.objects.count() == 1


def test_with_an_address_the_link_is_mailed_and_shown_to_nobody(cast, link):
    from selaras.monitoring.tasks import send_request

    with acting_in(cast.kepahiang):
        plan = FeedbackRequest.objects.get().plan
        asked = operations.ask_external(
            plan=plan, party=Party("Ibu Ratmi", "Operator", "ratmi@example.test"), by=cast.actor("Sari"), at=AT,
            asked=Asked("Apakah sudah jelas?", SOON, None, "LOYAL"),
        )  # fmt: skip
        own = operations.link_of(asked)
        assert send_request(lambda done, total: None, Job.objects.get()) == {"sent": 1}
    assert [(one.to, own in one.body) for one in mail.outbox] == [(["ratmi@example.test"], True)]
    text = cast.client("Sari").get(reverse("monitoring:requests")).content.decode()
    assert own not in text and "ratmi@example.test" in text
    with acting_in(cast.kepahiang):
        (other,) = FeedbackRequest.objects.filter(sent_to="")
    assert (
        link in cast.client("Sari").get(reverse("monitoring:request_link", args=[other.pk])).content.decode()
    )
