"""One year of one employee, told through the operations: the code of docs/tour.md, chapter by chapter.

Read it from top to bottom; nothing here needs a browser. Each chapter is one stage of the cycle and does what the
pages, the API and the jobs do: it calls an operation in somebody's name (`by`), at a moment (`at`).

Sari Wulandari analyses personnel data in the division of transfers (Bidang Mutasi). Budi Santoso leads the division
and appraises her; Ratna Juwita leads the board and is his superior. Dewi Anggraini is the performance officer.
After a change run `WRITE_TOUR=1 make test ARGS=tests/test_tour.py`: it copies the chapters into docs/tour.md.
"""

import inspect
import os
import re
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from selaras.appraisal import operations as appraisal
from selaras.appraisal.models import Evaluation
from selaras.core.audit import history_of
from selaras.core.verdict import NotAllowed
from selaras.development import operations as development
from selaras.development.queries import hours_of
from selaras.documents.queries import papers_of, signatures_of
from selaras.insight.queries.completion import completion_by_unit, totals_of
from selaras.insight.queries.distribution import distribution_by_unit
from selaras.monitoring import operations as monitoring
from selaras.monitoring.queries import sheet_of
from selaras.planning import operations as planning
from selaras.planning.operations import IndicatorInput, ResultInput, socialisation, strategy
from selaras.planning.queries import latest_version_of, results_of, windows_of
from selaras.recognition import operations as recognition

PAGE = Path(__file__).parents[1] / "docs" / "tour.md"


class Tour(SimpleNamespace):
    """The cast and what the chapters have made so far; each chapter leaves its rows here for the next."""

    def by(self, name, day, role=None):
        """Who acts on a day, in which role; personal roles (employee, appraiser) need no naming."""
        return self.cast.actor(name, on=day, role=role)

    def at(self, day, hour=10):
        """A moment of that day in the agency's own time."""
        return datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Asia/Jakarta"))

    def who(self, name, day, role=None):
        """Both together, as every operation takes them."""
        return {"by": self.by(name, day, role), "at": self.at(day)}


def the_year(tour):
    """The officer makes the year, its evaluations and its agreement"""
    day = date(2026, 1, 5)
    officer = tour.who("Dewi", day, "OFFICER")

    # A period is one year of one agency. Its cadence proposes the windows in which people are judged, its scheme says
    # by which law: another year may run under another one, and each is explained by its own.
    period = planning.create_period(year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", **officer)
    tour.period = planning.open_period(period=period, **officer)
    kinds = [(window.kind, window.number) for window in windows_of(tour.period)]
    assert kinds == [("PERIODIC", 1), ("PERIODIC", 2), ("PERIODIC", 3), ("PERIODIC", 4), ("ANNUAL", 0)]

    # The strategic plan (Renstra) has goals with yearly targets; what a unit promises for this year is its agreement.
    board = tour.cast.units["BKPSDM"]
    goal = strategy.save_goal(
        unit=board,
        code="T1",
        text="Manajemen ASN yang profesional",
        first_year=2025,
        last_year=2029,
        **officer,
    )
    strategy.save_goal_indicator(
        goal=goal,
        text="Indeks sistem merit",
        baseline="250",
        baseline_year=2024,
        targets={2026: "285"},
        **officer,
    )
    agreement = strategy.create_agreement(period=tour.period, unit=board, **officer)
    assert strategy.take_from_strategy(agreement=agreement, **officer) == 1
    agreement = strategy.sign_agreement(agreement=agreement, **tour.who("Ratna", day))
    assert agreement.state == "SIGNED"


def the_plans(tour):
    """Budi and Sari agree their plans"""
    # Plans cascade: Budi's comes first, because Sari's results serve one of his. A plan belongs to an assignment, not
    # to a person: whoever moves in July has two plans in one year.
    tour.head_plan = agreed_plan(tour, "Budi", "Ratna", date(2026, 1, 12), head_result())
    (tour.head_result,) = results_of(tour.head_plan)
    tour.plan = agreed_plan(tour, "Sari", "Budi", date(2026, 1, 19), employee_result(tour.head_result))
    (tour.result,) = results_of(tour.plan)

    # Who appraises follows from the assignments of that day, and is stored together with the reason.
    assert (tour.plan.appraiser, tour.plan.superior) == (tour.cast["Budi"], tour.cast["Ratna"])
    assert tour.plan.appraiser_reason == "DIRECT_SUPERIOR"

    # Both signed the very same content: each signature holds its hash. The law's forms were issued as papers.
    signed = signatures_of(latest_version_of(tour.plan))
    assert [one.purpose for one in signed] == ["EMPLOYEE", "APPRAISER"]
    assert len({one.content_hash for one in signed}) == 1
    assert {paper.form for paper in papers_of(tour.plan)} == {"A.1.7", "A.1.8"}


def agreed_plan(tour, name, appraiser, day, result):
    """Write a plan and bring it into force: four steps, each by the one whom the law names (Pasal 14)."""
    mine, theirs = tour.who(name, day), tour.who(appraiser, day)
    plan = planning.create_plan(period=tour.period, assignment=tour.cast.assignments[name], **mine)
    version = latest_version_of(plan)
    planning.save_result(version=version, result=result, **mine)
    planning.save_expectations(
        version=version, expectations={"ACCOUNTABLE": ["Data lengkap pada hari yang sama"]}, **mine
    )
    planning.save_provisions(
        version=version,
        provisions={
            "RESOURCE": ["Akses SIASN"],
            "ACCOUNTABILITY": ["Laporan setiap bulan kepada kepala bidang"],
        },
        **mine,
    )
    version = planning.submit(version=version, **mine)
    version = planning.agree(version=version, **theirs)
    version = planning.sign(version=version, **mine)
    version = planning.set_plan(version=version, **theirs)
    assert version.state == "SET"
    return plan


def head_result():
    """What Budi's division has to achieve."""
    # A target is text, a number or a range; the law's own forms print it as it is written.
    indicator = IndicatorInput(
        text="Usul pindah yang selesai tepat waktu", aspect="QUALITY", target_text="90 – 95%"
    )
    return ResultInput(text="Layanan mutasi pegawai yang tertib", source="MPH", indicators=(indicator,))


def employee_result(served):
    """What Sari contributes to it: the result names the one of her superior that it serves."""
    return ResultInput(
        text="Usul pindah pegawai terperiksa lengkap",
        source="MPH",
        intervened_text=served.text,
        indicators=(
            IndicatorInput(
                text="Jumlah usul yang diperiksa", aspect="QUANTITY", target_text="120 – 140 usul"
            ),
            IndicatorInput(text="Lama pemeriksaan satu usul", aspect="TIME", target_text="3 – 5 hari kerja"),
        ),
    )


def socialising(tour):
    """Everybody reads the standards, and says so"""
    day = date(2026, 2, 3)
    officer = tour.who("Dewi", day, "OFFICER")
    draft = socialisation.save_publication(
        period=tour.period,
        unit=tour.cast.units["BKPSDM"],
        title="Target dan standar kerja 2026",
        body="Usul pindah diperiksa paling lama lima hari kerja.",
        acknowledge_by_on=date(2026, 2, 17),
        **officer,
    )
    publication = socialisation.publish(publication=draft, **officer)
    socialisation.acknowledge(publication=publication, **tour.who("Sari", date(2026, 2, 4)))

    # Who has not read it is visible, and can be reminded: here Ratna, Budi, Yusuf, Dewi herself and Wati.
    assert (
        socialisation.remind(publication=publication, **tour.who("Dewi", date(2026, 2, 10), "OFFICER")) == 5
    )


def a_month(tour):
    """Sari reports February, Budi answers"""
    day = date(2026, 3, 3)
    sari, budi = tour.who("Sari", day), tour.who("Budi", day)
    report = monitoring.open_report(plan=tour.plan, month_on=date(2026, 2, 1), **sari)

    # Reports point to the lineage of a result, which stays the same when the plan gets a new version. Realisation is
    # text with its source; evidence is a file, or a name with a link. Drafts save themselves and make no event.
    first = tour.result.indicators[0].lineage_id
    draft = monitoring.Draft(
        texts={"challenges": "SIASN tidak dapat dibuka dua hari."},
        realisations={(tour.result.lineage_id, first): {"text": "11 usul", "data_source": "SIASN"}},
    )
    monitoring.save_draft(report=report, draft=draft, **sari)
    monitoring.add_link(
        report=report, result_id=tour.result.lineage_id, name="Daftar usul Februari",
        link="https://arsip.example.go.id/usul-februari", **sari,
    )  # fmt: skip
    report = monitoring.submit(report=report, **sari)
    assert (report.state, report.is_late) == ("SUBMITTED", False)

    # The answer carries feedback on a result or on a behaviour, and the conversation may go on below it.
    remark = monitoring.Remark(
        result_id=tour.result.lineage_id, text="Pemeriksaan berkas rapi.", symbol="THUMB"
    )
    report = monitoring.answer(
        report=report, text="Teruskan; mintalah bantuan Wati.", remarks=[remark], **budi
    )
    monitoring.reply(report=report, text="Baik, sudah saya hubungi.", **sari)
    assert [one.text for one in sheet_of(report).replies] == ["Baik, sudah saya hubungi."]


def the_quarter(tour):
    """The quarter is judged: achievement, self-appraisal, ratings, predicate"""
    tour.quarter = windows_of(tour.period)[0]
    day = tour.quarter.opens_on
    officer = tour.who("Dewi", day, "OFFICER")

    # First the organisation: what the unit achieved shapes the expected distribution of its people's predicates.
    for code in ("MUTASI", "BKPSDM"):
        appraisal.set_achievement(
            unit=tour.cast.units[code],
            window=tour.quarter,
            achievement="GOOD",
            grounds="Capaian triwulan I",
            **officer,
        )
    opened = appraisal.open_window(window=tour.quarter, **officer)
    assert opened.opened == 2
    evaluation = Evaluation.objects.get(window=tour.quarter, person=tour.cast["Sari"])

    # Then the person about herself. It informs the appraiser and decides nothing.
    appraisal.save_opinion(
        evaluation=evaluation,
        kind="SELF",
        results_rating="ABOVE",
        results_grounds="Semua usul selesai sebelum lima hari kerja.",
        behaviour_rating="MEETS",
        behaviour_grounds="Pemohon selalu diberi kabar.",
        submit=True,
        **tour.who("Sari", date(2026, 4, 1)),
    )

    # Two ratings are judged by a human being, with grounds; they are never computed from what was reported. From them
    # the rules look up the predicate, and keep the entry of the law by which they did.
    rated = judged(tour, evaluation, "MEETS", "ABOVE", date(2026, 4, 8))
    assert (rated.state, rated.predicate) == ("RATED", "GOOD")
    assert rated.explanation["refs"]
    assert {paper.form for paper in papers_of(rated)} == {"C.1.3", "D.1.1"}

    # Working days run from here: so long to deliver, so long to return the document signed or to object.
    delivered = appraisal.deliver(evaluation=rated, **tour.who("Budi", date(2026, 4, 9)))
    assert delivered.return_until > delivered.delivered_on
    accepted = appraisal.accept(evaluation=delivered, **tour.who("Sari", date(2026, 4, 10)))
    reported = appraisal.report(evaluation=accepted, **tour.who("Dewi", date(2026, 4, 13), "OFFICER"))
    assert reported.state == "REPORTED"


def judged(tour, evaluation, results, behaviour, day):
    """Judge as Budi, with grounds for both ratings."""
    return appraisal.rate(
        evaluation=evaluation,
        results_rating=results,
        results_grounds="Dibandingkan dengan target yang disepakati.",
        behaviour_rating=behaviour,
        behaviour_grounds="Dari umpan balik pemohon dan rekan kerja.",
        **tour.who("Budi", day),
    )


def the_objection(tour):
    """In the second quarter Sari disagrees"""
    tour.second = windows_of(tour.period)[1]
    day = tour.second.opens_on
    officer = tour.who("Dewi", day, "OFFICER")
    for code in ("MUTASI", "BKPSDM"):
        appraisal.set_achievement(
            unit=tour.cast.units[code],
            window=tour.second,
            achievement="GOOD",
            grounds="Capaian triwulan II",
            **officer,
        )
    appraisal.open_window(window=tour.second, **officer)
    evaluation = Evaluation.objects.get(window=tour.second, person=tour.cast["Sari"])
    rated = judged(tour, evaluation, "BELOW", "BELOW", date(2026, 7, 1))
    delivered = appraisal.deliver(evaluation=rated, **tour.who("Budi", date(2026, 7, 2)))

    # Only the superior of the appraiser decides, within the days of the law, and after hearing both.
    objection = appraisal.object_to(
        evaluation=delivered,
        reasons="Dua minggu penugasan ke Bengkulu belum dihitung.",
        **tour.who("Sari", date(2026, 7, 6)),
    )
    objection = appraisal.state_objection(
        objection=objection, statement="Penugasan itu di luar rencana.", **tour.who("Budi", date(2026, 7, 7))
    )
    with pytest.raises(NotAllowed):
        appraisal.decide_objection(
            objection=objection, decision="UPHELD", grounds="Tetap.", **tour.who("Budi", date(2026, 7, 8))
        )
    appraisal.decide_objection(
        objection=objection,
        decision="CHANGED",
        grounds="Perilaku selama penugasan sesuai ekspektasi; hasil triwulan ini memang belum.",
        results_rating="BELOW",
        behaviour_rating="MEETS",
        **tour.who("Ratna", date(2026, 7, 9)),
    )
    tour.decided = Evaluation.objects.get(pk=evaluation.pk)
    assert (tour.decided.state, tour.decided.predicate) == ("DECIDED", "NEEDS_IMPROVEMENT")

    # The former document is superseded, not deleted; the new one has a place for the superior to sign (D.1.3).
    assert {(paper.form, paper.state) for paper in papers_of(tour.decided)} >= {
        ("D.1.1", "SUPERSEDED"),
        ("D.1.3", "VALID"),
    }
    appraisal.report(evaluation=tour.decided, **tour.who("Dewi", date(2026, 7, 13), "OFFICER"))


def recognising(tour):
    """What is good is said aloud, what follows is proposed"""
    # Praise needs no officer: any colleague may say thank you, and all can read it.
    recognition.praise(
        person=tour.cast["Sari"],
        text="Terima kasih atas bantuan arsipnya.",
        **tour.who("Wati", date(2026, 3, 9)),
    )
    award = recognition.give_award(
        person=tour.cast["Sari"],
        kind="PROJECT",
        title="Digitalisasi berkas mutasi",
        reason="Dua ribu berkas dipindai tanpa kehilangan.",
        given_on=date(2026, 5, 4),
        **tour.who("Hasan", date(2026, 5, 4), "HEAD"),
    )
    assert [paper.form for paper in papers_of(award)] == ["AWARD"]

    # A predicate has consequences in the law. Selaras proposes them as tasks and applies none by itself.
    proposed = recognition.propose_consequences(
        evaluation=tour.decided, **tour.who("Dewi", date(2026, 7, 14), "OFFICER")
    )
    assert proposed and {one.state for one in proposed} == {"PROPOSED"}
    recognition.take_up(consequence=proposed[0], **tour.who("Dewi", date(2026, 7, 15), "OFFICER"))


def developing(tour):
    """A weakness gets help with a date"""
    day = date(2026, 7, 16)
    officer = tour.who("Dewi", day, "OFFICER")
    training = development.add_training(
        title="Pengelolaan waktu dan prioritas",
        kind="TECHNICAL",
        form="CLASSICAL",
        provider="BPSDM Provinsi Bengkulu",
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 5),
        hours=24,
        **officer,
    )
    (place,) = development.enrol(
        training=training, people=[tour.cast["Sari"]], weakness="Urutan pekerjaan", **officer
    )
    held = tour.who("Dewi", date(2026, 8, 6), "OFFICER")
    attended = development.Attendance(enrolment_id=place.pk, attended=True)
    assert development.record_attendance(training=training, rows=[attended], **held) == 1
    assert hours_of(tour.cast["Sari"].pk, 2026, date(2026, 8, 31)).earned == 24

    # Below Good the law asks for more than a course: steps with dates, and somebody who helps.
    plan = development.create_improvement(
        evaluation=tour.decided,
        goal="Usul diperiksa paling lama lima hari kerja",
        starts_on=day,
        ends_on=date(2026, 10, 30),
        steps=[
            development.PlannedStep(
                text="Mendampingi pemeriksaan", due_on=date(2026, 8, 14), helper_id=tour.cast["Wati"].pk
            )
        ],
        **tour.who("Budi", day),
    )
    helped = tour.who("Wati", date(2026, 8, 12))
    development.finish_step(
        step=plan.steps.get(), note="Daftar periksa dipakai bersama.", done_on=date(2026, 8, 12), **helped
    )
    development.conclude_improvement(
        plan=plan, achieved=True, conclusion="Rata-rata tiga hari.", **tour.who("Budi", date(2026, 10, 30))
    )


def looking_back(tour):
    """Insight looks back, and every step can be read again"""
    officer = tour.by("Dewi", date(2026, 8, 31), "OFFICER")

    # Insight reads all stages and writes in none. Nothing due is not 100 %, and not answered is not zero.
    totals = totals_of(completion_by_unit(officer, tour.period, tour.second))
    assert (totals["plans"].done, totals["plans"].due) == (2, 2)
    assert (totals["reports"].done, totals["reports"].on_time, totals["answers"].done) == (1, 1, 1)
    assert (totals["ratings"].due, totals["ratings"].done) == (2, 1)
    spread = distribution_by_unit(officer, tour.second)
    assert sum(sum(unit.counts) for unit in spread) == 1

    # Every write left an event: who, what, when, by which article.
    verbs = [entry.verb for entry in history_of(tour.decided)]
    assert {
        "appraisal.evaluation.rate",
        "appraisal.evaluation.deliver",
        "appraisal.evaluation.report",
    } <= set(verbs)


CHAPTERS = (
    the_year,
    the_plans,
    socialising,
    a_month,
    the_quarter,
    the_objection,
    recognising,
    developing,
    looking_back,
)
BESIDE = {the_plans: (agreed_plan, head_result, employee_result), the_quarter: (judged,)}
"""Functions that a chapter calls and the page shows with it."""


def test_the_tour(kepahiang):
    tour = Tour(cast=kepahiang)
    for chapter in CHAPTERS:
        chapter(tour)


def code_of(chapter):
    """A chapter as the page shows it."""
    return "\n\n\n".join(inspect.getsource(part).strip() for part in (chapter, *BESIDE.get(chapter, ())))


def with_code(text):
    """The page with the code of today in each of its sections."""
    parts = re.split(r"(?m)^(## .*)$", text)
    for place in range(1, len(parts), 2):
        chapter = next((one for one in CHAPTERS if f"## {one.__doc__}" == parts[place]), None)
        assert chapter, f"docs/tour.md: no chapter of the tour is called “{parts[place][3:]}”"
        before, _old, after = re.split(r"(?s)```python\n(.*?)```", parts[place + 1])
        parts[place + 1] = f"{before}```python\n{code_of(chapter)}\n```{after}"
    return "".join(parts)


def test_the_page_tells_the_same_story():
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"(?m)^## (.*)$", text) == [one.__doc__ for one in CHAPTERS]
    assert text.count("```python\n") == len(CHAPTERS)
    fresh = with_code(text)
    if os.environ.get("WRITE_TOUR"):
        PAGE.write_text(fresh, encoding="utf-8")
    else:
        assert fresh == text, (
            "the page is older than the code: WRITE_TOUR=1 make test ARGS=tests/test_tour.py"
        )
