"""The way of a plan from draft to force and beyond, with its refusals."""

import pytest
from tests.planning.making import RESULT

from selaras.documents.queries import papers_of, signatures_of
from selaras.planning.models import PlanGroup
from selaras.planning.queries import results_of, set_version_of

pytestmark = pytest.mark.django_db


def test_a_plan_knows_who_appraises_and_why(year, cast):
    plan = year.plan(cast["Sari"])
    assert (plan.group, plan.appraiser, plan.superior) == (
        PlanGroup.ADMIN_FUNCTIONAL,
        cast["Budi"],
        cast["Ratna"],
    )
    assert plan.appraiser_reason == "DIRECT_SUPERIOR"
    assert year.plan(cast["Hasan"]).group == PlanGroup.JPT_UNIT_HEAD


def test_from_draft_to_force(year, cast):
    version = year.in_force(cast["Sari"])
    assert version.state == "SET"
    plan = version.plan
    assert [one.text for one in results_of(plan)] == [RESULT.text]
    assert set_version_of(plan) == version
    given = signatures_of(version)
    assert [(one.purpose, one.signer_name) for one in given] == [
        ("EMPLOYEE", cast["Sari"].name),
        ("APPRAISER", cast["Budi"].name),
    ]
    assert {one.content_hash for one in given} == {version.content_hash}
    assert {one.form for one in papers_of(plan)} == {"A.1.7", "A.1.8"}
