"""What an agency chooses within the law: what is refused, at which field and by which article."""

from datetime import date
from typing import Any

import pytest

from selaras.rules import allowance, policy
from selaras.rules.codes import PREDICATES
from selaras.rules.dated import NotInForce, in_force
from selaras.rules.hundredths import format_hundredths

ON = date(2026, 7, 15)


def starting() -> dict[str, Any]:
    start = allowance.default_policy(on=ON)
    cuts = in_force("allowance", "cuts", ON).value
    return {
        "productivity": "60.00", "discipline": "40.00", "cut_base": start.cut_base, "rounding": "DOWN",
        "round_to": "100",
        "factors": {code: format_hundredths(start.factors[code]) for code in PREDICATES},
        "cuts": {code: format_hundredths(row["percent"]) for code, row in cuts.items()},
        "sanctions": {"MEDIUM": "25.00"},
    }  # fmt: skip


def refused(choice: dict[str, Any], *, is_regional: bool = True) -> dict[str, str]:
    found = policy.allowance_errors(choice, is_regional=is_regional, on=ON)
    assert all(error.confidence and error.sentence.en for error in found)
    return {error.field: f"{error.sentence.id} {error.cite.instrument}" for error in found}


def test_the_starting_values_are_allowed_and_make_the_policy() -> None:
    assert refused(starting()) == {} == refused(starting(), is_regional=False)
    made = policy.allowance_policy_of(starting())
    assert (made.productivity, made.discipline, made.rounding, made.round_to) == (6000, 4000, "DOWN", 100)
    assert made.factors == allowance.default_policy(on=ON).factors and made.cut_base == "DISCIPLINE_PART"


def test_shares_make_a_whole_and_are_fixed_for_regions() -> None:
    less = starting() | {"productivity": "50.00"}
    for is_regional in (True, False):
        (sentence,) = refused(less, is_regional=is_regional).values()
        assert "sekarang 90,00 %" in sentence
    other = starting() | {"productivity": "70.00", "discipline": "30.00"}
    assert refused(other, is_regional=False) == {}
    assert list(refused(other)) == ["productivity", "discipline"]
    assert "ditetapkan 60,00 %" in refused(other)["productivity"]


@pytest.mark.parametrize(("better", "worse"), list(zip(PREDICATES[1:], PREDICATES[:-1], strict=True)))
def test_a_better_predicate_never_pays_less(better: str, worse: str) -> None:
    choice = starting()
    choice["factors"] = dict.fromkeys(PREDICATES, "50.00")
    assert refused(choice) == {}
    choice["factors"][better] = "49.99"
    assert f"factors.{better}" in refused(choice)


def test_a_longer_breach_never_costs_less() -> None:
    for kind in ("LATE", "EARLY"):
        for place in (2, 3, 4):
            choice = starting()
            choice["cuts"] = dict(choice["cuts"])
            choice["cuts"][f"{kind}_{place}"] = choice["cuts"][f"{kind}_{place - 1}"]
            assert f"cuts.{kind}_{place}" not in refused(choice)
            choice["cuts"][f"{kind}_{place}"] = "0.10"
            assert f"cuts.{kind}_{place}" in refused(choice)
    free = starting()
    free["cuts"] = free["cuts"] | {"ABSENT": "0.00", "CEREMONY": "9.00"}
    assert refused(free) == {}


def test_a_medium_sanction_cuts_what_the_law_says() -> None:
    assert [policy.sanction_cut_of(level, on=ON) for level in ("LIGHT", "MEDIUM", "SEVERE")] == [
        None,
        2500,
        None,
    ]
    for wrong in ("24.99", "25.01"):
        found = refused(starting() | {"sanctions": {"MEDIUM": wrong, "LIGHT": "5.00", "SEVERE": "100.00"}})
        assert list(found) == ["sanctions.MEDIUM"] and "tepat 25,00 %" in found["sanctions.MEDIUM"]
        assert "PP 94/2021" in found["sanctions.MEDIUM"]
    with pytest.raises(NotInForce):
        policy.allowance_errors(starting(), is_regional=False, on=date(2021, 1, 1))


SCHEME: dict[str, Any] = {
    "components": [{"name": "Target", "weight": "70.00"}, {"name": "Nilai", "weight": "30.00"}],
    "bands": {"POOR": "50.00", "NEEDS_IMPROVEMENT": "60.00", "GOOD": "75.00", "VERY_GOOD": "90.00"},
}


def wrong(change: dict[str, Any]) -> list[str]:
    return [error.field for error in policy.scheme_errors(SCHEME | change, on=ON)]


def test_a_scheme_has_whole_weights_own_names_and_rising_bands() -> None:
    assert wrong({}) == []
    assert [band["code"] for band in policy.bands_of(SCHEME)] == list(PREDICATES)
    assert [band["min"] for band in policy.bands_of(SCHEME)] == [0, 5000, 6000, 7500, 9000]
    for weight in ("69.99", "70.01"):
        assert wrong({"components": [{"name": "Target", "weight": weight}, SCHEME["components"][1]]}) == [
            "components"
        ]
    assert wrong({"components": [{"name": " nilai ", "weight": "70.00"}, SCHEME["components"][1]]}) == [
        "components"
    ]
    for code, least in (("POOR", "0.00"), ("GOOD", "60.00"), ("VERY_GOOD", "70.00")):
        assert wrong({"bands": SCHEME["bands"] | {code: least}}) == [f"bands.{code}"]
