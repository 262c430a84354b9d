"""Long work, the desk, and what later stages read."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from tests.appraisal.year import at

from selaras.appraisal import operations, queries, tasks
from selaras.core import clock, files
from selaras.core.models import Job, Notice
from selaras.core.tenancy import acting_in
from selaras.documents import operations as printing
from selaras.documents.queries import papers_of

pytestmark = pytest.mark.django_db


def job(steps, kind, day):
    return Job.objects.create(
        kind=kind, started_by=steps.cast.members["Dewi"], created_at=at(day),
        values={"window": steps.year.quarter.pk, "role": "OFFICER"},
    )  # fmt: skip


def test_opening_and_closing_report_in_words(steps):
    told = []
    day = date(2026, 6, 22)
    with clock.fixed(at(day)):
        opened = tasks.open_window(lambda done, total=None: told.append((done, total)), job(steps, "x", day))
    assert opened["opened"] == 6 and "6" in opened["sentence"] and told[-1] == (6, 6)
    day = date(2026, 7, 20)
    with clock.fixed(at(day)):
        closed = tasks.close_window(lambda done, total=None: told.append((done, total)), job(steps, "x", day))
    assert closed["escalated"] == 5 and told[-1] == (5, 5)
    assert Notice.objects.filter(kind="appraisal.escalated", member=steps.cast.members["Ratna"]).count() == 1
    window = steps.year.quarter
    window.refresh_from_db()
    assert window.closed_at is not None


def test_all_valid_papers_in_one_archive(steps):
    steps.delivered()
    steps.accept()
    day = date(2026, 7, 15)
    row = job(steps, "appraisal.papers", day)
    with clock.fixed(at(day)):
        done = tasks.papers(lambda *_numbers: None, row)
    assert done["papers"] == 2
    with zipfile.ZipFile(files.path_of(row.report)) as archive:
        assert len(archive.namelist()) == 2
        for name in archive.namelist():
            assert "Sari Wulandari" in PdfReader(io.BytesIO(archive.read(name))).pages[0].extract_text()


def test_an_altered_paper_is_left_out_of_the_archive_by_name_and_stops_no_other(steps, monkeypatch):
    steps.delivered()
    bad = next(one for one in papers_of(steps.accept()) if one.form == "D.1.1" and one.state == "VALID")
    monkeypatch.setattr(printing, "faults_of", lambda papers: {bad.pk: "its content does not give its hash"})
    day = date(2026, 7, 15)
    row = job(steps, "appraisal.papers", day)
    with clock.fixed(at(day)):
        done = tasks.papers(lambda *_numbers: None, row)
    assert done["papers"] == 1 and bad.number in done["sentence"]
    with zipfile.ZipFile(files.path_of(row.report)) as archive:
        (name,) = archive.namelist()
        assert name.startswith("C.1.3")


def test_the_desk_says_what_waits(steps, django_assert_max_num_queries):
    steps.achieve(("MUTASI", "BKPSDM"))
    steps.open()
    officer = steps.who("Dewi", date(2026, 7, 1), "OFFICER")
    with django_assert_max_num_queries(2):
        lines = queries.waiting_for(officer)
    assert len(lines) == 2
    (own, rate) = queries.waiting_for(steps.who("Budi", date(2026, 7, 1)))
    assert rate.count == 2 and rate.due_on == steps.year.quarter.closes_on and own.count == 1
    steps.rate()
    steps.deliver()
    (sign,) = [line for line in queries.waiting_for(steps.who("Sari", date(2026, 7, 14))) if line.due_on]
    assert sign.url.endswith(f"/evaluations/{steps.evaluation('Sari').pk}/")
    steps.object()
    assert any("objection" in line.url for line in queries.waiting_for(steps.who("Ratna", date(2026, 7, 16))))


def test_a_window_that_has_begun_is_on_the_officers_desk(steps):
    """Until somebody opens the evaluations nobody can be judged, and no other line says so."""

    def told(on, role="OFFICER", who="Dewi"):
        lines = queries.waiting_for(steps.who(who, on, role))
        return [one for one in lines if one.url == "/windows/" and "masa evaluasi" in str(one.text)]

    quarter = steps.year.quarter
    assert not told(quarter.opens_on - timedelta(days=1)) and not told(quarter.closes_on + timedelta(days=1))
    assert told(quarter.opens_on) and told(quarter.closes_on)
    assert not told(quarter.opens_on, "HEAD", "Hasan")
    steps.open()
    assert not told(quarter.closes_on)


def test_later_stages_read_arrays(steps):
    steps.delivered()
    steps.rate("Wati", results="BELOW", behaviour="BELOW")
    counted = queries.distribution_of(steps.year.quarter)
    place = counted.ids.index(steps.cast.units["MUTASI"].pk)
    assert counted.counts[place].tolist() == [1, 0, 0, 1, 0] and counted.open.sum() == 4
    arrays = queries.predicates_in(steps.year.quarter)
    assert (arrays.predicates >= 0).sum() == 2 and (arrays.results == -1).sum() == 4
    (line,) = queries.last_predicates(steps.cast["Sari"].pk)
    assert line.predicate == "GOOD" and not queries.last_predicates(steps.cast["Wati"].pk)
    assert set(queries.last_predicates_of([one.pk for one in steps.cast.people.values()])) == {
        steps.cast["Sari"].pk
    }


def test_the_daily_work_escalates(steps):
    from selaras.core.actor import system_actor

    steps.open()
    day = date(2026, 7, 14)
    done = operations.daily(by=system_actor(steps.cast.kepahiang.pk, day), at=at(day))
    assert not done.escalated
    day = date(2026, 7, 18)
    assert operations.daily(by=system_actor(steps.cast.kepahiang.pk, day), at=at(day)).escalated == 5


def test_a_company_evaluates_on_the_same_pages(cast, client_as):
    """The company scheme: the same matrix, its own words, no January rule."""
    with acting_in(cast.outsider):
        from tests.appraisal.year import make_plan

        from selaras.planning.models import Period, Window

        period = Period.objects.create(
            year=2026, name="2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), cadence="QUARTERLY",
            scheme="company-matrix", plans_due_on=date(2026, 1, 31), state="OPEN",
        )  # fmt: skip
        window = Window.objects.create(
            period=period, kind="PERIODIC", number=2, judged_from=date(2026, 4, 1), judged_until=date(2026, 6, 30),
            opens_on=date(2026, 7, 1), closes_on=date(2026, 7, 31),
        )  # fmt: skip
        make_plan(period, cast.assignments["Lina"])
        day = date(2026, 7, 10)
        boss = cast.actor("Tono", on=day, role="OFFICER")
        assert operations.open_window(window=window, by=boss, at=at(day)).opened == 1
        operations.set_achievement(
            unit=cast.units["HQ"],
            window=window,
            achievement="GOOD",
            grounds="Laporan direksi",
            by=boss,
            at=at(day),
        )
        (found,) = queries.evaluations_for(boss)
        rated = operations.rate(
            evaluation=found, results_rating="ABOVE", results_grounds="Penjualan naik", behaviour_rating="ABOVE",
            behaviour_grounds="Menolong tim", by=boss, at=at(day),
        )  # fmt: skip
        assert rated.predicate == "VERY_GOOD"
    page = client_as("Tono", "OFFICER").get(f"/evaluations/{rated.pk}/")
    assert page.status_code == 200 and "Pasal" not in page.content.decode().split("Riwayat")[0]
