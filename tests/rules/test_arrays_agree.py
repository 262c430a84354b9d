"""For random people the explained answer and the array function are the same, rule by rule."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import competence, credit, discipline, plan_values, scoring, talent
from selaras.rules.codes import PREDICATES, RATINGS, UnknownCode, decode, encode
from selaras.rules.dated import NotInForce, in_force
from selaras.rules.hundredths import as_hundredths, format_hundredths, parse_hundredths, round_half_up
from selaras.rules.study import explain_study_band

ON = date(2025, 12, 31)
ON_2021 = date(2021, 12, 31)
TOP = 12000
values = st.integers(0, TOP)
near_edges = st.sampled_from([4999, 5000, 5001, 6999, 7000, 8999, 9000, 10999, 11000, 12000])
scored = st.tuples(values | near_edges, values | near_edges, st.booleans(), st.booleans())
predicates = st.sampled_from(PREDICATES)


@given(st.lists(scored, min_size=1, max_size=30))
def test_scores(people: list[tuple[int, int, bool, bool]]) -> None:
    columns = [np.array(column) for column in zip(*people, strict=True)]
    scores = scoring.scores_of(columns[0], columns[1], columns[2], on=ON_2021)
    found = decode(scoring.score_predicates_of(scores, columns[3], on=ON_2021), PREDICATES)
    for place, (skp, behaviour, peers, idea) in enumerate(people):
        told = scoring.explain_score(skp, behaviour, peers_consulted=peers, new_idea=idea, on=ON_2021).result
        assert told["predicate"] == found[place]
        assert told["score"] == format_hundredths(as_hundredths(Fraction(int(scores[place]), 10000)))


@given(scored, scored)
def test_a_higher_score_never_worsens_the_predicate(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    low = [min(pair) for pair in zip(one, other, strict=True)]
    high = [max(pair) for pair in zip(one, other, strict=True)]
    results = [
        scoring.explain_score(p[0], p[1], peers_consulted=True, new_idea=bool(i), on=ON_2021).result[
            "predicate"
        ]
        for p, i in ((low, low[3]), (high, high[3]))
    ]
    assert PREDICATES.index(results[0]) <= PREDICATES.index(results[1])


@given(st.integers(1, 10**8), st.integers(0, 10**9), st.booleans())
def test_achievements(target: int, realisation: int, less: bool) -> None:
    fine, whole = scoring.achievements_of(
        np.array([target]), np.array([realisation]), np.array([less]), on=ON_2021
    )
    direction = "LESS" if less else "MORE"
    told = scoring.explain_achievement(
        [target], realisation, direction=direction, maximum=False, on=ON_2021
    ).result
    assert told["achievement"] == format_hundredths(int(fine[0]))
    assert told["rounded"] == str(whole[0])


@given(st.integers(0, 15000), st.integers(0, 15000))
def test_the_value_of_an_indicator_is_monotone_without_gap(one: int, other: int) -> None:
    low, high = sorted((one, other))
    told = [
        scoring.explain_achievement([10000], amount, direction="MORE", maximum=False, on=ON_2021).result
        for amount in (low, high)
    ]
    assert parse_hundredths(told[0]["value"]) <= parse_hundredths(told[1]["value"])
    assert PREDICATES.index(told[0]["category"]) <= PREDICATES.index(told[1]["category"])


def test_the_bands_of_achievement_join_on_whole_percents() -> None:
    rows = list(in_force("permenpanrb-8-2021", "achievement-bands", ON_2021).value.values())
    for lower, upper in pairwise(rows):
        assert upper["min"] == lower["max"] + 100


def test_a_target_of_zero_is_refused() -> None:
    zero = np.array([0])
    with pytest.raises(ValueError, match="target of 0"):
        scoring.achievements_of(zero, zero, np.array([False]), on=ON_2021)
    with pytest.raises(ValueError, match="target of 0"):
        scoring.explain_achievement([0, 500], 100, direction="MORE", maximum=False, on=ON_2021)
    with pytest.raises(UnknownCode):
        scoring.explain_achievement([500], 100, direction="UP", maximum=False, on=ON_2021)
    with pytest.raises(NotInForce):
        scoring.scores_of(zero, zero, np.array([False]), on=ON)


def test_additional_results_are_capped() -> None:
    assert plan_values.additional_value(["VERY_GOOD"], [500], [12000], on=ON_2021) == 600
    assert plan_values.additional_value(["VERY_GOOD"] * 3, [500] * 3, [12000] * 3, on=ON_2021) == 1000
    assert plan_values.plan_total([(11840, 5000), (8720, 5000)], 0, on=ON_2021) == 10280


@given(
    st.lists(st.tuples(st.sampled_from(credit.levels(on=ON)), predicates, st.integers(1, 12)), max_size=30)
)
def test_credits(people: list[tuple[str, str, int]]) -> None:
    found = credit.credits_of(
        encode([p[0] for p in people], credit.levels(on=ON)),
        encode([p[1] for p in people], PREDICATES),
        np.array([p[2] for p in people], dtype=np.int64),
        on=ON,
    )
    told = [credit.explain_credit(*person, on=ON).result["credit"] for person in people]
    assert [format_hundredths(int(amount)) for amount in found] == told


@given(st.sampled_from(credit.levels(on=ON)), predicates, predicates, st.integers(1, 12), st.integers(1, 12))
def test_more_months_and_better_predicates_earn_more(level: str, p: str, q: str, m: int, n: int) -> None:
    worse, better = sorted((p, q), key=PREDICATES.index)
    earned = [
        parse_hundredths(credit.explain_credit(level, predicate, months, on=ON).result["credit"])
        for predicate, months in ((worse, min(m, n)), (better, max(m, n)))
    ]
    assert earned[0] <= earned[1]


def test_credit_refuses_what_is_missing() -> None:
    missing, months = np.array([-1], dtype=np.int8), np.array([12])
    with pytest.raises(ValueError, match="missing"):
        credit.credits_of(missing, np.array([1], dtype=np.int8), months, on=ON)
    with pytest.raises(ValueError, match="between 1 and 12"):
        credit.explain_credit("PEMULA", "GOOD", 13, on=ON)
    assert credit.base_credit("III_D", on=ON) == 10000
    assert credit.base_credit("II_A", on=ON) == 0
    assert credit.diploma_bonus("AHLI_MUDA", on=ON) == 2500
    assert credit.earliest_month(date(2025, 11, 3), 3) == date(2026, 2, 1)
    assert credit.earliest_month(date(2025, 1, 1), 0) == date(2025, 1, 1)


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda p: (max(p), min(p))), max_size=30)
)
def test_absence(people: list[tuple[int, int]]) -> None:
    days = np.array([p[0] for p in people], dtype=np.int64)
    row = np.array([p[1] for p in people], dtype=np.int64)
    found = decode(discipline.absence_sanctions_of(days, row, on=ON), discipline.sanctions(on=ON))
    assert found == [discipline.explain_absence(*person, on=ON).result["sanction"] for person in people]


@given(st.integers(0, 100), st.integers(0, 100))
def test_more_absence_is_never_milder(one: int, other: int) -> None:
    order = [None, *discipline.sanctions(on=ON)]
    told = [discipline.explain_absence(days, 0, on=ON).result["sanction"] for days in sorted((one, other))]
    assert order.index(told[0]) <= order.index(told[1])


def test_impossible_absence_is_refused() -> None:
    with pytest.raises(ValueError, match="consecutive"):
        discipline.explain_absence(1, 2, on=ON)
    with pytest.raises(ValueError, match="negative"):
        discipline.explain_absence(-1, -2, on=ON)
    assert [discipline.days_of_lateness(minutes, on=ON) for minutes in (449, 450, 900)] == [0, 1, 2]


def test_boxes() -> None:
    pairs = [(performance, potential) for performance in RATINGS for potential in talent.POTENTIALS]
    found = talent.boxes_of(
        encode([*(p[0] for p in pairs), None], RATINGS),
        encode([*(p[1] for p in pairs), "HIGH"], talent.POTENTIALS),
        on=ON,
    )
    assert found.tolist() == [*(talent.explain_box(*pair, on=ON).result["box"] for pair in pairs), -1]
    assert sorted(found[:-1]) == list(range(1, 10))
    assert [talent.is_succession(*pair, on=ON) for pair in pairs] == [box in (7, 8, 9) for box in found[:-1]]
    assert talent.performance_of("NEEDS_IMPROVEMENT", on=ON) == "BELOW"


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["S1", "S2_S3_PROFESSION"]))
def test_a_higher_average_is_never_in_a_lower_band(one: int, other: int, programme: str) -> None:
    for university, study_programme in (("A", "C"), ("B", "C"), ("C", "B")):
        low, high = (
            explain_study_band(
                "DOMESTIC", programme, gpa, university=university, study_programme=study_programme, on=ON
            ).result["band"]
            for gpa in sorted((one, other))
        )
        assert PREDICATES.index(low) <= PREDICATES.index(high)


def test_the_competence_scale_wants_all_indicators_before_praise() -> None:
    with pytest.raises(ValueError, match="no value"):
        competence.competence_value(2, "ABOVE", on=ON)
    with pytest.raises(UnknownCode):
        competence.competence_value(3, "SOME", on=ON)


@given(st.fractions(0, 10**6))
def test_half_goes_up(value: Fraction) -> None:
    rounded = round_half_up(value)
    assert -Fraction(1, 2) <= rounded - value - 0 <= Fraction(1, 2)
    assert round_half_up(Fraction(rounded) + Fraction(1, 2)) == rounded + 1


@given(st.integers(-(10**9), 10**9))
def test_hundredths_read_back(amount: int) -> None:
    assert parse_hundredths(format_hundredths(amount)) == amount


@pytest.mark.parametrize("text", ["1,5", "1.555", "", " 1", "1e2", "01", ".5", "5.", "+1", "١"], ids=ascii)
def test_what_is_no_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a decimal"):
        parse_hundredths(text)
