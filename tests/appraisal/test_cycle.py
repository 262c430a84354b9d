"""An evaluation from opening to report: who appraises, the predicate, papers, clocks, objection."""

from datetime import date

import pytest
from tests.appraisal.year import at

from selaras.appraisal import operations
from selaras.appraisal.models import EvaluationState, Objection
from selaras.core.actor import system_actor
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.documents.queries import papers_of, signatures_of

pytestmark = pytest.mark.django_db


def test_opening_stores_who_appraises_and_why(steps):
    opened = steps.open()
    assert opened.opened == 6 and not opened.without_plan
    sari, hasan = steps.evaluation("Sari"), steps.evaluation("Hasan")
    assert sari.appraiser == steps.cast["Budi"] and sari.superior == steps.cast["Ratna"]
    assert sari.appraiser_reason == "DIRECT_SUPERIOR" and sari.appraiser_unit == steps.cast.units["MUTASI"]
    assert not sari.is_final
    assert hasan.is_final and hasan.final_reason == "REGIONAL_JPT"
    assert steps.open().opened == 0, "opening again changes nothing"


def test_the_ratings_become_a_predicate_and_two_signed_papers(steps):
    steps.achieve()
    steps.open()
    rated = steps.rate()
    assert (rated.state, rated.predicate, rated.achievement) == ("RATED", "GOOD", "GOOD")
    assert rated.explanation["refs"]
    assert {paper.form for paper in papers_of(rated)} == {"C.1.3", "D.1.1"}
    (signature,) = signatures_of(rated)
    assert (signature.purpose, signature.method) == ("APPRAISER", "CLICK")
    assert rated.deliver_until == date(2026, 7, 30)


def test_grounds_and_ratings_are_compulsory(steps):
    steps.achieve()
    steps.open()
    with pytest.raises(InvalidRefused) as refused:
        operations.rate(
            evaluation=steps.evaluation("Sari"), results_rating="", results_grounds=" ", behaviour_rating="BEST",
            behaviour_grounds="", by=steps.who("Budi", date(2026, 7, 10)), at=at(date(2026, 7, 10)),
        )  # fmt: skip
    assert set(refused.value.fields) == {
        "results_rating", "results_grounds", "behaviour_rating", "behaviour_grounds"
    }  # fmt: skip


def test_without_the_achievement_nothing_is_signed_but_the_draft_stays(steps):
    steps.open()
    operations.save_draft(
        evaluation=steps.evaluation("Sari"), values={"results_rating": "MEETS", "results_grounds": "Baik"},
        by=steps.who("Budi", date(2026, 7, 9)), at=at(date(2026, 7, 9)),
    )  # fmt: skip
    with pytest.raises(StateRefused, match="achievement|capaian|Capaian"):
        steps.rate()
    assert steps.evaluation("Sari").results_grounds == "Baik"


def test_only_the_appraiser_rates(steps):
    steps.achieve()
    steps.open()
    for name in ("Sari", "Wati", "Ratna", "Dewi", "Hasan"):
        with pytest.raises(NotAllowed):
            steps.rate(by=name)


def test_the_employee_signs_and_the_result_is_reported(steps):
    delivered = steps.delivered()
    assert delivered.return_until == delivered.object_until == date(2026, 7, 31)
    accepted = steps.accept()
    assert {one.purpose for one in signatures_of(accepted)} == {"APPRAISER", "EMPLOYEE"}
    documents = [paper for paper in papers_of(accepted) if paper.form == "D.1.1"]
    assert [paper.state for paper in documents] == ["VALID", "SUPERSEDED"]
    assert documents[0].content_hash == documents[1].content_hash, "what was signed is what was delivered"
    day = date(2026, 7, 20)
    reported = operations.report(evaluation=accepted, by=steps.who("Budi", day), at=at(day))
    assert (reported.state, reported.reported_on) == ("REPORTED", day)


def test_objection_on_day_14_is_accepted_and_on_day_15_refused(steps):
    """DL-K5."""
    steps.delivered()
    with pytest.raises(NotAllowed, match="29"):
        steps.object(on=date(2026, 8, 3))
    objection = steps.object(on=date(2026, 7, 31))
    assert objection.decide_until == date(2026, 8, 11)
    with pytest.raises(StateRefused):
        steps.object(on=date(2026, 7, 31))


def test_an_upheld_objection_leaves_the_predicate(steps):
    """DL-K6, first half."""
    steps.delivered()
    objection = steps.object()
    day = date(2026, 7, 16)
    for name, text in (("Budi", "Tugas tambahan sudah dinilai."), ("Sari", "Bukti ada di laporan Mei.")):
        objection = operations.state_objection(
            objection=objection, statement=text, by=steps.who(name, day), at=at(day)
        )
    assert objection.appraiser_statement and objection.employee_statement
    decided = steps.decide(objection)
    evaluation = steps.evaluation("Sari")
    assert (decided.decision, evaluation.state, evaluation.predicate) == ("UPHELD", "DECIDED", "GOOD")
    assert "D.1.3" not in {paper.form for paper in papers_of(evaluation)}


def test_a_changed_result_makes_the_third_document(steps):
    """DL-K6, second half: new ratings with grounds, predicate by the rules, D.1.3 with three places to sign."""
    steps.delivered()
    objection = steps.object()
    with pytest.raises(InvalidRefused):
        steps.decide(objection, "CHANGED", results_rating="MEETS", behaviour_rating="ABOVE")
    steps.decide(objection, "CHANGED", results_rating="ABOVE", behaviour_rating="ABOVE")
    evaluation, objection = steps.evaluation("Sari"), Objection.objects.get()
    assert evaluation.predicate == objection.predicate == "VERY_GOOD"
    assert objection.explanation["before"]["predicate"] == "GOOD"
    valid = {paper.form: paper for paper in papers_of(evaluation) if paper.state == "VALID"}
    assert set(valid) == {"C.1.3", "D.1.3"}
    assert {place["role"] for place in valid["D.1.3"].content["signatures"]} == {
        "APPRAISER",
        "EMPLOYEE",
        "SUPERIOR",
    }


def test_silence_past_the_window_goes_to_the_superior_and_is_final(steps):
    """DL-K4: D.1.2 within 14 working days, deliver within 7, return within 7, objection refused with the article."""
    steps.achieve()
    steps.open()
    operations.save_draft(
        evaluation=steps.evaluation("Sari"), values={"results_rating": "BELOW", "results_grounds": "Belum"},
        by=steps.who("Budi", date(2026, 7, 9)), at=at(date(2026, 7, 9)),
    )  # fmt: skip
    day = date(2026, 7, 18)
    closed = operations.close_window(
        window=steps.year.quarter, by=steps.who("Dewi", day, "OFFICER"), at=at(day)
    )
    assert (closed.escalated, closed.without_superior) == (5, 1)
    sari = steps.evaluation("Sari")
    assert sari.is_escalated and sari.is_final and sari.sign_until == date(2026, 8, 6)
    assert sari.results_rating == "", "an unsigned draft is no judgement"
    with pytest.raises(NotAllowed):
        steps.rate(by="Budi", on=date(2026, 7, 20))
    rated = steps.rate(by="Ratna", on=date(2026, 7, 20), results="BELOW", behaviour="BELOW")
    assert rated.predicate == "VERY_POOR" and rated.deliver_until == date(2026, 7, 29)
    assert {paper.form for paper in papers_of(rated)} == {"C.1.3", "D.1.2"}
    delivered = steps.deliver(by="Ratna", on=date(2026, 7, 21))
    assert delivered.return_until == date(2026, 7, 30) and delivered.object_until is None
    with pytest.raises(NotAllowed, match=r"IV.*11"):
        steps.object(on=date(2026, 7, 22))


def test_a_silent_employee_lapses_and_may_still_sign(steps):
    """AMB-21."""
    steps.delivered()
    system = system_actor(steps.cast.kepahiang.pk, date(2026, 8, 1))
    done = operations.daily(by=system, at=at(date(2026, 8, 1)))
    assert done.lapsed == 1 and steps.evaluation("Sari").state == EvaluationState.LAPSED
    with pytest.raises(NotAllowed):
        steps.object(on=date(2026, 8, 1))
    assert steps.accept(on=date(2026, 8, 3)).state == "ACCEPTED"


def test_the_report_clock_never_closes_an_objection(steps):
    """AMB-20."""
    steps.delivered()
    steps.object()
    day = date(2026, 8, 28)
    noted = operations.report(evaluation=steps.evaluation("Sari"), by=steps.who("Budi", day), at=at(day))
    assert (noted.state, noted.reported_on) == ("OBJECTED", day)
    steps.decide(Objection.objects.get(), on=date(2026, 8, 31))
    again = date(2026, 9, 1)
    reported = operations.report(
        evaluation=steps.evaluation("Sari"), by=steps.who("Budi", again), at=at(again)
    )
    assert (reported.state, reported.reported_on) == ("REPORTED", again)


def test_an_objection_may_follow_an_early_report(steps):
    steps.delivered()
    steps.accept()
    day = date(2026, 7, 15)
    operations.report(evaluation=steps.evaluation("Sari"), by=steps.who("Budi", day), at=at(day))
    assert steps.object(on=date(2026, 7, 30)).decide_until == date(2026, 8, 10)


def test_an_officer_records_for_a_minister_with_reason_and_signature_by_hand(steps):
    steps.achieve()
    steps.open()
    with pytest.raises(InvalidRefused) as refused:
        steps.rate("Hasan", "Dewi", role="OFFICER")
    assert "on_behalf_reason" in refused.value.fields
    rated = steps.rate(
        "Hasan", "Dewi", role="OFFICER", on_behalf_reason="Bupati menandatangani naskah 12/2026."
    )
    assert signatures_of(rated)[0].method == "WET" and rated.state == "RATED"


def test_a_recorded_move_is_never_derived_again(steps):
    """MV-1: the new appraiser on the new unit's achievement."""
    steps.achieve(("DIKLAT",), code="EXCELLENT")
    steps.open()
    day = date(2026, 7, 8)
    moved = operations.move_appraiser(
        evaluation=steps.evaluation("Sari"), after_id=steps.cast["Yusuf"].pk, superior_id=steps.cast["Ratna"].pk,
        unit_id=steps.cast.units["DIKLAT"].pk, reason="Pindah ke Bidang Pengembangan Kompetensi",
        article="PermenPANRB 6/2022 Lampiran IV.A.13", by=steps.who("Dewi", day, "OFFICER"), at=at(day),
    )  # fmt: skip
    assert moved.moves.get().before == steps.cast["Budi"] and moved.appraiser_reason == "MOVED"
    steps.open()
    rated = steps.rate(by="Yusuf")
    assert rated.achievement == "EXCELLENT"


def test_a_stale_send_is_refused_and_changes_nothing(steps):
    steps.achieve()
    steps.open()
    version = steps.evaluation("Sari").version
    draft = {"values": {"results_grounds": "Pertama"}, "by": steps.who("Budi", date(2026, 7, 9))}
    operations.save_draft(
        evaluation=steps.evaluation("Sari"), at=at(date(2026, 7, 9)), version=version, **draft
    )
    with pytest.raises(StaleRefused):
        steps.rate(version=version)
    assert steps.evaluation("Sari").state == "OPEN"


def test_a_january_without_achievement_falls_back_to_last_year(steps):
    """OP-3: issued in February, last year's counts."""
    from selaras.planning.models import Period, Window

    last = Period.objects.create(
        year=2025, name="2025", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), cadence="QUARTERLY",
        scheme="permenpanrb-6-2022", plans_due_on=date(2025, 1, 31),
    )  # fmt: skip
    earlier = Window.objects.create(
        period=last, kind="ANNUAL", number=0, judged_from=date(2025, 1, 1), judged_until=date(2025, 12, 31),
        opens_on=date(2025, 12, 15), closes_on=date(2026, 1, 31),
    )  # fmt: skip
    annual = steps.year.annual
    steps.open(on=date(2026, 12, 15), window=annual)
    steps.achieve(("MUTASI",), on=date(2026, 1, 20), window=earlier, code="NEEDS_IMPROVEMENT")
    with pytest.raises(StateRefused):
        steps.rate(on=date(2027, 1, 20), window=annual)
    steps.achieve(("MUTASI",), on=date(2027, 2, 3), window=annual, code="EXCELLENT")
    rated = steps.rate(on=date(2027, 2, 4), window=annual)
    assert rated.achievement == "NEEDS_IMPROVEMENT" and rated.achievement_of == earlier
