"""A company reads nothing of the civil servants' law: its main pages in both languages, empty and filled."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from tests.appraisal.year import at, make_plan

from selaras.appraisal import operations
from selaras.appraisal.models import Evaluation
from selaras.core.tenancy import acting_in
from selaras.planning.models import Period, Window

pytestmark = pytest.mark.django_db
FOREIGN = re.compile(r"PermenPANRB|\bSKP\b|Pejabat Penilai|\bNIP\b|\bASN\b")
EVERYBODY = ("web:desk", "planning:plans", "monitoring:own", "appraisal:evaluations", "appraisal:objections")
OVERSEERS = (
    "monitoring:reports", "monitoring:completion", "appraisal:achievements", "organisation:people",
    "insight:overview", "insight:distribution",
)  # fmt: skip
PAGES = [
    *(("Lina", None, page) for page in EVERYBODY),
    *(("Tono", role, page) for role in ("OFFICER", "HEAD") for page in EVERYBODY + OVERSEERS),
]
JULY = date(2026, 7, 10)


@pytest.fixture
def company(cast):
    """Lina rated and told, in a window of the company's own scheme."""
    boss = cast.actor("Tono", on=JULY, role="OFFICER")
    with acting_in(cast.outsider):
        period = Period.objects.create(
            year=2026, name="2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), cadence="QUARTERLY",
            scheme="company-matrix", plans_due_on=date(2026, 1, 31), state="OPEN",
        )  # fmt: skip
        make_plan(period, cast.assignments["Lina"])
        days = {
            "judged_until": date(2026, 6, 30),
            "opens_on": date(2026, 7, 1),
            "closes_on": date(2026, 7, 31),
        }
        window = Window.objects.create(
            period=period, kind="ANNUAL", number=0, judged_from=date(2026, 1, 1), **days
        )
        operations.open_window(window=window, by=boss, at=at(JULY))
        operations.set_achievement(
            unit=cast.units["HQ"], window=window, achievement="GOOD", grounds="Laporan direksi", by=boss, at=at(JULY)
        )  # fmt: skip
        rated = operations.rate(
            evaluation=Evaluation.objects.get(), results_rating="ABOVE", results_grounds="Penjualan naik",
            behaviour_rating="ABOVE", behaviour_grounds="Menolong tim", by=boss, at=at(JULY),
        )  # fmt: skip
        operations.deliver(evaluation=rated, by=boss, at=at(JULY))
    return cast


def text_of(client, url, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    text: str = answer.content.decode()
    assert f'<html lang="{language}"' in text
    return text


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_main_pages_of_a_company(company, client_as, language):
    for name, role, page in PAGES:
        text = text_of(client_as(name, role), reverse(page), language)
        assert not FOREIGN.findall(text), (name, role, page, FOREIGN.findall(text))


def test_the_forms_and_details_of_a_company(company, client_as):
    with acting_in(company.outsider):
        found = Evaluation.objects.select_related("window").get()
    boss = client_as("Tono", "OFFICER")
    unit, person = company.units["HQ"].pk, company["Lina"].pk
    for url in (
        reverse("appraisal:achievement", args=[found.window_id, unit]),
        reverse("appraisal:evaluation", args=[found.pk]),
        reverse("planning:period_edit", args=[found.window.period_id]),
        reverse("organisation:person", args=[person]),
    ):
        text = text_of(boss, url, "id")
        assert not FOREIGN.findall(text) and "Pasal 14" not in text, (url, FOREIGN.findall(text))


def test_civil_servants_still_read_their_articles(cast, client_as):
    with acting_in(cast.kepahiang):
        Period.objects.create(
            year=2026, name="2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), cadence="QUARTERLY",
            scheme="permenpanrb-6-2022", plans_due_on=date(2026, 1, 31), state="OPEN",
        )  # fmt: skip
        pk = Period.objects.get().pk
    assert (
        "Pasal 14"
        in client_as("Dewi", "OFFICER").get(reverse("planning:period_edit", args=[pk])).content.decode()
    )
