"""Every choice stands beside what the law says on it, before anything is refused: value, article, doubt and link."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from tests.cast import TODAY

from selaras.core.models import AgencyKind
from selaras.core.tenancy import acting_in
from selaras.regulations.models import Topic
from selaras.regulations.queries.choices import held_on
from selaras.regulations.queries.leeway import BOUND, FIXED, FREE, START, leeway_of
from selaras.regulations.queries.topics import topics_of
from selaras.regulations.views.choosing import slug_of

pytestmark = pytest.mark.django_db


def rows_of(agency, topic, on=TODAY):
    with acting_in(agency):
        found = leeway_of(held_on(agency, topic, on), agency, on, {})
    return [row for _legend, rows in found for row in rows]


def test_a_region_sees_its_shares_fixed_with_the_article(kepahiang):
    productivity, discipline, *others = rows_of(kepahiang.kepahiang, Topic.ALLOWANCE)
    assert (productivity.law, discipline.law) == ("60", "40")
    assert {productivity.bind, discipline.bind} == {FIXED}
    assert productivity.source.name == "Kepmendagri 900-4700/2020" and productivity.confidence == "secondary"
    light, medium, severe = (row for row in others if row.anchor == "pp-94-2021-sanctions")
    assert (medium.law, medium.bind, medium.article) == ("25", FIXED, "Pasal 8")
    assert medium.source.name == "PP 94/2021" and {light.bind, severe.bind} == {FREE}
    assert {row.bind for row in others} <= {FIXED, BOUND, START, FREE}


def test_a_cut_says_its_own_doubt(kepahiang):
    rows = [row for row in rows_of(kepahiang.kepahiang, Topic.ALLOWANCE) if row.anchor == "allowance-cuts"]
    assert {row.confidence for row in rows} == {"practice", "unconfirmed"} and all(row.law for row in rows)


def test_a_central_agency_is_free_in_its_shares(kepahiang):
    agency = kepahiang.kepahiang
    agency.kind = AgencyKind.CENTRAL
    assert {row.bind for row in rows_of(agency, Topic.ALLOWANCE)[:2]} == {BOUND}


@pytest.mark.parametrize("on", [TODAY, date(2022, 6, 1)])
def test_every_value_of_every_choice_has_its_source_and_link(cast, on):
    for agency in (cast.kepahiang, cast.outsider):
        for rule in topics_of(agency):
            for row in rows_of(agency, rule.topic, on):
                is_early = rule.topic == Topic.DISTRIBUTION and on.year < 2023
                assert is_early or (row.source and row.article and row.confidence), (rule.topic, row)
                assert row.law or row.rule or row.bind == FREE, (rule.topic, row)


@pytest.mark.parametrize(("language", "words"), [("id", "ditetapkan oleh hukum"), ("en", "fixed by the law")])
def test_the_page_shows_the_law_before_any_refusal(cast, client_as, language, words):
    client = client_as("Sari")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get(reverse("regulations:choice", args=["allowance"])).content.decode()
    assert words in page and "PP 94/2021" in page and "#allowance-shares" in page


def test_the_links_of_every_choice_open(cast, client_as):
    for client, agency in (
        (client_as("Dewi", "OFFICER"), cast.kepahiang),
        (client_as("Tono", "OFFICER"), cast.outsider),
    ):
        for rule in topics_of(agency):
            page = client.get(reverse("regulations:choice", args=[slug_of(rule.topic)])).content.decode()
            links = set(re.findall(r'href="(/regulations/instruments/[^"]+)#([^"]+)"', page))
            assert links
            for address, anchor in links:
                shown = client.get(address.replace("&amp;", "&"))
                assert shown.status_code == 200 and f'id="{anchor}"' in shown.content.decode(), (
                    address,
                    anchor,
                )
