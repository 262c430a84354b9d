"""The desk: what waits, else how the year is going; a predicate only after its delivery; few statements."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import TODAY

from selaras.appraisal.models import Evaluation
from selaras.core import clock
from selaras.core.tenancy import acting_in
from selaras.demo.bulk import build_large
from selaras.insight.queries import year_of
from selaras.monitoring.models import Report
from selaras.organisation.models import Grant, Person
from selaras.organisation.queries import actor_of_member
from selaras.planning.models import Plan
from selaras.web import desk

OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SET ")


@pytest.fixture
def agency(db):
    """About 110 people with plans in force, reports and one evaluation each."""
    made = build_large(people=110, today=TODAY, seed=7, say=lambda _text: None)
    with acting_in(made):
        yield made


@pytest.fixture
def plan(agency):
    return Plan.objects.filter(appraiser__isnull=False).exclude(group="JPT_UNIT_HEAD").order_by("pk")[3]


@pytest.fixture
def quiet(monkeypatch):
    """Ask every stage what waits, as always, and show that nothing does."""
    asked = desk.waiting_for
    monkeypatch.setattr(desk, "waiting_for", lambda actor: asked(actor)[:0])


def actor(person_id, role="EMPLOYEE", on=TODAY):
    return actor_of_member(Person.objects.get(pk=person_id).member_id, on=on, role=role)


def page(person_id, role, language="id"):
    user = Person.objects.select_related("member__user").get(pk=person_id).member.user
    client = Client()
    client.force_login(user, backend="selaras.accounts.backends.LoginBackend")
    client.cookies["selaras_language"] = language
    session = client.session
    session["role"] = role
    session.save()
    client.get(reverse("web:desk"))
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(reverse("web:desk"))
    assert answer.status_code == 200
    counted = [one["sql"] for one in seen if not one["sql"].startswith(OUTSIDE)]
    return answer.content.decode(), counted


def test_own_year_counts_months_that_are_over(plan):
    own = year_of(actor(plan.person_id)).own
    sent = Report.objects.filter(plan=plan, month_on__lt=TODAY.replace(day=1)).exclude(state="DRAFT")
    assert (own.plan_id, own.plan_state) == (plan.pk, "SET")
    assert own.reports.due == 6, "January to June; July is not over"
    assert own.reports.done == sent.count()
    assert own.reports.on_time == sent.filter(is_late=False).count()
    assert own.answered == sent.filter(state="ANSWERED").count()
    assert year_of(actor(plan.person_id)).team is None


def test_a_predicate_is_shown_from_its_delivery_on(plan):
    rows = Evaluation.objects.filter(plan=plan)
    rows.update(state="RATED", predicate="GOOD", delivered_on=None)
    own = year_of(actor(plan.person_id)).own
    assert (own.result_id, own.result_state, own.predicate) == (rows.get().pk, "RATED", "")
    rows.update(state="ACCEPTED", delivered_on=TODAY)
    assert year_of(actor(plan.person_id)).own.predicate == "GOOD"


def test_a_team_is_counted_for_its_appraiser_only(plan):
    boss = plan.appraiser_id
    team = year_of(actor(boss, "APPRAISER")).team
    people = Plan.objects.filter(appraiser=boss)
    assert (team.plans.due, team.plans.done) == (people.count(), people.count())
    months = Report.objects.filter(plan__in=people, month_on__lt=TODAY.replace(day=1))
    assert team.reports.due == 6 * people.count()
    assert team.reports.done == months.exclude(state="DRAFT").count()
    rated = Evaluation.objects.filter(appraiser=boss).exclude(state="OPEN").count()
    assert (team.ratings.due, team.ratings.done) == (Evaluation.objects.filter(appraiser=boss).count(), rated)
    assert team.window


def test_before_the_first_year_there_is_nothing_to_show(plan):
    assert year_of(actor(plan.person_id, on=date(TODAY.year - 1, 6, 1))) is None


@pytest.mark.parametrize("role", ["EMPLOYEE", "APPRAISER", "OFFICER"])
@pytest.mark.parametrize("is_quiet", [True, False])
def test_the_desk_takes_at_most_twelve_statements(agency, plan, role, is_quiet, request):
    if is_quiet:
        request.getfixturevalue("quiet")
    member = Grant.objects.filter(role="OFFICER").first().member_id
    officer = Person.objects.get(member=member).pk
    who = {"EMPLOYEE": plan.person_id, "APPRAISER": plan.appraiser_id, "OFFICER": officer}[role]
    _html, statements = page(who, role)
    assert len(statements) <= 12, "\n".join(statements)


@pytest.mark.parametrize(("language", "year", "team"), [
    ("id", "Perjalanan kinerja Anda tahun", "pegawai yang Anda nilai"),
    ("en", "is going for you", "How it is going for your people"),
])  # fmt: skip
def test_a_quiet_desk_shows_the_year(plan, quiet, language, year, team):
    with clock.fixed(clock.now().replace(year=TODAY.year, month=TODAY.month, day=TODAY.day)):
        own, _statements = page(plan.person_id, "EMPLOYEE", language)
        boss, _statements = page(plan.appraiser_id, "APPRAISER", language)
    assert year in own and team not in own
    assert year in boss and team in boss
    assert reverse("planning:plan", args=[plan.pk]) in own


def test_a_quiet_desk_of_an_overseer_leads_to_insight(agency, quiet):
    member = Grant.objects.filter(role="OFFICER").first().member_id
    html, _statements = page(Person.objects.get(member=member).pk, "OFFICER")
    assert reverse("insight:overview") in html.split("<main")[1]


def test_a_new_agency_is_told_where_to_begin(cast, client_as):
    html = client_as("Dewi", "OFFICER").get(reverse("web:desk")).content.decode().split("<main")[1]
    assert "Mulai dari sini" in html
    assert reverse("organisation:people_import") in html
    html = client_as("Sari", "EMPLOYEE").get(reverse("web:desk")).content.decode().split("<main")[1]
    assert "Mulai dari sini" not in html
