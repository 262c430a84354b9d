"""The quadrant as arrays and for one person: the same answers, monotone, and nothing outside the law."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import rating
from selaras.rules.codes import ACHIEVEMENTS, MISSING, PREDICATES, RATINGS, UnknownCode, decode, encode
from selaras.rules.dated import NotInForce, entry_of
from selaras.rules.distribution import counts_by_unit, curve_of, head_rating_of, head_ratings_of, mode_of

ON = date(2025, 12, 31)
BEFORE = date(2022, 2, 6)
ratings = st.sampled_from(RATINGS)
person = st.tuples(ratings, ratings, st.booleans())


@given(st.lists(person, max_size=40), st.sampled_from(rating.MATRIX_SCHEMES))
def test_explanation_and_array_agree(people: list[tuple[str, str, bool]], scheme: str) -> None:
    has_study_leave = scheme == rating.PERMENPANRB_6_2022
    failed = np.array([p[2] and has_study_leave for p in people], dtype=bool)
    found = rating.predicates_of(
        encode([p[0] for p in people], RATINGS),
        encode([p[1] for p in people], RATINGS),
        on=ON,
        scheme=scheme,
        study_leave_failed=failed,
    )
    explained = [
        rating.predicate_of(p[0], p[1], ON, scheme, study_leave_failed=bool(f))
        for p, f in zip(people, failed, strict=True)
    ]
    assert decode(found, PREDICATES) == explained


@given(ratings, ratings, ratings, ratings)
def test_a_better_rating_never_worsens_the_predicate(r: str, b: str, r2: str, b2: str) -> None:
    """Both directions at once: better results never worsen it either."""
    lower = rating.predicate_of(min(r, r2, key=RATINGS.index), min(b, b2, key=RATINGS.index), ON)
    upper = rating.predicate_of(max(r, r2, key=RATINGS.index), max(b, b2, key=RATINGS.index), ON)
    assert PREDICATES.index(lower) <= PREDICATES.index(upper)


def test_a_missing_rating_gives_a_missing_predicate() -> None:
    found = rating.predicates_of(encode([None, "ABOVE"], RATINGS), encode(["ABOVE", None], RATINGS), on=ON)
    assert found.tolist() == [MISSING, MISSING]
    failed = np.array([True])
    one = encode([None], RATINGS)
    assert rating.predicates_of(one, one, on=ON, study_leave_failed=failed).tolist() == [MISSING]


def test_a_number_that_stands_for_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="stands for no code"):
        rating.predicates_of(np.array([3], dtype=np.int8), np.array([0], dtype=np.int8), on=ON)


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(UnknownCode):
        rating.predicate_of("GREAT", "MEETS", ON)
    with pytest.raises(UnknownCode):
        rating.predicate_of("MEETS", "GREAT", ON)
    with pytest.raises(UnknownCode):
        rating.predicate_of("MEETS", "MEETS", ON, "okr")
    with pytest.raises(UnknownCode):
        encode(["GREAT"], RATINGS)


def test_nothing_before_the_regulation() -> None:
    with pytest.raises(NotInForce):
        rating.predicate_of("MEETS", "MEETS", BEFORE)
    with pytest.raises(NotInForce):
        rating.predicates_of(encode(["MEETS"], RATINGS), encode(["MEETS"], RATINGS), on=BEFORE)


def test_the_company_scheme_has_no_study_leave() -> None:
    with pytest.raises(FileNotFoundError):
        rating.predicate_of("MEETS", "MEETS", ON, rating.COMPANY_MATRIX, study_leave_failed=True)


def test_a_stored_result_can_be_explained_again_from_its_reference() -> None:
    explained = rating.explain_predicate("MEETS", "ABOVE", on=ON)
    assert "permenpanrb-6-2022/quadrant@2022-02-07" in explained.refs
    assert [entry_of(ref).cite.instrument for ref in explained.refs] == ["PermenPANRB 6/2022"] * 2


def test_an_explanation_speaks_both_languages() -> None:
    explained = rating.explain_predicate("MEETS", "BELOW", on=ON)
    assert explained.steps[-1].id.endswith("bertemu pada predikat Kurang/Misconduct.")
    assert explained.steps[-1].en.endswith("meet at the predicate Poor/misconduct.")
    assert explained.as_json()["steps"][-1]["cite"]["confidence"] == "text"


def test_only_two_predicates_after_a_failed_study_leave() -> None:
    assert rating.predicates_after_failed_study_leave(on=ON) == ("POOR", "VERY_POOR")


def test_the_curve_peaks_at_the_mode_and_is_marked_illustrative() -> None:
    for achievement in ACHIEVEMENTS:
        curve = curve_of(achievement, on=ON)
        assert curve.illustrative
        assert PREDICATES[int(np.argmax(curve.heights))] == mode_of(achievement, on=ON)
        assert abs(sum(curve.shares) - 10000) <= len(curve.shares)


def test_unit_heads_take_their_rating_from_the_organisation() -> None:
    codes = encode([*ACHIEVEMENTS, None], ACHIEVEMENTS)
    expected = [*(head_rating_of(code, on=ON) for code in ACHIEVEMENTS), None]
    assert decode(head_ratings_of(codes, on=ON), RATINGS) == expected


def test_people_are_counted_by_unit_and_missing_ones_are_left_out() -> None:
    predicates = encode(["GOOD", "GOOD", None, "POOR"], PREDICATES)
    counted = counts_by_unit(predicates, np.array([0, 2, 2, 2]), 3)
    assert counted.tolist() == [[0, 0, 0, 1, 0], [0, 0, 0, 0, 0], [0, 1, 0, 1, 0]]
