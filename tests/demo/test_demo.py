"""The demo is built through operations: last year is finished, this year lives, nobody's sentence is another's."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from tests.cast import AT

from selaras.appraisal.models import Evaluation
from selaras.config import prepare
from selaras.core import audit, statistics
from selaras.core.models import Event
from selaras.core.tenancy import acting_in
from selaras.demo import building
from selaras.demo.building import build
from selaras.demo.content import SETTINGS, load
from selaras.demo.people import table
from selaras.monitoring.models import Report
from selaras.organisation.operations import create_agency
from selaras.planning.models import Matrix, PlanState, PlanVersion
from selaras.recognition.models import Award
from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.choices import choice_on
from selaras.regulations.queries.topics import topics_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_names_only_what_exists(name):
    setting = load(name)
    units = {one["code"] for one in setting.units}
    for post in setting.posts.values():
        assert post.unit in units and post.leads in units | {""}
        assert not post.reports_to or post.reports_to in setting.posts
    for one in setting.people.values():
        assert not one.post or one.post in setting.posts
    for role in ("OFFICER", "HEAD", "AUDITOR", "OPERATOR"):
        assert sum(role in one.grants for one in setting.people.values()) == 1, f"{name}: one {role}"
    assert len(set(setting.answers)) == len(setting.answers)


@pytest.mark.slow
def test_the_ministry_stands_with_last_year_finished_and_the_laws_own_plans(db):
    scene = build("kementerian", today=TODAY, seed=1)
    with acting_in(scene.agency):
        states = Counter(Evaluation.objects.filter(window__kind="ANNUAL").values_list("state", flat=True))
        assert set(states) == {"REPORTED"}
        assert PlanVersion.objects.filter(state=PlanState.SET, plan__period__year=2026).count() == 11
        assert Matrix.objects.count() == 1
        assert Report.objects.filter(state="ANSWERED").exists()
        texts = set(PlanVersion.objects.filter(state="SET").values_list("results__text", flat=True))
        assert any(text.startswith("Aplikasi SIMBG menjalankan bisnis proses") for text in texts)
        chosen(scene, TODAY)
        while audit.seal(at=AT) == 5000:
            continue
        assert audit.verify() is None
    rows = table()
    assert rows[0] == ("agency", "role", "login", "password")
    assert len(rows) == 8


@pytest.mark.slow
def test_a_company_in_january_has_its_choices_and_one_to_come(db):
    today = date(2026, 1, 21)
    scene = build("nusantara", today=today, seed=1)
    with acting_in(scene.agency):
        chosen(scene, today)
        assert Choice.objects.filter(topic=Topic.EMPLOYEE_OF_MONTH, from_on__gt=today).exists()
        titles = list(Award.objects.filter(kind="EMPLOYEE_OF_MONTH").values_list("title", flat=True))
        assert titles and all(title.startswith("Karyawan teladan") for title in titles)
    scene.agency.refresh_from_db()
    assert scene.agency.working_week == 5, "the company went from six days to five"


def chosen(scene, today):
    """Every choice has its day, its reason and its event, and none is decided twice for one day."""
    rows = list(Choice.objects.filter(withdrawn_at=None))
    topics = {row.topic for row in rows if row.from_on <= today}
    assert topics <= {rule.topic for rule in topics_of(scene.agency)} and len(topics) >= 3
    for row in rows:
        assert row.reason and row.recorded_name and choice_on(row.topic, row.from_on) == row
        assert row.recorded_at.date() < today
    assert Event.objects.filter(verb="choice.record").count() == len(scene.setting.choices)


@pytest.mark.slow
def test_a_build_that_was_stopped_half_way_is_completed(db, monkeypatch):
    """Each agency is whole or not there; the next start and the command add only what is missing."""
    built: list[str] = []
    monkeypatch.setattr(building, "build", lambda name, **_: built.append(name))
    monkeypatch.setattr(statistics, "refresh", lambda: None)
    first, *rest = [load(name).agency["code"] for name in SETTINGS]
    kept = agency(first)
    prepare.demo()
    assert built == list(SETTINGS[1:])
    for code in rest:
        agency(code)
    prepare.demo()
    with pytest.raises(CommandError, match="here already"):
        call_command("demo")
    assert built == list(SETTINGS[1:]) and kept.code == first
    agency("own")
    prepare.demo()
    assert built == list(SETTINGS[1:])


def test_an_installation_with_agencies_of_its_own_gets_no_demo(db, monkeypatch):
    monkeypatch.setattr(building, "build", lambda name, **_: pytest.fail(name))
    agency("own")
    prepare.demo()


def agency(code):
    return create_agency(code=code, name=code, short_name=code, kind="REGIONAL", place="", at=AT)
