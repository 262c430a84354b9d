"""What agencies and companies choose: allowance, weighted scores, key results; and what their rules refuse."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.policies import ON, POLICY, WHOLE, percents, policies

from selaras.rules import allowance, careers, development, payslip, professionalism, ranking, schemes
from selaras.rules.codes import PREDICATES, UnknownCode, encode
from selaras.rules.hundredths import format_hundredths
from selaras.rules.schemes import Component, KeyResult, ScoreRefused

months = st.tuples(st.integers(0, 22), st.integers(1, 22)).map(lambda pair: (min(pair), max(pair)))
paid = st.tuples(st.integers(0, 10**8), st.sampled_from(PREDICATES), percents, percents, months)


@given(st.lists(paid, min_size=1, max_size=10), policies)
def test_allowance_of_one_and_of_many_agree(people: list[Any], policy: allowance.AllowancePolicy) -> None:
    found = allowance.allowances_of(
        np.array([p[0] for p in people], dtype=np.int64),
        encode([p[1] for p in people], PREDICATES),
        np.array([p[2] for p in people], dtype=np.int64),
        np.array([p[3] for p in people], dtype=np.int64),
        np.array([p[4][0] for p in people], dtype=np.int64),
        np.array([p[4][1] for p in people], dtype=np.int64),
        policy=policy,
    )
    for (base, predicate, cuts, sanction, (served, whole)), amount in zip(people, found, strict=True):
        told = payslip.explain_allowance(
            base,
            predicate,
            cuts=cuts,
            sanction_cut=sanction,
            served=served,
            whole=whole,
            policy=policy,
            on=ON,
        )
        assert told.result["allowance"] == amount
        assert amount >= 0


@given(paid, percents)
def test_more_cuts_never_pay_more(person: Any, more: int) -> None:
    base, predicate, cuts, sanction, (served, whole) = person
    amounts = [
        payslip.explain_allowance(
            base, predicate, cuts=cut, sanction_cut=sanction, served=served, whole=whole, policy=POLICY, on=ON
        ).result["allowance"]
        for cut in sorted((cuts, more))
    ]
    assert amounts[0] >= amounts[1]


def test_a_missing_predicate_gives_no_allowance_not_zero() -> None:
    one = np.array([1000], dtype=np.int64)
    none, ones = np.array([0]), np.array([1])
    missing = encode([None], PREDICATES)
    assert allowance.allowances_of(one, missing, none, none, ones, ones, policy=POLICY).tolist() == [-1]


def test_the_money_is_explained_step_by_step() -> None:
    told = payslip.explain_allowance(5_000_000, "NEEDS_IMPROVEMENT", cuts=125, policy=POLICY, on=ON)
    assert [step.id for step in told.steps] == [
        "Tunjangan dasar Rp5.000.000.",
        "Bagian produktivitas kerja 60,00 % dari tunjangan dasar: Rp3.000.000.",
        "Predikat Butuh Perbaikan memberi faktor 70,00 %: Rp2.100.000.",
        "Bagian disiplin kerja 40,00 % dari tunjangan dasar: Rp2.000.000.",
        "Potongan disiplin 1,25 % dari bagian disiplin: Rp25.000 dikurangkan.",
        "Jumlah: Rp2.100.000 + Rp2.000.000 − Rp25.000 = Rp4.075.000.",
        "Dibulatkan ke kelipatan Rp1 terdekat, tepat setengah ke atas: tidak ada selisih; "
        "tunjangan yang dibayarkan Rp4.075.000.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"productivity": 5000},
        {"factors": {"GOOD": 100}},
        {"round_to": 0},
        {"cut_base": "ALL"},
        {"rounding": "UP"},
        {"productivity": 11000, "discipline": -1000},
    ],
)
def test_an_impossible_policy_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        replace(POLICY, **change)


def test_an_unknown_cut_is_refused() -> None:
    with pytest.raises(UnknownCode):
        allowance.cut_of("SLEEP", on=ON)


scores = st.none() | st.integers(0, 12000)


@given(st.lists(scores, min_size=3, max_size=3), st.sampled_from(schemes.MISSING_CHOICES))
def test_weighted_score_of_one_and_of_many_agree(found: list[int | None], missing: str) -> None:
    weights = [5000, 3000, 2000]
    array, told = schemes.weighted_scores_of(
        np.array([[score or 0 for score in found]]),
        np.array([[score is not None for score in found]]),
        np.array(weights),
        missing=missing,
        on=ON,
    )
    components = [Component(f"K{i}", w, s) for i, (w, s) in enumerate(zip(weights, found, strict=True))]
    if not told[0]:
        with pytest.raises(ScoreRefused):
            schemes.explain_weighted(components, missing=missing, on=ON)
    else:
        explained = schemes.explain_weighted(components, missing=missing, on=ON)
        assert explained.result["score"] == format_hundredths(int(array[0]))


def test_a_missing_component_is_never_zero() -> None:
    components = [Component("Hasil", 6000, 9000), Component("Nilai", 4000, None)]
    with pytest.raises(ScoreRefused):
        schemes.explain_weighted(components, missing="REFUSE", on=ON)
    explained = schemes.explain_weighted(components, missing="REWEIGHT", on=ON)
    assert explained.result == {"score": "90.00", "predicate": "VERY_GOOD"}
    assert "Bobot komponen yang ada disesuaikan" in explained.steps[1].id
    with pytest.raises(ScoreRefused):
        schemes.explain_weighted([Component("Hasil", WHOLE, None)], missing="REWEIGHT", on=ON)
    no_weight = [Component("Hasil", 0, 9000), Component("Nilai", WHOLE, None)]
    with pytest.raises(ScoreRefused):
        schemes.explain_weighted(no_weight, missing="REWEIGHT", on=ON)


def test_weights_must_add_up_and_thresholds_are_exact() -> None:
    with pytest.raises(ValueError, match="100%"):
        schemes.explain_weighted([Component("A", 9999, 1)], missing="REFUSE", on=ON)
    with pytest.raises(ValueError, match="100%"):
        schemes.weighted_scores_of(
            np.array([[1]]), np.array([[True]]), np.array([9999]), missing="REFUSE", on=ON
        )
    parts = [Component("A", 500, 5200), Component("B", 1000, 6000), Component("C", 8500, 8400)]
    bands = [{"code": "POOR", "min": 0}, {"code": "GOOD", "min": 8000}]
    explained = schemes.explain_weighted(parts, missing="REFUSE", on=ON, bands=bands)
    assert explained.result == {"score": "80.00", "predicate": "GOOD"}
    with pytest.raises(ScoreRefused):
        schemes.explain_weighted(parts, missing="REFUSE", on=ON, bands=[{"code": "GOOD", "min": 9000}])


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_progress_of_one_and_of_many_agree(start: int, target: int, actual: int) -> None:
    if start == target:
        with pytest.raises(ValueError, match="another target"):
            KeyResult(start, start, target, target)
        with pytest.raises(ValueError, match="another target"):
            schemes.progress_of(np.array([start]), np.array([target]), np.array([actual]), on=ON)
        return
    told = schemes.explain_key_result(KeyResult(start, target, target, target), actual, on=ON).result[
        "progress"
    ]
    array = schemes.progress_of(np.array([start]), np.array([target]), np.array([actual]), on=ON)
    assert told == format_hundredths(int(array[0]))


def test_a_key_result_goes_one_way() -> None:
    with pytest.raises(ValueError, match="one direction"):
        KeyResult(0, 12000, 10000, 13000)


def test_dates_of_careers() -> None:
    assert careers.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert careers.add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert careers.add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert careers.raise_notice_day(date(2026, 3, 1), on=ON) == date(2026, 1, 1)


def test_months_end_where_the_month_ends() -> None:
    assert careers.add_months(date(2024, 1, 30), 1) == date(2024, 2, 29)
    assert careers.add_months(date(2025, 1, 29), 1) == date(2025, 2, 28)
    assert careers.add_months(date(2025, 1, 28), 13) == date(2026, 2, 28)


def test_nonsense_is_refused() -> None:
    with pytest.raises(UnknownCode):
        careers.rank_promotion("SPECIAL", careers.Record(ON), on=ON)
    with pytest.raises(UnknownCode):
        careers.periodic_raise(careers.Record(ON, ("FINE",)), on=ON)
    with pytest.raises(ValueError, match="negative"):
        development.hours_of_year("PNS", -1, on=ON)
    with pytest.raises(UnknownCode):
        professionalism.explain_index(
            qualification="GOOD", competences=[], performance="GOOD", discipline="LIGHT", on=ON
        )
    with pytest.raises(ValueError, match="people"):
        ranking.ranking_findings({}, on=date(2021, 12, 31))


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_ranking_by_brute_force(above: int, meets: int, below: int) -> None:
    size = above + meets + below
    if not size:
        return

    def broken(a: int, m: int, b: int) -> int:
        return (a * 5 > size) + (m * 10 < size * 6) + (m * 10 > size * 7) + (b * 5 > size)

    possible = any(not broken(a, m, size - a - m) for a in range(size + 1) for m in range(size - a + 1))
    found, small = ranking.ranking_findings(
        {"ABOVE": above, "MEETS": meets, "BELOW": below}, on=date(2021, 12, 31)
    )
    assert small is not possible
    assert len(found) == (broken(above, meets, below) if possible else 0)
