"""The large agency is right in every row, and what would be wrong in one of them is found."""

from datetime import date, timedelta

import pytest

from selaras.appraisal.models import Evaluation
from selaras.core.tenancy import acting_in
from selaras.demo.bulk import build_large
from selaras.demo.bulk_checks import BulkBroken, check_all
from selaras.organisation.models import Headship
from selaras.planning.models import ExpectedResult, PlanVersion

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 15)


@pytest.fixture
def large():
    """An agency of 260 people: more plans than any sample would hold."""
    agency = build_large(people=260, today=TODAY, seed=7, say=lambda _line: None)
    with acting_in(agency):
        yield agency


def test_the_checks_look_at_every_row(large):
    check_all(TODAY)
    _wrong_predicate()
    _plan_without_results()
    _unit_without_head()


def _wrong_predicate():
    rated = Evaluation.objects.filter(state="RATED", predicate="GOOD").order_by("-pk")
    rated.filter(pk=rated.first().pk).update(predicate="VERY_GOOD")
    with pytest.raises(BulkBroken, match="predicate"):
        check_all(TODAY)
    Evaluation.objects.filter(predicate="VERY_GOOD", results_rating="MEETS").update(predicate="GOOD")
    check_all(TODAY)


def _plan_without_results():
    last = PlanVersion.objects.order_by("-pk").first()
    main = ExpectedResult.objects.filter(plan_version=last, kind="MAIN")
    kept = list(main.values_list("pk", flat=True))
    main.update(kind="ADDITIONAL")
    with pytest.raises(BulkBroken, match=f"plan {last.plan_id}"):
        check_all(TODAY)
    ExpectedResult.objects.filter(pk__in=kept).update(kind="MAIN")


def _unit_without_head():
    Headship.objects.filter(pk=Headship.objects.order_by("-pk").first().pk).update(
        until_on=TODAY - timedelta(days=3)
    )
    with pytest.raises(BulkBroken, match="NO_HEAD|NO_APPRAISER"):
        check_all(TODAY)
