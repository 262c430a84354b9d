"""Every page of appraisal as the people of the cast see it, within the budget of statements."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.appraisal.year import at, make_plan

from selaras.appraisal import operations
from selaras.appraisal.models import Objection, Opinion
from selaras.core import clock
from selaras.core.verdict import InvalidRefused

pytestmark = pytest.mark.django_db
MOST = 12
FREE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "SET ")


def address(name, *args):
    return reverse(f"appraisal:{name}", args=args)


@pytest.fixture
def opened(steps):
    steps.achieve(("MUTASI", "BKPSDM"))
    steps.open()
    return steps


def get(client_as, who, role, url):
    answer = client_as(who, role).get(url)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("who", "role"),
    [("Sari", None), ("Budi", "APPRAISER"), ("Dewi", "OFFICER"), ("Hasan", "HEAD"), ("Joko", "AUDITOR")],
)
@pytest.mark.parametrize("name", ["evaluations", "objections", "opinions"])
def test_lists(opened, client_as, who, role, name):
    status, text = get(client_as, who, role, address(name))
    assert status == 200 and text.count("<h1") == 1


def test_an_operator_sees_nothing(opened, client_as):
    sari = opened.evaluation("Sari")
    for name, args in (("evaluations", ()), ("objections", ()), ("achievements", ()), ("windows", ())):
        assert get(client_as, "Oki", None, address(name, *args))[0] == 403
    for name in ("evaluation", "rate", "self", "move", "objection"):
        assert get(client_as, "Oki", None, address(name, sari.pk))[0] in (403, 404)


def test_an_outsider_finds_nothing(opened, client_as):
    sari = opened.evaluation("Sari")
    for name in ("evaluation", "rate", "self", "move", "objection"):
        assert get(client_as, "Lina", None, address(name, sari.pk))[0] == 404
    assert "Sari" not in get(client_as, "Tono", "OFFICER", address("evaluations"))[1]


def test_officer_pages(opened, client_as):
    window, unit = opened.year.quarter, opened.cast.units["PEMKAB"]
    for url in (
        address("achievements"), address("achievement", window.pk, unit.pk), address("windows"),
        address("move", opened.evaluation("Sari").pk), address("evaluations") + "?role=UNATTENDED",
    ):  # fmt: skip
        status, text = get(client_as, "Dewi", "OFFICER", url)
        assert status == 200 and text.count("<h1") == 1, url


def test_the_employee_sees_the_result_only_once_delivered(opened, client_as):
    sari = opened.evaluation("Sari")
    opened.rate()
    status, text = get(client_as, "Sari", None, address("evaluation", sari.pk))
    assert status == 200 and "Membimbing dua rekan" not in text
    assert get(client_as, "Sari", None, address("objection", sari.pk))[0] == 403
    opened.deliver()
    text = get(client_as, "Sari", None, address("evaluation", sari.pk))[1]
    assert "Membimbing dua rekan" in text and "PermenPANRB 6/2022" in text


def test_a_draft_is_seen_by_nobody_else(opened, client_as):
    sari = opened.evaluation("Sari")
    operations.save_draft(
        evaluation=sari, values={"results_rating": "BELOW", "results_grounds": "Rahasia dulu"},
        by=opened.who("Budi", date(2026, 7, 9)), at=at(date(2026, 7, 9)),
    )  # fmt: skip
    for who, role in (("Sari", None), ("Ratna", None), ("Dewi", "OFFICER"), ("Joko", "AUDITOR")):
        assert "Rahasia dulu" not in get(client_as, who, role, address("evaluation", sari.pk))[1]
    assert "Rahasia dulu" in get(client_as, "Budi", None, address("rate", sari.pk))[1]
    for who, role in (("Sari", None), ("Dewi", "OFFICER"), ("Joko", "AUDITOR")):
        assert get(client_as, who, role, address("rate", sari.pk))[0] == 403


def test_an_auditors_look_is_recorded(opened, client_as):
    from selaras.core.models import Event

    get(client_as, "Joko", "AUDITOR", address("evaluation", opened.evaluation("Sari").pk))
    assert Event.objects.filter(verb="appraisal.look").count() == 1


def test_rating_on_the_page(opened, client_as):
    sari = opened.evaluation("Sari")
    client = client_as("Budi", "APPRAISER")
    page = client.get(address("rate", sari.pk)).content.decode()
    assert 'type="radio"' in page and "checked" not in page, "nothing is chosen beforehand"
    preview = client.get(
        address("rate_preview", sari.pk), {"results_rating": "MEETS", "behaviour_rating": "BELOW"}
    ).content.decode()
    assert "Lampiran Bab IV" in preview
    typed = {
        "results_rating": "MEETS", "results_grounds": "Sesuai", "behaviour_rating": "ABOVE",
        "behaviour_grounds": "", "version": sari.version, "step": "sign",
    }  # fmt: skip
    refused = client.post(address("rate", sari.pk), typed)
    assert refused.status_code == 422 and "Sesuai" in refused.content.decode()
    draft = client.post(address("rate_draft", sari.pk), typed | {"step": ""})
    assert draft.status_code == 204 and '"version": 2' in draft["HX-Trigger"]
    stale = client.post(address("rate", sari.pk), typed | {"behaviour_grounds": "Membantu"})
    assert stale.status_code == 409 and "Membantu" in stale.content.decode()
    done = client.post(
        address("rate", sari.pk),
        typed | {"behaviour_grounds": "Membantu rekan yang baru mulai.", "version": 2},
    )
    assert done.status_code == 302 and opened.evaluation("Sari").predicate == "GOOD"


def test_a_repeated_send_does_one_thing(opened, client_as):
    opened.rate()
    sari = opened.evaluation("Sari")
    client = client_as("Budi", "APPRAISER")
    sent = {
        "step": "deliver",
        "version": sari.version,
        "idempotency_key": "0b0e7c1e-6d0f-4b43-9a5e-0c9a3f0d8a11",
    }
    assert client.post(address("step", sari.pk), sent).status_code == 302
    assert client.post(address("step", sari.pk), sent).status_code == 302
    assert opened.evaluation("Sari").version == sari.version + 1


def test_self_appraisal_and_opinion_on_the_page(opened, client_as):
    sari = opened.evaluation("Sari")
    client = client_as("Sari")
    assert client.get(address("self", sari.pk)).status_code == 200
    result = sari.plan_version.results.first()
    field = f"real-{result.lineage_id}-{result.indicators.first().lineage_id}"
    words = {
        "results_rating": "ABOVE", "results_grounds": "Semua selesai", "behaviour_rating": "MEETS",
        "behaviour_grounds": "Biasa", field: "87% menurut register layanan",
    }  # fmt: skip
    assert client.post(address("self_draft", sari.pk), words).status_code == 204
    assert client.post(address("ask", sari.pk), {"author": opened.cast["Wati"].pk}).status_code == 302
    assert client.post(address("self", sari.pk), words | {"step": "send", "version": 2}).status_code == 302
    asked = Opinion.objects.get(kind="PEER")
    peer = client_as("Wati")
    assert peer.get(address("opinion", asked.pk)).status_code == 200
    assert client.get(address("opinion", asked.pk)).status_code == 404
    sent = peer.post(address("opinion", asked.pk), words | {"step": "send", "results_grounds": "Selalu siap"})
    assert sent.status_code == 302
    appraiser = get(client_as, "Budi", None, address("rate", sari.pk))[1]
    assert "Selalu siap" in appraiser and "87% menurut register layanan" in appraiser
    assert "Selalu siap" not in get(client_as, "Sari", None, address("evaluation", sari.pk))[1]


def test_objection_on_the_page(opened, client_as):
    opened.rate()
    opened.deliver()
    sari = opened.evaluation("Sari")
    client = client_as("Sari")
    assert client.get(address("objection", sari.pk)).status_code == 200
    reasons = {"reasons": "Tugas tambahan tidak dihitung", "version": sari.version}
    assert client.post(address("objection", sari.pk), reasons).status_code == 302
    assert get(client_as, "Budi", None, address("objection", sari.pk))[0] == 200
    stated = client_as("Budi").post(address("statement", sari.pk), {"statement": "Sudah dihitung"})
    assert stated.status_code == 302
    superior = client_as("Ratna")
    text = superior.get(address("objection", sari.pk)).content.decode()
    assert "Tugas tambahan tidak dihitung" in text and "Sudah dihitung" in text
    wrong = superior.post(address("decision", sari.pk), {"decision": "CHANGED", "grounds": "Benar"})
    assert wrong.status_code == 422
    right = {
        "decision": "CHANGED",
        "grounds": "Benar",
        "results_rating": "ABOVE",
        "behaviour_rating": "ABOVE",
    }
    looked = superior.post(address("decision", sari.pk), right)
    assert looked.status_code == 200 and not Objection.objects.get().decision, (
        "shown together, not signed yet"
    )
    assert "Anda akan menandatangani" in looked.content.decode() and "Sangat Baik" in looked.content.decode()
    again = superior.post(address("decision", sari.pk), right | {"step": "edit"}).content.decode()
    assert "Benar</textarea>" in again and again.count(" checked") == 3
    assert superior.post(address("decision", sari.pk), right | {"step": "sign"}).status_code == 302
    assert Objection.objects.get().predicate == "VERY_GOOD"
    assert get(client_as, "Sari", None, address("objection", sari.pk))[0] == 200


def test_a_decision_that_contradicts_itself_is_not_signed(opened, client_as):
    opened.rate()
    opened.deliver()
    sari = opened.evaluation("Sari")
    client_as("Sari").post(
        address("objection", sari.pk), {"reasons": "Tidak dihitung", "version": sari.version}
    )
    superior, both = client_as("Ratna"), {"decision": "UPHELD", "grounds": "Benar", "results_rating": "ABOVE"}
    for step in ({}, {"step": "sign"}):
        answer = superior.post(address("decision", sari.pk), both | step)
        assert answer.status_code == 422 and "padahal hasil dikuatkan" in answer.content.decode()
    assert not Objection.objects.get().decision
    with pytest.raises(InvalidRefused):
        operations.decide_objection(
            objection=Objection.objects.get(), **both, by=opened.cast.actor("Ratna"), at=at(date(2026, 7, 15))
        )
    del both["results_rating"]
    assert "Hasil tetap sebagaimana" in superior.post(address("decision", sari.pk), both).content.decode()


def test_hardly_any_grounds_are_asked_about_before_they_are_signed(opened, client_as):
    sari, budi = opened.evaluation("Sari"), client_as("Budi")
    words = {"results_rating": "ABOVE", "results_grounds": "ok", "step": "sign", "version": sari.version}
    words |= {"behaviour_rating": "MEETS", "behaviour_grounds": "ok"}
    asked = budi.post(address("rate", sari.pk), words)
    text, draft = asked.content.decode(), opened.evaluation("Sari")
    assert asked.status_code == 200 and "Alasan singkat" in text and "Rating hasil kerja." in text
    assert (draft.state, draft.results_grounds) == ("OPEN", "ok"), "nothing typed is lost"
    assert text.count('name="step" value="sign"') == 1, (
        "who adds a sentence signs with the same button as ever"
    )
    again = budi.post(address("rate", sari.pk), words | {"version": draft.version})
    assert again.status_code == 200 and opened.evaluation("Sari").state == "OPEN"
    meant = {"step": "sign_brief", "version": opened.evaluation("Sari").version}
    signed = budi.post(address("rate", sari.pk), words | meant)
    assert signed.status_code == 302 and opened.evaluation("Sari").state == "RATED"


def test_the_officer_starts_long_work(opened, client_as):
    from selaras.core.models import Job

    client = client_as("Dewi", "OFFICER")
    answer = client.post(address("open_window", opened.year.quarter.pk))
    assert answer.status_code == 302 and Job.objects.get().kind == "appraisal.open_window"
    with clock.fixed(at(date(2026, 7, 10))):
        assert client.post(address("close_window", opened.year.quarter.pk)).status_code == 409


def test_opening_again_says_that_nobody_gets_anything_new(opened, client_as):
    _status, text = get(client_as, "Dewi", "OFFICER", address("open_window", opened.year.quarter.pk))
    assert "Tidak ada pegawai yang memperoleh evaluasi baru." in text
    assert "0 pegawai" not in text and "beserta alasannya" not in text


def grow(opened, count):
    """More people below Budi."""
    from selaras.organisation.models import Assignment, Person, Position, PositionPeriod

    cast = opened.cast
    for number in range(count):
        person = Person.objects.create(name=f"Pegawai Nomor {number}", number=f"1990010120150110{number:02d}")
        position = Position.objects.create(code=f"P-{number}")
        PositionPeriod.objects.create(
            position=position, unit=cast.units["MUTASI"], title=f"Analis {number}", kind="ADMINISTRATION",
            level="PELAKSANA", from_on=date(2024, 1, 1),
        )  # fmt: skip
        assignment = Assignment.objects.create(person=person, position=position, from_on=date(2024, 1, 1))
        make_plan(opened.year.period, assignment)
    opened.open()


@pytest.mark.parametrize("more", [0, 30])
def test_pages_need_few_statements_whatever_the_size(steps, client_as, more):
    steps.achieve()
    grow(steps, more)
    sari = steps.evaluation("Sari")
    pages = [
        ("Budi", "APPRAISER", address("evaluations")),
        ("Dewi", "OFFICER", address("evaluations")),
        ("Dewi", "OFFICER", address("achievements")),
        ("Dewi", "OFFICER", address("windows")),
        ("Budi", "APPRAISER", address("evaluation", sari.pk)),
        ("Budi", "APPRAISER", address("rate", sari.pk)),
        ("Sari", None, address("self", sari.pk)),
        ("Budi", "APPRAISER", address("objections")),
    ]
    for who, role, url in pages:
        client = client_as(who, role)
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200, url
        done = [one["sql"] for one in caught.captured_queries if not one["sql"].startswith(FREE)]
        assert len(done) <= MOST, "\n".join([url, *(sql[:160] for sql in done)])


@pytest.mark.parametrize("name", ["evaluations", "objections", "opinions", "windows", "achievements"])
def test_lists_take_no_sends(opened, client_as, name):
    assert client_as("Dewi", "OFFICER").post(address(name)).status_code == 405


@pytest.mark.parametrize(
    "name", ["step", "rate", "self", "ask", "move", "objection", "rate_draft", "self_draft"]
)
def test_an_auditor_sends_nothing(opened, client_as, name):
    opened.rate("Wati")
    answer = client_as("Joko", "AUDITOR").post(address(name, opened.evaluation("Wati").pk))
    assert answer.status_code == 403


def test_a_version_of_endless_digits_counts_as_none(opened, client_as):
    opened.rate()
    url = address("step", opened.evaluation("Sari").pk)
    sent = {"step": "deliver", "version": "9" * 5000, "idempotency_key": str(uuid.uuid4())}
    assert client_as("Budi", "APPRAISER").post(url, sent).status_code == 302
