"""What the rules refuse, by the words of the refusal, and the numbers that stand just beside."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from selaras.rules import allowance, careers, days, discipline, guides, plan_values, ranking, schemes, scoring
from selaras.rules.codes import UnknownCode, look_up
from selaras.rules.contract import InputRefused, explain
from selaras.rules.contract.table import flatten
from selaras.rules.credit import credits_of
from selaras.rules.dated import NotInForce, in_force, law_file
from selaras.rules.hundredths import parse_hundredths
from selaras.rules.nip import NipRefused, parse_nip
from selaras.rules.plans import PlanDraft, ResultDraft, check_plan
from selaras.rules.professionalism import explain_index
from selaras.rules.schemes import Component, KeyResult
from selaras.rules.sentences import Sentence

ON = date(2025, 12, 31)
ON_2021 = date(2021, 12, 31)
ONE, NONE = np.array([1]), np.array([0])


def guide(**changes: object) -> object:
    asked = {"main": ["MEETS"], "additional": [], "positive": 1, "feedback": 1} | changes
    return guides.explain_results_guide(**asked, on=ON)  # type: ignore[arg-type]


REFUSED: list[tuple[Callable[[], object], str]] = [
    (lambda: guide(main=[]), "the guide needs a main result and at most as many positive remarks as remarks"),
    (
        lambda: guide(positive=2),
        "the guide needs a main result and at most as many positive remarks as remarks",
    ),
    (
        lambda: guide(positive=-1),
        "the guide needs a main result and at most as many positive remarks as remarks",
    ),
    (lambda: guide(main=["GOOD"]), "'GOOD' is unknown; allowed are BELOW, MEETS, ABOVE"),
    (lambda: guide(additional=["GOOD"]), "'GOOD' is unknown; allowed are BELOW, MEETS, ABOVE"),
    (
        lambda: guides.behaviour_guide("KIND", on=ON),
        "'KIND' is unknown; allowed are CONSISTENT_AND_GUARDS, CONSISTENT, NOT_YET_CONSISTENT",
    ),
    (
        lambda: plan_values.explain_plan_value([("GOOD", 9999)], [], on=ON_2021),
        "the weights of the results must add up to 100 %",
    ),
    (lambda: scoring.achievements_of(NONE, ONE, ONE > 0, on=ON_2021), "a target of 0 has no achievement"),
    (
        lambda: scoring.explain_achievement([0], 1, direction="MORE", maximum=False, on=ON_2021),
        "a target of 0 has no achievement",
    ),
    (
        lambda: ranking.ranking_findings({"MEETS": -1, "ABOVE": 2}, on=ON_2021),
        "a ranking needs people, and their number cannot be negative",
    ),
    (
        lambda: ranking.ranking_findings({}, on=ON_2021),
        "a ranking needs people, and their number cannot be negative",
    ),
    (
        lambda: discipline.explain_absence(1, 2, on=ON),
        "consecutive days of absence cannot exceed all days of absence",
    ),
    (lambda: discipline.explain_absence(-1, -1, on=ON), "days of absence cannot be negative"),
    (lambda: KeyResult(1, 1, 1, 1), "a key result must lead from its start to another target"),
    (lambda: KeyResult(1, 3, 2, 4), "start, commit, target and stretch must lie in one direction"),
    (lambda: KeyResult(4, 2, 3, 1), "start, commit, target and stretch must lie in one direction"),
    (
        lambda: schemes.progress_of(ONE, ONE, ONE, on=ON),
        "a key result must lead from its start to another target",
    ),
    (
        lambda: schemes.explain_weighted([Component("A", 1, 1)], missing="REFUSE", on=ON),
        "the weights of the components must add up to 100%",
    ),
    (
        lambda: schemes.weighted_scores_of(np.array([[1]]), np.array([[True]]), ONE, missing="REFUSE", on=ON),
        "the weights of the components must add up to 100%",
    ),
    (
        lambda: schemes.explain_weighted([Component("A", 10000, None)], missing="REFUSE", on=ON),
        "a component has no score yet",
    ),
    (
        lambda: schemes.explain_weighted(
            [Component("A", 0, 1), Component("B", 10000, None)], missing="REWEIGHT", on=ON
        ),
        "the components with a score have no weight",
    ),
    (
        lambda: schemes.explain_weighted(
            [Component("A", 10000, 1)], missing="REFUSE", on=ON, bands=[{"code": "GOOD", "min": 2}]
        ),
        "no band of the scheme holds this score",
    ),
    (
        lambda: replace(allowance.default_policy(on=ON), productivity=1),
        "the shares of productivity and discipline must add up to 100%",
    ),
    (
        lambda: replace(allowance.default_policy(on=ON), factors={"GOOD": 1}),
        "the policy needs a factor for each of the five predicates",
    ),
    (
        lambda: replace(allowance.default_policy(on=ON), round_to=0),
        "rounding goes to at least one rupiah",
    ),
    (lambda: parse_hundredths("1,5"), "'1,5' is not a decimal with a point and at most two decimals"),
    (lambda: days.is_working_day(ON, working_week=4), "a working week has 5, 6 days, not 4"),
]


@pytest.mark.parametrize(("ask", "words"), REFUSED, ids=[words[:40] for _, words in REFUSED])
def test_a_refusal_says_what_is_wrong(ask: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError) as refused:
        ask()
    assert str(refused.value).replace("100 %", "100%") == words.replace("100 %", "100%")


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        plan_values.additional_value(["GOOD"], [500, 500], [100], on=ON_2021)
    with pytest.raises(ValueError, match="zip"):
        plan_values.additional_value(["GOOD"], [500], [100, 100], on=ON_2021)


def test_law_that_is_not_there_names_itself_in_both_languages() -> None:
    with pytest.raises(NotInForce) as missing:
        in_force("permenpanrb-6-2022", "quadrant", date(2022, 2, 6))
    assert missing.value.law == "permenpanrb-6-2022/quadrant"
    assert missing.value.on == date(2022, 2, 6)
    assert str(missing.value) == "No value of permenpanrb-6-2022/quadrant is in force on 2022-02-06."
    assert missing.value.what == Sentence(
        "Kuadran predikat kinerja (PermenPANRB 6/2022)",
        "Quadrant of performance predicates (PermenPANRB 6/2022)",
    )
    assert NotInForce("x", ON).what == Sentence("x", "x")


def test_a_calendar_that_is_not_there_names_its_year() -> None:
    with pytest.raises(NotInForce) as missing:
        days.national_holidays(2100)
    assert missing.value.what == Sentence(
        "Kalender hari kerja tahun 2100", "The calendar of working days of 2100"
    )
    assert missing.value.on == date(2100, 1, 1)
    with pytest.raises(NotInForce) as last:
        days.working_day_after(date(9999, 12, 31), 5, holidays=[])
    assert last.value.what.en == "A calendar after the year 9999"


def test_the_first_and_last_entry_of_a_file_with_several() -> None:
    law = law_file("careers", "promotion-months")
    assert [len(entry.value) for entry in law.entries] == [2, 6, 12]
    assert [
        law.on(day) is entry
        for day, entry in zip([date(2022, 12, 31), date(2024, 12, 31), ON], law.entries, strict=True)
    ] == [True] * 3


def test_a_nip_names_every_impossible_part() -> None:
    with pytest.raises(NipRefused) as refused:
        parse_nip("198613322015009001", on=ON)
    assert [error.field for error in refused.value.errors] == ["nip.birth", "nip.appointed", "nip.sex"]
    assert str(refused.value) == "; ".join(error.en for error in refused.value.errors)
    assert "201500" in refused.value.errors[1].id and "Digits 9–14" in refused.value.errors[1].en


def test_working_days_cross_the_year_with_both_calendars() -> None:
    assert days.working_day_after(date(2025, 12, 30), 3) == date(2026, 1, 5)
    assert days.working_day_after(date(2025, 12, 30), 3, holidays=[]) == date(2026, 1, 2)
    assert days.working_day_after(date(2025, 12, 30), 3, holidays=[], working_week=6) == date(2026, 1, 2)
    assert days.working_day_after(date(2026, 1, 1), 1, holidays=[date(2026, 1, 2)], working_week=6) == date(
        2026, 1, 3
    )


def test_a_plan_that_begins_on_the_last_day_of_january_is_late_in_february() -> None:
    shared = {"results": (ResultDraft("Arsip tertata"),), "set_on": date(2026, 2, 2)}

    def late(starts_on: date | None) -> bool:
        draft = PlanDraft(2026, "ADMIN_FUNCTIONAL", "QUALITATIVE", starts_on=starts_on, **shared)  # type: ignore[arg-type]
        return "V12" in [finding.rule for finding in check_plan(draft, on=ON)]

    assert [late(day) for day in (None, date(2026, 1, 31), date(2026, 2, 1))] == [True, True, False]


def test_money_and_scores_stay_whole_numbers() -> None:
    found, told = schemes.weighted_scores_of(
        np.array([[9000, 7000], [0, 0], [100, 0]]),
        np.array([[True, True], [False, False], [True, False]]),
        np.array([9999, 1]),
        missing="REWEIGHT",
        on=ON,
    )
    assert (found.dtype, told.dtype) == (np.dtype(np.int64), np.dtype(np.bool_))
    assert (found.tolist(), told.tolist()) == ([9000, 0, 100], [True, False, True])
    progress = schemes.progress_of(np.array([0, 800]), np.array([300, 200]), np.array([100, 300]), on=ON)
    assert (progress.dtype, progress.tolist()) == (np.dtype(np.int64), [3333, 8333])
    light, least = schemes.weighted_scores_of(
        np.array([[50, 50]]), np.array([[False, True]]), np.array([9999, 1]), missing="REWEIGHT", on=ON
    )
    assert (light.tolist(), least.tolist()) == ([50], [True])


def test_shares_of_a_ranking_count_what_is_absent_as_nobody() -> None:
    found, small = ranking.ranking_findings({"ABOVE": 10}, on=ON_2021)
    assert [(one.code, one.people) for one in found] == [("ABOVE_MAX", 8), ("MEETS_MIN", 6)]
    assert small is False


def test_the_index_is_capped_and_refuses_codes_of_another_dimension() -> None:
    told = explain_index(
        qualification="S3",
        competences=["LEADERSHIP", "FUNCTIONAL", "TECHNICAL", "SEMINAR"],
        performance="VERY_GOOD",
        discipline="NO_SANCTION",
        on=ON,
    )
    assert told.result == {"score": "100.00", "category": "VERY_HIGH"}
    with pytest.raises(UnknownCode) as refused:
        explain_index(qualification="S3", competences=["S1"], performance="GOOD", discipline="LIGHT", on=ON)
    assert refused.value.code == "S1" and refused.value.allowed == (
        "LEADERSHIP",
        "FUNCTIONAL",
        "TECHNICAL",
        "SEMINAR",
    )


def test_promotion_waits_for_the_next_period() -> None:
    assert careers.next_promotion_day(date(2024, 12, 1), on=date(2024, 6, 30)) == date(2024, 12, 1)
    assert careers.next_promotion_day(date(2024, 12, 2), on=date(2024, 6, 30)) == date(2025, 2, 1)
    assert careers.next_promotion_day(date(2024, 11, 1), on=date(2024, 6, 30)) == date(2024, 12, 1)


def test_arrays_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        look_up(np.array([1, 2], dtype=np.int8), NONE.astype(np.int8), NONE.astype(np.int8))


def test_credit_of_nobody_is_nobody() -> None:
    empty = np.array([], dtype=np.int8)
    assert credits_of(empty, empty, np.array([], dtype=np.int64), on=ON).tolist() == []
    worst = credits_of(np.array([0], dtype=np.int8), np.array([0], dtype=np.int8), np.array([12]), on=ON)
    assert (worst.tolist(), worst.dtype) == ([94], np.dtype(np.int64))
    for level, predicate in ((-1, 0), (0, -1)):
        with pytest.raises(
            ValueError, match="a missing level or predicate earns no credit; leave the person out"
        ):
            credits_of(
                np.array([level], dtype=np.int8), np.array([predicate], dtype=np.int8), np.array([12]), on=ON
            )


def test_messages_of_the_contract_stand_in_both_languages() -> None:
    asked = {
        "distribution": ({"scheme": "se-menpanrb-3-2023", "organisation": "GOOD", "counts": {}}, "counts"),
        "absence-sanction": ({"days": 1, "consecutive_days": 2}, "consecutive_days"),
        "nip": ({"nip": "1"}, "nip.length"),
        "talent-box": ({"performance": "ABOVE", "potential": "TALL"}, "potential"),
    }
    for rule, (given, field) in asked.items():
        with pytest.raises(InputRefused) as refused:
            explain(rule, given, on=ON)
        (error,) = refused.value.errors
        assert error.field == field
        assert error.id and error.en and error.id != error.en
        assert error.as_json() == {"field": field, "message": error.id}
        assert error.as_json("en") == {"field": field, "message": error.en}
        assert str(refused.value) == f"{field}: {error.en}"


def test_null_is_an_empty_cell_and_a_short_number_tells_its_length() -> None:
    assert flatten({"level": None, "n": {"a": [1, True, "x"]}}) == {
        "level": "",
        "n.a.0": "1",
        "n.a.1": "true",
        "n.a.2": "x",
    }
    with pytest.raises(NipRefused, match="2 characters were given"):
        parse_nip("12", on=ON)
    found = days.deadline("DECIDE", date(2026, 1, 5), on=ON, holidays=[])
    assert (found.step, found.from_on, found.estimated) == ("DECIDE", date(2026, 1, 5), False)
    assert found.ref == "permenpanrb-6-2022/deadlines@2022-02-07"
