"""What an agency chooses within the law: dated, reasoned, checked by the rules, never changed once it holds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core import audit
from selaras.core.models import Event
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.regulations import operations
from selaras.regulations.forms.schema import flat
from selaras.regulations.models import Choice, Topic
from selaras.regulations.queries.choices import all_held, choice_on, held_on
from selaras.regulations.queries.topics import TOPICS

pytestmark = pytest.mark.django_db
ORIGINS = ("matriks PermenPANRB 6/2022", "matrix of PermenPANRB 6/2022", "tenggat bagi ASN")
TOMORROW, LATER = TODAY + timedelta(days=1), date(2026, 9, 1)
SILENT = {"check": "SILENT"}


def starting(cast, topic=Topic.ALLOWANCE):
    found = TOPICS[topic].default(cast.kepahiang, TODAY)
    assert found is not None
    return {name: dict(one) if isinstance(one, dict) else one for name, one in found.items()}


def record(cast, value=SILENT, topic=Topic.DISTRIBUTION, from_on=LATER, who="Dewi", role="OFFICER", **more):
    return operations.record_choice(
        topic=topic, from_on=from_on, value=value, reason="Keputusan Bupati 12/2026", by=cast.actor(who, role=role),
        at=AT, **more,
    )  # fmt: skip


def test_a_choice_holds_from_its_day_until_the_next(kepahiang):
    record(kepahiang, from_on=date(2026, 3, 1))
    record(kepahiang, {"check": "WARN"}, from_on=LATER)
    held = [
        held_on(kepahiang.kepahiang, Topic.DISTRIBUTION, day).value
        for day in (date(2026, 2, 28), TODAY, LATER)
    ]
    assert held == [{"check": "WARN"}, SILENT, {"check": "WARN"}]
    later = {one.rule.topic: one.next for one in all_held(kepahiang.kepahiang, TODAY)}[Topic.DISTRIBUTION]
    assert later is not None and later.from_on == LATER


def test_each_decision_is_recorded_with_who_when_and_why(kepahiang):
    made = record(kepahiang)
    event = Event.objects.get(verb="choice.record")
    (line,) = audit.history_of(made)
    assert event.object_id == made.pk
    assert (line.who, line.reason) == (made.recorded_name, "Keputusan Bupati 12/2026")
    assert line.after == {"topic": "DISTRIBUTION", "from_on": "2026-09-01", "value": SILENT}


@pytest.mark.parametrize(
    ("who", "role"),
    [("Sari", None), ("Hasan", "HEAD"), ("Joko", "AUDITOR"), ("Oki", "OPERATOR")],
)
def test_only_an_officer_of_the_whole_agency_decides(kepahiang, who, role):
    with pytest.raises(NotAllowed):
        record(kepahiang, who=who, role=role)
    made = record(kepahiang)
    with pytest.raises(NotAllowed):
        operations.withdraw_choice(choice=made, reason="x", by=kepahiang.actor(who, role=role), at=AT)


def test_what_has_begun_is_never_changed(kepahiang):
    begun = record(kepahiang, from_on=date(2026, 1, 1))
    for day in (date(2025, 12, 1), date(2026, 1, 1), TODAY - timedelta(days=1)):
        with pytest.raises(InvalidRefused) as refused:
            record(kepahiang, {"check": "WARN"}, from_on=day)
        assert "from_on" in refused.value.fields
    with pytest.raises(StateRefused):
        operations.withdraw_choice(
            choice=begun, reason="x", by=kepahiang.actor("Dewi", role="OFFICER"), at=AT
        )
    record(kepahiang, {"check": "WARN"}, from_on=TODAY)
    assert held_on(kepahiang.kepahiang, Topic.DISTRIBUTION, TODAY).value == {"check": "WARN"}


def test_a_coming_choice_can_be_replaced_and_taken_back(kepahiang):
    first = record(kepahiang)
    second = record(kepahiang, {"check": "WARN"})
    first.refresh_from_db()
    assert first.is_withdrawn and choice_on(Topic.DISTRIBUTION, LATER) == second
    officer = kepahiang.actor("Dewi", role="OFFICER")
    operations.withdraw_choice(choice=second, reason="Ditunda", by=officer, at=AT)
    assert choice_on(Topic.DISTRIBUTION, LATER) is None
    with pytest.raises(StateRefused):
        operations.withdraw_choice(choice=second, reason="Ditunda", by=officer, at=AT)
    assert Choice.objects.count() == 2


def test_a_stale_page_decides_nothing(kepahiang):
    seen = operations.version_of(Topic.DISTRIBUTION)
    made = record(kepahiang, version=seen)
    with pytest.raises(StaleRefused):
        record(kepahiang, {"check": "WARN"}, from_on=TOMORROW, version=seen)
    officer = kepahiang.actor("Dewi", role="OFFICER")
    again = operations.version_of(Topic.DISTRIBUTION)
    operations.withdraw_choice(choice=made, reason="Ditunda", by=officer, at=AT)
    with pytest.raises(StaleRefused):
        record(kepahiang, version=again)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_reason_is_needed(kepahiang, reason):
    with pytest.raises(InvalidRefused) as refused:
        operations.record_choice(
            topic=Topic.DISTRIBUTION, from_on=LATER, value=SILENT, reason=reason,
            by=kepahiang.actor("Dewi", role="OFFICER"), at=AT,
        )  # fmt: skip
    assert "reason" in refused.value.fields and not Choice.objects.exists()


@pytest.mark.parametrize("value", [{}, {"check": "MAYBE"}, {"check": "WARN", "more": 1}, {"check": 6}])
def test_only_what_the_schema_knows_can_be_chosen(kepahiang, value):
    with pytest.raises(InvalidRefused):
        record(kepahiang, value)


FORBIDDEN = [
    ({"productivity": "70.00"}, "discipline", "Kepmendagri 900-4700/2020"),
    ({"productivity": "70.00", "discipline": "30.00"}, "productivity", "Kepmendagri 900-4700/2020"),
    ({"factors.GOOD": "60.00"}, "factors.GOOD", "Kebijakan instansi"),
    ({"cuts.LATE_4": "0.25"}, "cuts.LATE_4", "Kepmendagri 900-4700/2020"),
    ({"sanctions.MEDIUM": "50.00"}, "sanctions.MEDIUM", "PP 94/2021 Pasal 8"),
]


@pytest.mark.parametrize(("changes", "field", "article"), FORBIDDEN)
def test_what_the_law_forbids_is_refused_with_its_article(kepahiang, changes, field, article):
    value = starting(kepahiang)
    for name, text in changes.items():
        group, _, key = name.rpartition(".")
        (value[group] if group else value)[key] = text
    with pytest.raises(InvalidRefused) as refused:
        record(kepahiang, value, Topic.ALLOWANCE)
    assert article in refused.value.fields[field]


def test_a_central_agency_chooses_its_own_shares(kepahiang):
    from selaras.core.models import Agency

    Agency.objects.filter(pk=kepahiang.kepahiang.pk).update(kind="CENTRAL")
    value = starting(kepahiang) | {"productivity": "70.00", "discipline": "30.00"}
    record(kepahiang, value, Topic.ALLOWANCE)


def test_the_calculator_reckons_with_the_choice_of_the_day(kepahiang, client_as):
    value = starting(kepahiang)
    value |= {
        "bases": {"CLASS_7": 5_000_000},
        "round_to": "1000",
        "rounding": "DOWN",
        "proration": "WHOLE_MONTH",
    }
    value["factors"]["NEEDS_IMPROVEMENT"] = "50.00"
    record(kepahiang, value, Topic.ALLOWANCE, from_on=LATER)
    query = {
        "asked": "1", "predicate": "NEEDS_IMPROVEMENT", "events.LATE_3": "1", "served": "3", "whole": "22",
        "job_class": "CLASS_7", "base": "5000000",
    }  # fmt: skip
    address = reverse("regulations:calculator", args=["allowance"])
    client = client_as("Sari")
    before = client.get(address, query | {"on": TODAY.isoformat(), "served": "22"}).content.decode()
    after = client.get(address, query | {"on": LATER.isoformat()}).content.decode()
    assert "4.075.000" in before and "Kelas 7" not in before
    assert "3.475.000" in after and "Kelas 7" in after and "berlaku sejak 1 September 2026" in after


def test_a_rupiah_that_the_agency_decided_cites_its_decision(kepahiang, client_as):
    value = starting(kepahiang)
    value["cuts"]["LATE_3"] = "1.50"
    value["factors"]["GOOD"] = "90.00"
    record(kepahiang, value, Topic.ALLOWANCE, from_on=LATER)
    query = {"asked": "1", "on": LATER.isoformat(), "base": "1000000", "predicate": "GOOD", "events.LATE_1": "1",
             "events.LATE_3": "1", "served": "22", "whole": "22", "sanction": "MEDIUM"}  # fmt: skip
    address = reverse("regulations:calculator", args=["allowance"])
    steps = client_as("Sari").get(address, query | {"format": "json"}).json()["steps"]
    cites = {one["id"].partition(":")[0]: one["cite"] for one in steps}
    for own in ("Predikat Baik memberi faktor 90,00 %", "Terlambat 61–90 menit"):
        assert cites[own]["instrument"] == "Kebijakan instansi" and cites[own]["confidence"] == "decision"
        assert cites[own]["article"].startswith("sejak 1 September 2026: ")
    assert cites["Terlambat 1–30 menit"]["instrument"] == "Kepmendagri 900-4700/2020"
    assert steps[-2]["cite"]["instrument"] == "PP 94/2021"
    page = client_as("Sari").get(address, query).content.decode()
    assert "ditetapkan oleh instansi sendiri" in page


def test_a_company_chooses_its_scheme_and_is_scored_by_it(cast, client_as):
    scheme = {
        "components": [
            {"name": "Target", "weight": "70.00"},
            {"name": "Nilai perusahaan", "weight": "30.00"},
        ],
        "missing": "REWEIGHT",
        "bands": {"VERY_GOOD": "95.00", "GOOD": "80.00", "NEEDS_IMPROVEMENT": "60.00", "POOR": "50.00"},
    }
    boss = client_as("Tono", "OFFICER")
    address = reverse("regulations:choice", args=["scheme"])
    sent = flat(scheme) | {"from_on": TODAY.isoformat(), "reason": "Rapat direksi", "version": "1"}
    wrong = boss.post(address, sent | {"components.0.weight": "60"})
    assert wrong.status_code == 422 and "100 %; sekarang 90,00 %" in wrong.content.decode()
    fallen = boss.post(address, sent | {"bands.GOOD": "55"})
    assert fallen.status_code == 422 and "lebih tinggi daripada batas rating" in fallen.content.decode()
    twice = boss.post(address, sent | {"components.1.name": "target"})
    assert "Dua komponen bernama sama" in twice.content.decode()
    assert boss.post(address, sent).status_code == 302
    asked = {"asked": "1", "on": TODAY.isoformat(), "scores.COMPONENT_1": "90"}
    told = boss.get(reverse("regulations:calculator", args=["weighted-score"]), asked).content.decode()
    assert "Nilai tertimbang 90,00: Baik." in told and "Nilai perusahaan belum ada nilainya" in told
    nothing = boss.get(
        reverse("regulations:calculator", args=["weighted-score"]), {"asked": "1"}
    ).content.decode()
    assert "komponen yang diperlukan belum ada nilainya" in nothing


def test_the_page_records_and_shows_history(cast, client_as):
    dewi = client_as("Dewi", "OFFICER")
    address = reverse("regulations:choice", args=["distribution"])
    assert "Catat pilihan" in dewi.get(address).content.decode()
    sent = {"check": "SILENT", "from_on": LATER.isoformat(), "reason": "Perbup 3/2026", "version": "1"}
    assert dewi.post(address, sent).status_code == 302
    assert dewi.post(address, sent).status_code == 409
    page = client_as("Sari").get(address).content.decode()
    assert "Perbup 3/2026" in page and "Mulai 1 September 2026" in page and 'name="check"' not in page
    with acting_in(cast.kepahiang):
        made = Choice.objects.get()
    back = reverse("regulations:withdraw", args=["distribution", made.pk])
    assert client_as("Sari").post(back, {"reason": "x"}).status_code == 403
    assert (
        dewi.post(reverse("regulations:withdraw", args=["allowance", made.pk]), {"reason": "x"}).status_code
        == 404
    )
    assert client_as("Tono", "OFFICER").post(back, {"reason": "x"}).status_code == 404
    assert dewi.post(back, {"reason": "Ditunda"}).status_code == 302
    assert "Ditarik kembali oleh" in dewi.get(address).content.decode()


def test_the_other_agency_sees_nothing_of_it(cast, client_as):
    with acting_in(cast.kepahiang):
        record(cast, from_on=TODAY)
    with acting_in(cast.outsider):
        assert not Choice.objects.exists()
    page = (
        client_as("Tono", "OFFICER")
        .get(reverse("regulations:choice", args=["distribution"]))
        .content.decode()
    )
    assert "Keputusan Bupati" not in page
    for topic in ("allowance", "distribution", "nonsense"):
        assert (
            client_as("Tono", "OFFICER").get(reverse("regulations:choice", args=[topic])).status_code == 404
        )


def test_refusals_stand_at_their_fields(cast, client_as):
    dewi = client_as("Dewi", "OFFICER")
    with acting_in(cast.kepahiang):
        sent = flat(starting(cast)) | {"from_on": LATER.isoformat(), "reason": "", "version": "1"}
    address = reverse("regulations:choice", args=["allowance"])
    assert 'href="#id_reason"' in dewi.post(address, sent).content.decode()
    wrong = dewi.post(address, sent | {"reason": "x", "sanctions.MEDIUM": "50"})
    assert wrong.status_code == 422
    assert (
        'href="#value-sanctions.MEDIUM"' in wrong.content.decode()
        and "PP 94/2021 Pasal 8" in wrong.content.decode()
    )
    assert dewi.post(address, sent | {"reason": "x", "from_on": "1980-01-01"}).status_code == 422


@pytest.mark.parametrize("page", ["choices", "choice"])
def test_the_pages_read_little_however_much_was_decided(cast, client_as, page):
    with acting_in(cast.kepahiang):
        for day in range(20):
            record(cast, from_on=LATER + timedelta(days=day))
    address = reverse(f"regulations:{page}", args=["distribution"] if page == "choice" else [])
    client = client_as("Dewi", "OFFICER")
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    words = ("SAVEPOINT", "RELEASE", "SET ", "ROLLBACK", "BEGIN", "COMMIT")
    assert len([q for q in caught if not q["sql"].startswith(words)]) <= 12


def week_of(cast):
    from selaras.core.models import Agency

    return Agency.objects.get(pk=cast.kepahiang.pk).working_week


def test_the_working_week_counts_from_its_day_and_moves_running_deadlines(kepahiang, monkeypatch):
    from selaras.appraisal.queries.calendar import calendar_under
    from selaras.organisation.operations import calendar as following

    told = []
    monkeypatch.setattr(following, "_followers", [lambda by, at, reason: told.append(reason)])
    record(kepahiang, {"week": "SIX"}, Topic.WORKING_WEEK, from_on=TOMORROW)
    assert week_of(kepahiang) == 5 and told == []
    assert held_on(kepahiang.kepahiang, Topic.WORKING_WEEK, TODAY).value == {"week": "FIVE"}
    friday, law = date(2026, 7, 17), date(2026, 6, 30)
    before = calendar_under("permenpanrb-6-2022", law).until("DELIVER", friday)
    for _twice in range(2):
        operations.begin_choices(by=kepahiang.actor("Dewi", role="OFFICER", on=TOMORROW), at=AT)
    assert week_of(kepahiang) == 6 and told == ["Keputusan Bupati 12/2026"]
    assert calendar_under("permenpanrb-6-2022", law).until("DELIVER", friday) < before
    founding = Choice.objects.earliest("from_on")
    assert (founding.value, founding.from_on < TODAY) == ({"week": "FIVE"}, True)


def test_a_week_that_begins_today_counts_at_once(kepahiang):
    record(kepahiang, {"week": "SIX"}, Topic.WORKING_WEEK, from_on=TODAY)
    assert week_of(kepahiang) == 6
    with pytest.raises(InvalidRefused):
        record(kepahiang, {"week": "FIVE"}, Topic.WORKING_WEEK, from_on=TODAY - timedelta(days=3))


def test_the_daily_work_begins_what_was_chosen():
    from selaras.jobs.timetable import DAILY

    assert [line.hour for line in DAILY if line.name == "choices"] == [0]


def test_the_distribution_page_warns_unless_the_agency_wants_silence(kepahiang):
    from selaras.insight.queries.distribution import _warnings
    from selaras.planning.models import Window
    from selaras.regulations.queries.choices import warns_of_distribution

    agency, window = kepahiang.kepahiang, Window(judged_until=TODAY)
    assert warns_of_distribution(agency, TODAY) and not warns_of_distribution(kepahiang.outsider, TODAY)
    (warning,) = _warnings("EXCELLENT", [0, 0, 0, 2, 8], window)
    assert "paling banyak 70,00 %" in warning
    assert _warnings("EXCELLENT", [0, 0, 0, 5, 5], window) == _warnings("", [0, 0, 0, 2, 8], window) == ()
    assert _warnings("EXCELLENT", [0, 0, 0, 2, 8], Window(judged_until=date(2022, 12, 31))) == ()
    record(kepahiang, from_on=TODAY)
    assert not warns_of_distribution(agency, TODAY)
    assert warns_of_distribution(agency, TODAY - timedelta(days=1))


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_company_reads_nothing_of_the_civil_servants_law(cast, client_as, language):
    from django.conf import settings
    from tests.web.test_company import FOREIGN

    from selaras.regulations.queries.calculators import calculators_of
    from selaras.regulations.queries.instruments import shown_to
    from selaras.regulations.queries.topics import topics_of
    from selaras.regulations.views.choosing import slug_of

    with acting_in(cast.outsider):
        places = [("calculator", one.key) for one in calculators_of(cast.outsider, TODAY)]
    places += [("choice", slug_of(rule.topic)) for rule in topics_of(cast.outsider)]
    places += [("instrument", key) for key in shown_to(cast.outsider)]
    places += [(name, None) for name in ("instruments", "calculators", "choices")]
    client = client_as("Tono", "OFFICER")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for name, key in places:
        page = client.get(reverse(f"regulations:{name}", args=[key] if key else [])).content.decode()
        for origin in ORIGINS:  # where a starting value was borrowed from is said openly
            page = page.replace(origin, "")
        assert not FOREIGN.findall(page), (name, key, FOREIGN.findall(page))
