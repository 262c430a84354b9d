"""Pages ask the database a bounded number of times; later stages get what was reached in one statement."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.monitoring import making_many as many

from selaras.monitoring import operations, queries
from selaras.monitoring.operations import Asked, Draft, Remark, Said

JUNE = date(2026, 6, 1)
MOST = 12


@pytest.fixture(params=[1, 25], ids=["one", "many"])
def size(request):
    return request.param


@pytest.fixture
def crowd(kepahiang, plans, actor, size):
    """So many people under Budi, each with an answered and a submitted report, feedback, requests, evidence."""
    return many.crowd(kepahiang, plans, actor, size)


@pytest.mark.parametrize(
    ("who", "role", "name"),
    [
        ("Sari", None, "own"), ("Budi", None, "people"), ("Dewi", "OFFICER", "completion"),
        ("Sari", None, "feedback"), ("Wati", None, "given"), ("Budi", None, "about_people"), ("Sari", None, "give"),
        ("Sari", None, "requests"), ("Dewi", None, "asked_of_me"),
    ],
)  # fmt: skip
def test_a_list_costs_the_same_for_one_and_for_many(
    crowd, client_as, django_assert_max_num_queries, who, role, name
):
    client = client_as(who, role)
    counted(django_assert_max_num_queries, client, reverse(f"monitoring:{name}"))


@pytest.mark.parametrize("who", ["Sari", "Budi"])
@pytest.mark.parametrize("state", ["draft", "submitted", "answered"])
def test_a_report_costs_the_same_whatever_is_in_it(
    crowd, client_as, django_assert_max_num_queries, who, state
):
    if (who, state) != ("Budi", "draft"):
        url = reverse("monitoring:report", args=[crowd[state].pk])
        counted(django_assert_max_num_queries, client_as(who), url)


@pytest.mark.parametrize(("who", "role", "name"), [
    ("Sari", None, "steps"), ("Wati", None, "give_to"), ("Sari", None, "ask"), ("Sari", None, "ask_external"),
])  # fmt: skip
def test_a_page_about_a_plan_costs_the_same(
    crowd, plans, client_as, django_assert_max_num_queries, who, role, name
):
    url = reverse(f"monitoring:{name}", args=[plans["Sari"].pk])
    counted(django_assert_max_num_queries, client_as(who, role), url)


def test_people_by_person_cost_the_same(crowd, client_as, django_assert_max_num_queries):
    url = f"{reverse('monitoring:completion')}?by=person&month=2026-06"
    counted(django_assert_max_num_queries, client_as("Dewi", "OFFICER"), url)


def counted(assert_max, client, url):
    """BEGIN, SAVEPOINT, COMMIT and SET are not counted: those of the middleware are seven."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    real = [
        q["sql"]
        for q in seen
        if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN", "COMMIT"))
    ]
    assert len(real) <= MOST, "\n".join(real)


def test_the_latest_realisation_of_each_place_in_one_statement(plans, actor, django_assert_num_queries):
    sari = actor("Sari")
    for month, text in ((4, "April"), (5, "Mei"), (6, "")):
        report = operations.open_report(plan=plans["Sari"], month_on=date(2026, month, 1), by=sari, at=AT)
        entries = queries.sheet_of(report).results[0].entries
        places = {(one.result_id, one.indicator_id): {"text": text} for one in entries}
        draft = Draft({"challenges": "x"}, places)
        operations.submit(report=report, draft=draft, by=sari, at=AT)
    draft = operations.open_report(plan=plans["Sari"], month_on=date(2026, 7, 1), by=sari, at=AT)
    july = Draft({}, {(entries[0].result_id, None): {"text": "Juli"}})
    operations.save_draft(report=draft, draft=july, by=sari, at=AT)
    with django_assert_num_queries(1):
        found = queries.realisations_of(plans["Sari"], TODAY)
    assert {one.text for one in found.values()} == {"Mei"} and len(found) == 2
    assert {one.text for one in queries.realisations_of(plans["Sari"], date(2026, 4, 30)).values()} == {
        "April"
    }
    assert queries.realisations_of(plans["Sari"], TODAY, since=date(2026, 6, 1)) == {}


def test_these_names_are_what_other_stages_import():
    assert all(hasattr(queries, name) for name in queries.__all__)
    assert all(hasattr(operations, name) for name in operations.__all__)
    assert Asked and Remark and Said
