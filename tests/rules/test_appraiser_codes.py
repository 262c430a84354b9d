"""Who appraises: an unknown code is refused, never answered, and a refusal says what it refuses."""

from datetime import date

import pytest

from selaras.rules.appraisers import (
    Candidate,
    can_appraise,
    is_final,
    plan_dialogue_with_superior,
    plan_setters,
)
from selaras.rules.codes import UnknownCode
from selaras.rules.dated import in_force

ON = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("kind", "level"), [("FOO", "PENGAWAS"), ("ADMINISTRATION", "FOO"), ("", ""), ("JPT", "")]
)
def test_an_unknown_kind_or_level_is_refused(kind, level):
    for flags in ({"is_direct_superior": True}, {"delegated": True}, {"is_oneself": True}):
        with pytest.raises(UnknownCode):
            can_appraise(Candidate(kind, level, **flags), on=ON)
    assert can_appraise(Candidate(kind, level, external=True), on=ON).allowed


@pytest.mark.parametrize(
    ("agency", "position"), [("FOO", "JPT_MADYA"), ("CENTRAL", "FOO"), ("", "PELAKSANA")]
)
def test_an_unknown_agency_or_position_has_no_setter_and_no_final_result(agency, position):
    with pytest.raises(UnknownCode):
        plan_setters(agency, position, on=ON)
    with pytest.raises(UnknownCode):
        is_final(agency, position, "APPRAISER", on=ON)


def test_an_unknown_evaluator_is_refused():
    with pytest.raises(UnknownCode):
        is_final("CENTRAL", "JPT_MADYA", "FOO", on=ON)


@pytest.mark.parametrize("kind", ["JPT", "ADMINISTRATION", "FUNCTIONAL_EXPERT", "FUNCTIONAL_SKILL", "OTHER"])
@pytest.mark.parametrize("leads", [False, True])
def test_no_acting_official_appraises_without_a_delegation(kind, leads):
    candidate = Candidate(kind, "OTHER", acting=True, is_direct_superior=True, leads_unit=leads)
    assert not can_appraise(candidate, on=ON).allowed


def test_a_dialogue_that_stays_with_the_appraiser_says_so():
    ruling = plan_dialogue_with_superior(2026, today=date(2026, 1, 31), on=ON)
    assert not ruling.allowed and ruling.code == "PLAN_DIALOGUE_APPRAISER"
    assert "belum lewat" in ruling.id and "still held with the appraiser" in ruling.en


def test_only_the_level_says_whether_a_post_is_managerial():
    assert all("managerial" not in row for row in in_force("identity", "position-kinds", ON).value.values())
    assert in_force("identity", "position-levels", ON).value["PELAKSANA"]["managerial"] is False
