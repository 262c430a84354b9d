"""The regulation's own evaluations and cases run through the product: EV-01, EV-03, G (moves), K (deadlines)."""

import io
from datetime import date

import pytest
from pypdf import PdfReader
from tests.appraisal.year import at

from selaras.appraisal import operations
from selaras.appraisal.models import Evaluation
from selaras.appraisal.permissions import can_object
from selaras.appraisal.queries import material_of
from selaras.core.tenancy import acting_in
from selaras.documents.models import Paper
from selaras.documents.operations import pdf_of
from selaras.organisation.models import Assignment
from selaras.rules.days import deadline
from selaras.rules.examples import load_example

pytestmark = pytest.mark.django_db
OPENS, SIGNS = date(2025, 12, 15), date(2026, 1, 20)
REASON = "Menteri menandatangani naskah asli tanggal 20 Januari 2026."


@pytest.fixture
def ministry(db):
    from tests.appraisal.ministry import build, plan_from

    made = build()
    with acting_in(made.agency):
        plan_from(made, "general", "ev-01")
        plan_from(made, "head", "ev-03")
        plan_from(made, "director", "ev-03")
        officer = made.who("officer", OPENS)
        operations.open_window(window=made.window, by=officer, at=at(OPENS))
        for unit in made.units.values():
            operations.set_achievement(
                unit=unit, window=made.window, achievement="GOOD", grounds="Laporan kinerja tahunan",
                by=made.who("officer", date(2026, 1, 10)), at=at(date(2026, 1, 10)),
            )  # fmt: skip
        yield made


def rate(made, key, by, example, **more):
    ev = load_example(example)
    found = Evaluation.objects.get(person=made.people[key])
    return operations.rate(
        evaluation=found, results_rating=ev["results_rating"], behaviour_rating=ev["behaviour_rating"],
        results_grounds=ev.get("results_note", "Sebagian besar hasil sesuai ekspektasi."),
        behaviour_grounds="Menurut seluruh umpan balik perilaku.", by=made.who(by, SIGNS), at=at(SIGNS), **more,
    )  # fmt: skip


def text_of(paper):
    reader = PdfReader(io.BytesIO(pdf_of(paper)))
    return "".join("".join(page.extract_text() for page in reader.pages).split())


def says(text, part):
    return "".join(part.split()) in text


def test_ev_01_is_good_although_realisations_are_below_target(ministry):
    rated = rate(ministry, "general", "officer", "ev-01", on_behalf_reason=REASON)
    assert rated.predicate == "GOOD" == load_example("ev-01")["predicate"]
    lines = [line for result in material_of(rated).results for line in result.indicators]
    assert (lines[0].target, lines[0].realisation[:3]) == ("61,95%", "50%")
    paper = Paper.objects.get(form="C.1.2")
    text = text_of(paper)
    for part in (
        "50%****berdasarkan",
        "61,95%",
        "BAIK",
        "IV-Akhir",
        "Nama Menteri",
        "Berorientasi Pelayanan",
    ):
        assert says(text, part), part
    assert says(text, load_example("ev-01")["results_note"])
    document = text_of(Paper.objects.get(form="D.1.1"))
    assert says(document, "DOKUMEN EVALUASI KINERJA PEGAWAI") and says(document, "BAIK")
    assert not says(document, "EKSPEKTASI"), "ratings do not stand on the document"


def test_ev_03_gives_poor_and_the_conflict_is_documented(ministry):
    rated = rate(ministry, "head", "director", "ev-03")
    example = load_example("ev-03")
    assert rated.predicate == "POOR" == example["predicate"] != example["printed_predicate"]
    assert "kuadran" in example["conflict"]["id"]
    text = text_of(Paper.objects.get(form="C.1.3"))
    assert says(text, "KURANG (MISCONDUCT)") and says(text, "9 bulan berdasarkan data launching aplikasi")


def test_dl_k8_a_jpt_madya_of_the_centre_is_final_and_a_pratama_is_not(ministry):
    general, director = (
        Evaluation.objects.get(person=ministry.people[key]) for key in ("general", "director")
    )
    assert general.is_final and general.final_reason == "CENTRAL_JPT_MADYA" and not director.is_final
    rated = rate(ministry, "general", "officer", "ev-01", on_behalf_reason=REASON)
    day = date(2026, 1, 21)
    operations.deliver(evaluation=rated, by=ministry.who("officer", day), at=at(day), on_behalf_reason=REASON)
    rated.refresh_from_db()
    verdict = can_object(ministry.who("general", date(2026, 1, 22)), rated)
    assert not verdict and "Lampiran" in str(verdict.reason)


def test_op_4_the_unit_led_by_the_appraiser_counts(ministry):
    head = Evaluation.objects.get(person=ministry.people["head"])
    assert head.appraiser == ministry.people["director"] and head.appraiser_unit == ministry.units["D2"]


@pytest.mark.parametrize(("moved_on", "evaluates"), [(date(2026, 8, 25), False), (date(2026, 9, 25), True)])
def test_mv_2_and_mv_3_the_outgoing_appraiser(steps, moved_on, evaluates):
    """Purnama moves on 25 August or 25 September; the window of the third quarter opens on 21 September."""
    from selaras.planning.models import Window

    year, cast = steps.year, steps.cast
    window = Window.objects.create(
        period=year.period, kind="PERIODIC", number=3, judged_from=date(2026, 7, 1), judged_until=date(2026, 9, 30),
        opens_on=date(2026, 9, 21), closes_on=date(2026, 10, 16),
    )  # fmt: skip
    Assignment.objects.filter(person=cast["Budi"]).update(until_on=moved_on)
    Assignment.objects.create(
        person=cast["Dewi"], position=cast.positions["Budi"], kind="PLT", from_on=moved_on
    )
    steps.open(on=date(2026, 10, 1), window=window)
    sari = steps.evaluation("Sari", window)
    assert (sari.appraiser == cast["Budi"]) is evaluates
    if not evaluates:
        assert sari.appraiser == cast["Dewi"] and sari.appraiser_reason == "ACTING"


@pytest.mark.parametrize(
    ("step", "field"),
    [
        ("DELIVER", "deliver_until"),
        ("RETURN", "return_until"),
        ("OBJECT", "object_until"),
        ("REPORT", "report_until"),
    ],
)
def test_dl_k3_and_dl_k7_clocks_are_those_of_the_rules(steps, step, field):
    delivered = steps.delivered()
    window = steps.year.quarter
    start = {"DELIVER": delivered.rated_on, "REPORT": window.closes_on}.get(step, delivered.delivered_on)
    assert getattr(delivered, field) == deadline(step, start, on=window.judged_until).until_on


def test_an_own_holiday_of_the_agency_moves_the_deadline(steps):
    from selaras.organisation.models import HolidayOverride

    HolidayOverride.objects.create(day=date(2026, 7, 20), is_holiday=True, reason="Hari jadi kabupaten")
    delivered = steps.delivered()
    assert delivered.return_until == date(2026, 8, 3)
