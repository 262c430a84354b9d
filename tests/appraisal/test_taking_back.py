"""A signed result is taken back before it is delivered, corrected and signed again; the paper says so."""

from datetime import date

import pytest
from django.urls import reverse
from tests.appraisal.year import at

from selaras.appraisal import operations
from selaras.core.models import Event
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.documents.queries import papers_of, signatures_of, verified

pytestmark = pytest.mark.django_db
WHY = "Rating hasil tertukar dengan pegawai lain."
DAY = date(2026, 7, 11)


@pytest.fixture
def rated(steps):
    steps.achieve()
    steps.open()
    steps.rate()
    return steps


def take_back(steps, by="Budi", on=DAY, reason=WHY, **more):
    return operations.take_back(
        evaluation=steps.evaluation("Sari"), reason=reason, by=steps.who(by, on), at=at(on), **more
    )


def test_it_is_open_again_with_the_draft_and_signed_anew(rated):
    first = {one.form: one for one in papers_of(rated.evaluation("Sari"))}
    again = take_back(rated)
    assert (again.state, again.predicate, again.rated_at, again.deliver_until) == ("OPEN", "", None, None)
    assert again.results_rating == "MEETS" and again.results_grounds, "what was typed is a draft again"
    assert again.sign_again_until == date(2026, 7, 30)
    assert {verified(one.token).state for one in first.values()} == {"WITHDRAWN"}
    event = Event.objects.get(verb="appraisal.evaluation.take_back")
    assert event.article and event.values.get().reason == WHY

    second = rated.rate(results="ABOVE", on=date(2026, 7, 15))
    assert (second.state, second.predicate) == ("RATED", "VERY_GOOD")
    assert second.deliver_until == date(2026, 7, 30), "nobody gains time by taking a result back"
    newer = {one.form: one for one in papers_of(second) if one.state == "VALID"}
    for form, paper in first.items():
        seen = verified(paper.token)
        assert (seen.state, seen.replaced_by) == ("SUPERSEDED", newer[form].number)
    assert len(signatures_of(second)) == 2, "each signature stays with the version that was signed"
    assert rated.deliver(on=date(2026, 7, 16)).state == "DELIVERED"


@pytest.mark.parametrize("name", ["Sari", "Wati", "Ratna", "Dewi", "Hasan", "Joko"])
def test_nobody_else_takes_it_back(rated, name):
    with pytest.raises(NotAllowed):
        take_back(rated, by=name)
    assert rated.evaluation("Sari").state == "RATED"


def test_it_needs_a_reason_and_the_present_version(rated):
    with pytest.raises(InvalidRefused):
        take_back(rated, reason="  ")
    with pytest.raises(StaleRefused):
        take_back(rated, version=rated.evaluation("Sari").version - 1)
    take_back(rated)
    with pytest.raises(StateRefused):
        take_back(rated)


def test_what_is_delivered_or_overdue_stands(rated):
    with pytest.raises(NotAllowed):
        take_back(rated, on=date(2026, 7, 31))
    rated.deliver()
    with pytest.raises(StateRefused):
        take_back(rated)


def test_the_days_for_signing_again_outlast_the_window_but_not_the_delivery(steps):
    """Whoever signs on the last day and corrects the day after is not silent; whoever then stays silent is."""
    steps.achieve()
    steps.open()
    steps.rate(on=date(2026, 7, 17))
    take_back(steps, on=date(2026, 7, 20))
    until = steps.evaluation("Sari").sign_again_until
    for day, escalated in ((date(2026, 7, 21), False), (until, False), (date(2026, 8, 10), True)):
        operations.close_window(window=steps.year.quarter, by=steps.who("Dewi", day, "OFFICER"), at=at(day))
        assert steps.evaluation("Sari").is_escalated is escalated, day
    assert steps.evaluation("Sari").sign_until > date(2026, 8, 10)


def test_on_the_page(rated, client_as):
    sari = rated.evaluation("Sari")
    url, page = reverse("appraisal:step", args=[sari.pk]), reverse("appraisal:evaluation", args=[sari.pk])
    sent = {"step": "take_back", "reason": WHY, "version": sari.version,
            "idempotency_key": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}  # fmt: skip
    for who, role in (("Sari", None), ("Ratna", None), ("Dewi", "OFFICER"), ("Joko", "AUDITOR")):
        assert client_as(who, role).post(url, {**sent, "idempotency_key": ""}).status_code == 403
        assert 'value="take_back"' not in client_as(who, role).get(page).content.decode()
    budi = client_as("Budi")
    assert 'value="take_back"' in budi.get(page).content.decode()
    assert budi.post(url, {**sent, "reason": " ", "idempotency_key": ""}).status_code == 422
    assert budi.post(url, {**sent, "version": sari.version - 1, "idempotency_key": ""}).status_code == 409
    assert budi.post(url, sent).status_code == 302
    assert budi.post(url, sent).status_code == 302, "a double tap does one thing"
    assert rated.evaluation("Sari").version == sari.version + 1
    assert WHY in budi.get(page).content.decode()
    assert client_as("Sari").get(page).status_code == 200


def test_nothing_is_taken_back_in_a_closed_year(rated):
    period = rated.evaluation("Sari").window.period
    type(period).objects.filter(pk=period.pk).update(state="CLOSED")
    with pytest.raises(NotAllowed, match="ditutup"):
        take_back(rated)
    assert rated.evaluation("Sari").state == "RATED"
