"""What an agency or a company chooses is held to the law, with the article that it would break."""

from datetime import date
from typing import Any

import pytest

from selaras.rules import policy
from selaras.rules.allowance import AllowancePolicy, default_policy
from selaras.rules.codes import ACHIEVEMENTS, PREDICATES, UnknownCode
from selaras.rules.dated import in_force
from selaras.rules.hundredths import format_hundredths
from selaras.rules.limits import bounds_of, findings_of

ON = date(2025, 12, 31)
CUTS = {
    code: format_hundredths(row["percent"]) for code, row in in_force("allowance", "cuts", ON).value.items()
}
ALLOWED: dict[str, Any] = {
    "productivity": "60",
    "discipline": "40",
    "factors": {"VERY_POOR": "0", "POOR": "40", "NEEDS_IMPROVEMENT": "70", "GOOD": "100", "VERY_GOOD": "100"},
    "cuts": CUTS,
    "sanctions": {"LIGHT": "0", "MEDIUM": "25", "SEVERE": "50"},
    "cut_base": "DISCIPLINE_PART",
    "rounding": "HALF_UP",
    "round_to": 1,
}
SCHEME: dict[str, Any] = {
    "components": [{"name": "Hasil", "weight": "60"}, {"name": "Kompetensi", "weight": "40"}],
    "bands": {"POOR": "50", "NEEDS_IMPROVEMENT": "60", "GOOD": "75", "VERY_GOOD": "90"},
}


def errors(*, is_regional: bool = True, **changes: Any) -> list[tuple[str, str, str, str]]:
    found = policy.allowance_errors(ALLOWED | changes, is_regional=is_regional, on=ON)
    return [(one.field, one.sentence.en, str(one.cite), one.confidence) for one in found]


def test_the_starting_choice_breaks_nothing_and_is_the_policy_of_the_law() -> None:
    assert errors() == []
    assert policy.allowance_policy_of(ALLOWED) == default_policy(on=ON)


def test_every_part_of_a_choice_reaches_the_policy() -> None:
    factors = {code: str(place) for place, code in enumerate(PREDICATES)}
    chosen = ALLOWED | {
        "productivity": "55.5",
        "discipline": "44.5",
        "factors": factors,
        "cut_base": "WHOLE",
        "rounding": "DOWN",
        "round_to": "100",
    }
    whole = {code: place * 100 for place, code in enumerate(PREDICATES)}
    assert policy.allowance_policy_of(chosen) == AllowancePolicy(5550, 4450, whole, "WHOLE", "DOWN", 100)


def test_shares_make_a_whole_and_regions_keep_those_of_the_law() -> None:
    law = "Kepmendagri 900-4700/2020 tambahan penghasilan berdasarkan prestasi kerja"
    total = "The shares of productivity and discipline must add up to 100%; they are 99.00% now."
    assert errors(productivity="60", discipline="39") == [("discipline", total, law, "secondary")]
    fixed = [
        ("productivity", "For regional agencies this share is fixed at 60.00%.", law, "secondary"),
        ("discipline", "For regional agencies this share is fixed at 40.00%.", law, "secondary"),
    ]
    assert errors(productivity="50", discipline="50") == fixed
    assert errors(is_regional=False, productivity="50", discipline="50") == []


def test_a_better_predicate_never_pays_less() -> None:
    found = errors(factors=ALLOWED["factors"] | {"GOOD": "69.99"})
    assert [one[0] for one in found] == ["factors.GOOD"]
    assert found[0][2:] == ("Kebijakan instansi faktor menurut predikat", "unconfirmed")
    assert errors(factors=ALLOWED["factors"] | {"GOOD": "70"}) == []
    assert [one[0] for one in errors(factors=dict.fromkeys(PREDICATES, "50") | {"VERY_POOR": "60"})] == [
        "factors.POOR"
    ]


def test_a_longer_breach_never_costs_less() -> None:
    found = errors(cuts=CUTS | {"LATE_3": "0.99"})
    assert [one[0] for one in found] == ["cuts.LATE_3"]
    assert found[0][2].startswith("Kepmendagri 900-4700/2020")
    assert errors(cuts=CUTS | {"LATE_3": "1.00"}) == []
    assert errors(cuts=CUTS | {"ABSENT": "0", "CEREMONY": "9"}) == [], "different kinds are not compared"
    assert [one[0] for one in errors(cuts=CUTS | {"EARLY_1": "2"})] == ["cuts.EARLY_2"]


def test_a_medium_sanction_cuts_what_the_law_says() -> None:
    found = errors(sanctions=ALLOWED["sanctions"] | {"MEDIUM": "24.99"})
    assert [(one[0], one[1], one[2]) for one in found] == [
        (
            "sanctions.MEDIUM",
            "A sanction of this level cuts the allowance by exactly 25.00%.",
            "PP 94/2021 Pasal 8",
        )
    ]
    assert errors(sanctions={"LIGHT": "99", "SEVERE": "1"}) == []
    assert [policy.sanction_cut_of(level, on=ON) for level in ("LIGHT", "MEDIUM", "SEVERE")] == [
        None,
        2500,
        None,
    ]


def test_every_error_is_told_at_once() -> None:
    found = errors(
        productivity="1",
        factors=ALLOWED["factors"] | {"GOOD": "1"},
        cuts=CUTS | {"LATE_2": "0"},
        sanctions={"MEDIUM": "0"},
    )
    assert [one[0] for one in found] == ["discipline", "factors.GOOD", "cuts.LATE_2", "sanctions.MEDIUM"]


def scheme_errors(**changes: Any) -> list[tuple[str, str]]:
    found = policy.scheme_errors(SCHEME | changes, on=ON)
    assert all(one.cite.instrument == "Skema perusahaan" and one.confidence == "practice" for one in found)
    return [(one.field, one.sentence.en) for one in found]


def test_a_scheme_has_a_whole_of_weights_different_names_and_rising_bands() -> None:
    assert scheme_errors() == []
    same = [{"name": "Hasil", "weight": "60"}, {"name": " hasil ", "weight": "40"}]
    assert [one[0] for one in scheme_errors(components=same)] == ["components"]
    light = [{"name": "Hasil", "weight": "60"}, {"name": "Nilai", "weight": "39.5"}]
    assert scheme_errors(components=light) == [
        ("components", "The weights of all components must add up to 100%; they are 99.50% now.")
    ]
    assert [one[0] for one in scheme_errors(bands=SCHEME["bands"] | {"GOOD": "60"})] == ["bands.GOOD"]
    assert scheme_errors(bands=SCHEME["bands"] | {"GOOD": "60.01"}) == []
    assert [one[0] for one in scheme_errors(bands=SCHEME["bands"] | {"POOR": "0"})] == ["bands.POOR"]


def test_the_bands_of_a_scheme_begin_at_zero() -> None:
    assert policy.bands_of(SCHEME) == [
        {"code": "VERY_POOR", "min": 0},
        {"code": "POOR", "min": 5000},
        {"code": "NEEDS_IMPROVEMENT", "min": 6000},
        {"code": "GOOD", "min": 7500},
        {"code": "VERY_GOOD", "min": 9000},
    ]


@pytest.mark.parametrize("organisation", ACHIEVEMENTS)
@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 10, 33, 40])
def test_the_bounds_of_a_group_are_those_that_findings_use(organisation: str, size: int) -> None:
    bounds, small = bounds_of(organisation, size, on=ON)
    places = [PREDICATES.index(bound.row["predicates"][0]) for bound in bounds]
    assert places == sorted(places, reverse=True)
    assert small is findings_of(organisation, {"GOOD": size}, on=ON)[1]
    for bound in bounds:
        assert bound.row["organisation"] == organisation
        for people in range(size + 1):
            predicate = bound.row["predicates"][0]
            other = next(code for code in PREDICATES if code not in bound.row["predicates"])
            counts = {predicate: people, other: size - people}
            broken = [f.predicates for f in findings_of(organisation, counts, on=ON)[0]]
            within = bound.fewest <= people <= bound.most
            assert small or within is (tuple(bound.row["predicates"]) not in broken)


def test_bounds_of_an_unknown_achievement_are_refused() -> None:
    with pytest.raises(UnknownCode):
        bounds_of("SUPERB", 10, on=ON)
