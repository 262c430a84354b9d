"""What is judged and signed stands for itself: the fourth quarter is not the year, and a paper outlives corrections."""

from datetime import date

import pytest
from tests.appraisal.year import at

from selaras.appraisal.models import Evaluation
from selaras.documents.operations import pdf_of
from selaras.documents.queries import papers_of
from selaras.organisation.operations import change_person, change_unit
from selaras.organisation.queries import header_of
from selaras.planning.models import Window

pytestmark = pytest.mark.django_db

RATED_ON = date(2027, 1, 8)


def test_the_fourth_quarter_and_the_year_are_two_evaluations_with_papers_of_their_own(steps):
    quarter = Window.objects.create(
        period=steps.year.period, kind="PERIODIC", number=4, judged_from=date(2026, 10, 1),
        judged_until=date(2026, 12, 31), opens_on=date(2026, 12, 15), closes_on=date(2027, 1, 14),
    )  # fmt: skip
    both = (quarter, steps.year.annual)
    for window in both:
        steps.achieve(window=window, on=RATED_ON)
        assert steps.open(on=date(2026, 12, 15), window=window).opened == 6
    steps.rate(window=quarter, on=RATED_ON, results="BELOW", behaviour="MEETS")
    steps.rate(window=steps.year.annual, on=RATED_ON, results="ABOVE", behaviour="ABOVE")
    one, other = (steps.evaluation("Sari", window) for window in both)
    assert (one.predicate, other.predicate) == ("NEEDS_IMPROVEMENT", "VERY_GOOD")
    papers = [{paper.pk: paper.form for paper in papers_of(evaluation)} for evaluation in (one, other)]
    assert [sorted(forms.values()) for forms in papers] == [["C.1.3", "D.1.1"]] * 2
    assert not papers[0].keys() & papers[1].keys()
    assert Evaluation.objects.filter(person=steps.cast["Sari"], state="RATED").count() == 2


def test_a_backdated_correction_reaches_no_signed_paper(steps):
    steps.delivered()
    paper = next(one for one in papers_of(steps.accept()) if one.form == "D.1.1" and one.state == "VALID")
    header, printed = dict(paper.content), pdf_of(paper)
    officer, day = steps.who("Dewi", date(2026, 7, 20), "OFFICER"), date(2026, 7, 20)
    change_person(
        person=steps.cast["Sari"], values={"name": "Sari Kusuma"}, unit_id=steps.cast.units["MUTASI"].pk, on=day,
        by=officer, at=at(day),
    )  # fmt: skip
    change_unit(
        unit=steps.cast.units["MUTASI"], values={"name": "Bidang Baru"}, from_on=date(2026, 1, 1), by=officer,
        at=at(day),
    )  # fmt: skip
    corrected = header_of(steps.cast["Sari"].pk, date(2026, 6, 30))
    assert (corrected.name, corrected.unit) == ("Sari Kusuma", "Bidang Baru"), "the register is corrected"
    paper.refresh_from_db()
    assert paper.content == header and "Sari Kusuma" not in str(header)
    assert paper.state == "VALID" and pdf_of(paper) == printed
