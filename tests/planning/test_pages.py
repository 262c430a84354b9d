"""The pages of planning: who may open what, what they say, how many statements they take, two people at once."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.planning.making import ANNEX, JANUARY, RESULT

from selaras.core.tenancy import acting_in
from selaras.planning import operations as ops
from selaras.planning.models import ExpectedResult, Plan, PlanVersion
from selaras.planning.operations import matrix as matrices
from selaras.planning.operations import socialisation, strategy
from selaras.planning.queries import content_of

pytestmark = pytest.mark.django_db
NOT_COUNTED = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SET ")
MOST = 12


@pytest.mark.parametrize("name", ["agreement_add", "publication_add"])
def test_a_form_that_needs_a_year_leads_there_first(kepahiang, client_as, name):
    answer = client_as("Dewi", "OFFICER").get(reverse(f"planning:{name}"), follow=True)
    assert answer.redirect_chain == [(reverse("planning:periods"), 302)]
    assert "Buka periode lebih dahulu" in answer.content.decode()


@pytest.fixture
def world(year, cast):
    """Everything that has a page, once."""
    dewi, ratna, budi = year.on("Dewi", "OFFICER"), year.on("Ratna"), year.on("Budi")
    version = year.in_force(cast["Sari"])
    year.written(cast["Wati"], "Wati")
    year.plan(cast["Ratna"])
    bosses = year.plan(cast["Budi"])
    goal = strategy.save_goal(
        unit=cast.units["BKPSDM"],
        code="S1",
        text="Sasaran unggul",
        first_year=2025,
        last_year=2029,
        by=dewi,
        at=JANUARY,
    )
    indicator = strategy.save_goal_indicator(
        goal=goal, text="Indeks", targets={2026: "73"}, by=dewi, at=JANUARY
    )
    agreement = strategy.create_agreement(period=year.period, unit=cast.units["BKPSDM"], by=dewi, at=JANUARY)
    strategy.take_from_strategy(agreement=agreement, by=dewi, at=JANUARY)
    matrix = matrices.create_matrix(period=year.period, owner=bosses.assignment, by=budi, at=JANUARY)
    column = matrices.add_column(matrix=matrix, text="Layanan", by=budi, at=JANUARY)
    text = socialisation.save_publication(
        period=year.period, unit=cast.units["MUTASI"], title="Target", body="Isi.", by=dewi, at=JANUARY
    )
    socialisation.publish(publication=text, by=dewi, at=JANUARY)
    written = PlanVersion.objects.get(plan__person=cast["Wati"])
    lineage = ExpectedResult.objects.get(plan_version=written).lineage_id
    sari, wati = version.plan_id, written.plan_id
    assert ratna.person_id
    return {
        "periods": "/periods/",
        "period": f"/periods/{year.period.pk}/",
        "period_add": "/periods/add/",
        "period_edit": f"/periods/{year.period.pk}/edit/",
        "window": f"/windows/{year.period.windows.first().pk}/edit/",
        "begin_plans": f"/periods/{year.period.pk}/begin-plans/",
        "plans": "/plans/",
        "plan": f"/plans/{sari}/",
        "plan_version": f"/plans/{sari}/versions/1/",
        "versions": f"/plans/{sari}/versions/",
        "history": f"/plans/{sari}/history/",
        "draft": f"/plans/{sari}/draft/A.1.7/",
        "change": f"/plans/{sari}/change/",
        "close": f"/plans/{sari}/close/",
        "appraiser": f"/plans/{sari}/appraiser/",
        "edit": f"/plans/{wati}/edit/",
        "result": f"/plans/{wati}/results/{lineage}/",
        "behaviour": f"/plans/{wati}/behaviour/",
        "annex": f"/plans/{wati}/annex/",
        "check": f"/plans/{wati}/check/",
        "strategy": "/strategy/",
        "goal": f"/goals/{goal.pk}/",
        "goal_edit": f"/goals/{goal.pk}/edit/",
        "goal_indicator": f"/goal-indicators/{indicator.pk}/",
        "agreements": "/agreements/",
        "agreement": f"/agreements/{agreement.pk}/",
        "item": f"/agreement-items/{agreement.items.get().pk}/",
        "matrices": "/matrices/",
        "matrix": f"/matrices/{matrix.pk}/",
        "cell": f"/matrices/{matrix.pk}/cells/{column.cells.first().pk}/",
        "socialisation": "/socialisation/",
        "publication": f"/socialisation/{text.pk}/",
    }


PLAN = {"plan", "plan_version", "versions", "history", "draft"}
KEPT = {"goal_edit", "goal_indicator", "item"}
YEARS = {"periods", "period", "period_add", "period_edit", "window", "begin_plans"}
READ = {"strategy", "goal", "agreements", "agreement", "matrices", "socialisation", "plans"}
OPENS = {
    ("Sari", "EMPLOYEE"): READ | {*PLAN, "change", "matrix", "publication"},
    ("Wati", "EMPLOYEE"): READ | {"edit", "result", "behaviour", "annex", "check", "matrix", "publication"},
    ("Budi", "APPRAISER"): READ
    | {*PLAN, "change", "behaviour", "matrix", "cell", "publication"},
    ("Ratna", "APPRAISER"): READ | {*PLAN, "change"},
    ("Yusuf", "APPRAISER"): READ,
    ("Dewi", "OFFICER"): READ
    | {*PLAN, *KEPT, *YEARS, "close", "appraiser", "matrix", "cell", "publication"},
    ("Hasan", "HEAD"): READ
    | {"periods", "period", *PLAN, *KEPT, "matrix", "publication"},
    ("Joko", "AUDITOR"): READ
    | {"periods", "period", *PLAN, "matrix", "publication"},
    ("Oki", "OPERATOR"): set(),
    ("Lina", "EMPLOYEE"): {"strategy", "agreements", "matrices", "socialisation", "plans"},
    ("Tono", "OFFICER"): {"strategy", "agreements", "matrices", "socialisation", "plans", "periods", "period_add"},
}  # fmt: skip


@pytest.mark.parametrize(("who", "role"), OPENS)
def test_who_may_open_which_page(world, client_as, who, role):
    client = client_as(who, role)
    for name, url in world.items():
        answer = client.get(url)
        expected = (200,) if name in OPENS[(who, role)] else (403, 404)
        assert answer.status_code in expected, f"{who} {role} {name}: {answer.status_code}"


def test_another_agency_sees_nothing_of_it(world, client_as, cast):
    client = client_as("Tono", "OFFICER")
    for name in ("plans", "strategy", "agreements", "matrices", "socialisation", "periods"):
        page = client.get(world[name]).content.decode()
        assert cast["Sari"].name not in page and "Sasaran unggul" not in page


def counted(client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return sum(1 for one in seen if not one["sql"].upper().startswith(NOT_COUNTED))


PAGES = {
    "plans": ("Dewi", "OFFICER"),
    "plan": ("Sari", "EMPLOYEE"),
    "versions": ("Sari", "EMPLOYEE"),
    "history": ("Sari", "EMPLOYEE"),
    "edit": ("Wati", "EMPLOYEE"),
    "result": ("Wati", "EMPLOYEE"),
    "check": ("Wati", "EMPLOYEE"),
    "period": ("Dewi", "OFFICER"),
    "strategy": ("Dewi", "OFFICER"),
    "agreement": ("Dewi", "OFFICER"),
    "matrix": ("Budi", "APPRAISER"),
    "matrices": ("Budi", "APPRAISER"),
    "socialisation": ("Wati", "EMPLOYEE"),
    "publication": ("Dewi", "OFFICER"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_few_statements_whatever_the_number_of_rows(world, year, cast, client_as, name):
    client = client_as(*PAGES[name])
    client.get(world[name])
    small = counted(client, world[name])
    version = PlanVersion.objects.select_related("plan__period", "plan__person").get(
        plan__person=cast["Wati"]
    )
    for number in range(8):
        result = ops.ResultInput(text=f"Hasil {number}", indicators=RESULT.indicators)
        ops.save_result(version=version, result=result, by=year.on("Wati"), at=JANUARY)
    units = [unit.pk for unit in cast.units.values() if unit.code != "HQ"]
    ops.create_plans(period=year.period, unit_ids=units, by=year.on("Dewi", "OFFICER"), at=JANUARY)
    large = counted(client, world[name])
    assert max(small, large) <= MOST, (small, large)
    assert large <= small + 1


def test_the_plan_page_says_what_matters(world, client_as, cast):
    page = client_as("Sari").get(world["plan"]).content.decode()
    for text in (RESULT.text, "120 – 140 usul", "Mencoba cara kerja baru", "Akses aplikasi layanan mutasi"):
        assert text in page
    assert cast["Budi"].name in page and "Mulai perubahan" in page and "Ditetapkan" in page
    english = client_as("Sari")
    english.cookies["selaras_language"] = "en"
    assert "Begin a change" in english.get(world["plan"]).content.decode()


def key() -> str:
    return str(uuid.uuid4())


def test_from_the_first_click_to_force_over_the_web(year, cast, client_as):
    sari, budi = client_as("Sari"), client_as("Budi", "APPRAISER")
    began = sari.post(f"/periods/{year.period.pk}/begin-mine/", {"idempotency_key": key()})
    plan = Plan.objects.get(person=cast["Sari"])
    assert began.headers["Location"] == f"/plans/{plan.pk}/edit/"
    added = sari.post(f"/plans/{plan.pk}/results/add/", {"idempotency_key": key()})
    url = added.headers["Location"]
    sent = {
        "version": "1", "text": "Usul mutasi selesai tepat waktu", "kind": "MAIN", "source": "MPH",
        "kept_by": "ORGANISATION", "indicators": "1", "i0-text": "Lama penyelesaian", "i0-aspect": "TIME",
        "i0-target_kind": "RANGE", "i0-target_low": "5", "i0-target_high": "7,5", "i0-measure": "hari kerja",
        "i0-direction": "LESS", "idempotency_key": key(),
    }  # fmt: skip
    auto = sari.post(f"{url}autosave/", sent)
    assert auto.status_code == 204 and auto.headers["HX-Trigger"] == '{"saved": {"version": 2}}'
    stale = sari.post(f"{url}autosave/", {**sent, "idempotency_key": key()})
    assert stale.status_code == 409
    wrong = sari.post(
        f"{url}autosave/", {**sent, "version": "2", "i0-target_high": "3", "idempotency_key": key()}
    )
    assert wrong.status_code == 422
    more = sari.post(url, {**sent, "version": "2", "do": "add", "idempotency_key": key()})
    assert more.headers["Location"] == f"{url}#indicators"
    assert [len(one.indicators) for one in content_of(plan.versions.get()).results] == [2]
    gone = sari.post(
        url, {**sent, "version": "3", "indicators": "2", "i1-target_kind": "TEXT", "i1-direction": "MORE",
              "remove": "1", "idempotency_key": key()},
    )  # fmt: skip
    assert gone.status_code == 302
    result = content_of(plan.versions.get()).results[0]
    assert [one.target for one in result.indicators] == ["5 – 7,5 hari kerja"]
    annex = {
        "version": "1",
        "idempotency_key": key(),
        **{kind: "\n".join(lines) for kind, lines in ANNEX.items()},
    }
    assert sari.post(f"/plans/{plan.pk}/annex/?autosave=1", annex).status_code == 204
    values = {"version": "1", "ADAPTIVE": "- Cepat belajar\n- Berani mencoba", "idempotency_key": key()}
    on = sari.post(f"/plans/{plan.pk}/behaviour/", {**values, "do": "next"})
    assert on.headers["Location"] == f"/plans/{plan.pk}/annex/", "going on saves what was just typed"
    on = sari.post(
        f"/plans/{plan.pk}/annex/", {**annex, "version": "2", "do": "next", "idempotency_key": key()}
    )
    assert on.headers["Location"] == f"/plans/{plan.pk}/check/"
    assert content_of(plan.versions.get()).expectations == {"ADAPTIVE": ("Cepat belajar", "Berani mencoba")}
    assert "Tidak ada halangan" in sari.get(f"/plans/{plan.pk}/check/").content.decode()
    for client, step in ((sari, "submit"), (budi, "agree"), (sari, "sign"), (budi, "set")):
        version = plan.versions.get()
        sent = {"step": step, "version": version.version, "idempotency_key": key()}
        assert client.post(f"/plans/{plan.pk}/step/", sent).status_code == 302, step
    assert plan.versions.get().state == "SET"


def test_a_refused_submit_lists_what_is_wrong(year, cast, client_as):
    plan = year.plan(cast["Sari"])
    answer = client_as("Sari").post(
        f"/plans/{plan.pk}/step/", {"step": "submit", "version": 1, "idempotency_key": key()}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "hasil kerja utama" in page and "Lampiran Bab II" in page and "V1" in page
    assert plan.versions.get().state == "DRAFT"


def test_two_people_editing_the_second_is_told_and_loses_nothing(world, client_as):
    client = client_as("Wati")
    sent = {
        "version": "1", "text": "Yang pertama", "kind": "MAIN", "source": "MPH", "kept_by": "ORGANISATION",
        "indicators": "0", "idempotency_key": key(),
    }  # fmt: skip
    assert client.post(world["result"], sent).status_code == 302
    late = client.post(world["result"], {**sent, "text": "Yang terlambat", "idempotency_key": key()})
    assert late.status_code == 409
    assert "Yang terlambat" in late.content.decode()
    assert not ExpectedResult.objects.filter(text="Yang terlambat").exists()


def test_a_double_tap_does_one_thing(year, cast, client_as):
    client, same = client_as("Sari"), key()
    url = f"/periods/{year.period.pk}/begin-mine/"
    for _tap in range(2):
        assert client.post(url, {"idempotency_key": same}).status_code == 302
    assert Plan.objects.filter(person=cast["Sari"]).count() == 1


def test_the_draft_is_marked_and_the_issued_paper_opens(world, year, cast, client_as):
    from selaras.documents.queries import papers_of

    client = client_as("Sari")
    draft = client.get(world["draft"])
    assert draft.headers["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(draft.content)).pages)
    assert "RANCANGAN" in text
    with acting_in(cast.kepahiang):
        paper = papers_of(Plan.objects.get(person=cast["Sari"]))[0]
    url = reverse("documents:paper", args=[paper.pk])
    assert client.get(url).headers["Content-Type"] == "application/pdf"
    assert client_as("Yusuf", "APPRAISER").get(url).status_code in (403, 404)
    assert client.get(world["draft"].replace("A.1.7", "D.1.1")).status_code == 404


def test_an_auditors_look_is_recorded(world, client_as):
    from selaras.core.models import Event

    client_as("Joko", "AUDITOR").get(world["plan"])
    assert Event.objects.filter(verb="planning.look").count() == 1


def test_a_company_plans_in_its_own_words(cast, actor, client_as):
    from selaras.planning.queries import findings_of

    with acting_in(cast.outsider):
        tono, lina = actor("Tono", on=JANUARY.date(), role="OFFICER"), actor("Lina", on=JANUARY.date())
        period = ops.create_period(year=2026, cadence="MONTHLY", scheme="company-matrix", by=tono, at=JANUARY)
        period = ops.open_period(period=period, by=tono, at=JANUARY)
        version = ops.create_plan(period=period, person=cast["Lina"], by=lina, at=JANUARY).versions.get()
        rules = [one.rule for one in findings_of(version, content_of(version), JANUARY.date())]
        assert rules == ["V1"]
        target = ops.IndicatorInput(text="Pelanggan baru", target_text="12 – 15 pelanggan")
        result = ops.ResultInput(text="Pelanggan bertambah", source="ASSIGNMENT", indicators=[target])
        ops.save_result(version=version, result=result, by=lina, at=JANUARY)
        ops.save_expectations(
            version=version, expectations={"CUSTOMER": ["Menjawab hari itu"]}, by=lina, at=JANUARY
        )
        for step, by in ((ops.submit, lina), (ops.agree, tono), (ops.sign, lina), (ops.set_plan, tono)):
            version = step(version=version, by=by, at=JANUARY)
        plan = version.plan_id
    page = client_as("Lina").get(f"/plans/{plan}/").content.decode()
    assert "Mengutamakan pelanggan" in page and "Menjawab hari itu" in page
    assert "SKP" not in page.replace("SKPD", "") and "Pejabat Penilai" not in page


def test_every_save_says_so(world, client_as, cast, year):
    """A page after a save begins with a sentence, so that nobody asks whether it was kept."""
    officer = client_as("Dewi", "OFFICER")
    pages = {
        "item": {"goal": "Layanan", "indicator": "Indeks", "target": "90"},
        "goal_indicator": {
            "text": "Indeks",
            "baseline": "250",
            "baseline_year": "2024",
            "direction": "MORE",
            "target_2026": "285",
        },
    }
    for name, sent in pages.items():
        version = re.search(r'name="version" value="(\d+)"', officer.get(world[name]).content.decode())
        more = {"version": version[1]} if version else {}
        page = officer.post(world[name], sent | more, follow=True)
        assert page.redirect_chain, name
        assert "disimpan" in page.content.decode(), name
    begun = client_as("Sari").post(world["change"], {"reason": "Target berubah."}, follow=True)
    assert "Versi baru sudah dimulai" in begun.content.decode()


def test_the_law_tells_which_event_asks_for_which_change_and_how_to_cascade(world, client_as):
    change = client_as("Sari").get(world["change"]).content.decode()
    assert "Pegawai pindah: disusun SKP baru." in change and "Lampiran Bab II huruf B dan C" in change
    result = client_as("Wati").get(world["result"]).content.decode()
    assert "Pembagian wilayah: capaian pegawai mewakili capaian pimpinan." in result
    assert "tidak mutlak mewakili" in result
