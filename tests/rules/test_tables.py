"""The tables of the law on every hundredth: no gap, no overlap, and the printed limits as people read them."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from selaras.rules import allowance, discipline, scoring
from selaras.rules.bands import band_at
from selaras.rules.codes import PREDICATES, decode
from selaras.rules.dated import LawFile, all_law
from selaras.rules.hundredths import exactly
from selaras.rules.study import explain_study_band

ON = date(2025, 12, 31)
ON_2021 = date(2021, 12, 31)
BANDED = [law for law in all_law() if law.kind == "bands"]
# Page 63 as printed: university, study programmes, then Sangat Baik, Baik and Butuh Perbaikan; less is Kurang.
FIRST_DEGREE = {
    ("A", "ABC"): [(351, 400), (301, 350), (276, 300)],
    ("B", "ABC"): [(361, 400), (310, 360), (276, 309)],
    ("C", "AB"): [(371, 400), (320, 370), (276, 319)],
}
LATER_DEGREE = {
    ("A", "ABC"): [(351, 400), (320, 350), (300, 319)],
    ("B", "ABC"): [(361, 400), (325, 360), (300, 324)],
    ("C", "AB"): [(371, 400), (330, 370), (300, 329)],
}
PRINTED = {"S1": FIRST_DEGREE, "S2_S3_PROFESSION": LATER_DEGREE}
NAMED = ("VERY_GOOD", "GOOD", "NEEDS_IMPROVEMENT")


def printed_band(ranges: list[tuple[int, int]], gpa: int) -> str:
    fitting = [name for name, (low, high) in zip(NAMED, ranges, strict=True) if low <= gpa <= high]
    assert len(fitting) <= 1, "the printed ranges do not overlap"
    return fitting[0] if fitting else "POOR"


@pytest.mark.parametrize("programme", PRINTED)
def test_study_leave_bands_are_the_printed_ones_on_every_hundredth(programme: str) -> None:
    for (university, allowed), ranges in PRINTED[programme].items():
        for grade in "ABC":
            for gpa in range(0, 401):
                told = explain_study_band(
                    "DOMESTIC", programme, gpa, university=university, study_programme=grade, on=ON
                )
                expected = printed_band(ranges, gpa) if grade in allowed else None
                assert told.result["band"] == expected, (university, grade, gpa)
    for gpa in range(0, 401):
        abroad = explain_study_band("ABROAD", programme, gpa, university="C", study_programme="C", on=ON)
        assert abroad.result["band"] == printed_band(PRINTED[programme]["A", "ABC"], gpa)


@pytest.mark.parametrize("law", BANDED, ids=lambda law: f"{law.instrument}/{law.name}")
def test_every_hundredth_lies_in_exactly_one_band(law: LawFile) -> None:
    for entry in law.entries:
        bands = entry.value
        top = bands[-1].get("max", bands[-1]["min"] + 1000)
        for amount in range(bands[0]["min"], top + 1):
            inside = [band["code"] for band in bands if holds(bands, band, amount)]
            found = band_at(bands, exactly(amount))
            assert found is not None and inside == [found["code"]]
        assert band_at(bands, exactly(bands[0]["min"] - 1)) is None


def holds(bands: Any, band: Any, amount: int) -> bool:
    """Up to the next band's lowest value, said without the function under test."""
    place = bands.index(band)
    following = bands[place + 1]["min"] if place + 1 < len(bands) else None
    return bool(band["min"] <= amount and (following is None or amount < following))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((11000, 12000), "VERY_GOOD"),
        ((9000, 10999), "GOOD"),
        ((7000, 8999), "NEEDS_IMPROVEMENT"),
        ((5000, 6999), "POOR"),
        ((0, 4999), "VERY_POOR"),
    ],
)
def test_predicates_of_the_score_on_every_hundredth(scores: tuple[int, int], expected: str) -> None:
    """PP 30/2019 Pasal 41: with a new idea; without one 110–120 is Baik."""
    amounts = np.arange(scores[0], scores[1] + 1, dtype=np.int64) * 100
    found = scoring.score_predicates_of(amounts, np.ones(len(amounts), dtype=bool), on=ON_2021)
    assert set(decode(found, PREDICATES)) == {expected}
    without = scoring.score_predicates_of(amounts, np.zeros(len(amounts), dtype=bool), on=ON_2021)
    assert set(decode(without, PREDICATES)) == {"GOOD" if expected == "VERY_GOOD" else expected}


def test_the_value_of_an_indicator_on_every_whole_percent() -> None:
    """Page 101, computed here by its printed formulas."""
    printed = {100: ("GOOD", 10900)}
    for percent in range(0, 60):
        printed[percent] = ("VERY_POOR", half_up(percent * 4900, 59))
    for percent in range(60, 80):
        printed[percent] = ("POOR", half_up(5000 * 19 + 1900 * (percent - 60), 19))
    for percent in range(80, 100):
        printed[percent] = ("NEEDS_IMPROVEMENT", half_up(7000 * 19 + 1900 * (percent - 80), 19))
    for percent in range(101, 111):
        printed[percent] = ("VERY_GOOD", half_up(11000 * 9 + 1000 * (percent - 101), 9))
    for percent in range(111, 200):
        printed[percent] = ("VERY_GOOD", 12000)
    for percent, (category, value) in printed.items():
        told = scoring.explain_achievement(
            [10000], percent * 100, direction="MORE", maximum=False, on=ON_2021
        )
        assert told.result["category"] == category
        assert told.result["value"] == f"{value // 100}.{value % 100:02d}"


def half_up(part: int, whole: int) -> int:
    return (2 * part + whole) // (2 * whole)


@pytest.mark.parametrize(("realisation", "rounded"), [(9949, 99), (9950, 100), (10049, 100), (10050, 101)])
def test_the_rounded_percent_decides(realisation: int, rounded: int) -> None:
    told = scoring.explain_achievement([10000], realisation, direction="MORE", maximum=False, on=ON_2021)
    assert told.result["rounded"] == str(rounded)


def test_absence_by_the_printed_days() -> None:
    printed = {3: 0, 4: 1, 7: 2, 11: 3, 14: 4, 17: 5, 21: 6, 25: 7, 28: 8}
    expected: str | None = None
    for days in range(0, 100):
        if days in printed:
            expected = discipline.sanctions(on=ON)[printed[days]]
        assert discipline.explain_absence(days, 0, on=ON).result["sanction"] == expected
        if days >= 10:
            assert discipline.explain_absence(days, 10, on=ON).result["sanction"] == "DISMISSAL_WITH_HONOUR"
            assert discipline.explain_absence(days, 9, on=ON).result["sanction"] == expected


@pytest.mark.parametrize("kind", ["LATE", "EARLY"])
def test_cuts_of_lateness_on_every_minute(kind: str) -> None:
    for minutes in range(0, 300):
        printed = [0, 50, 100, 125, 150][(minutes > 0) + (minutes > 30) + (minutes > 60) + (minutes > 90)]
        assert allowance.cut_of(kind, minutes=minutes, on=ON) == printed


@pytest.mark.parametrize(
    ("amounts", "share"),
    [("percentages", None), ("shares", 10000), ("score-weights", None), ("dimensions", 10000)],
)
def test_the_totals_of_tables(amounts: str, share: int | None) -> None:
    for law in all_law():
        if law.name != amounts:
            continue
        for entry in law.entries:
            rows = [dict(row) for row in entry.value.values()]
            if amounts == "score-weights":
                assert all(sum(row.values()) == 10000 for row in rows)
            elif amounts == "dimensions":
                assert sum(row["most"] for row in rows) == share
            elif amounts == "shares":
                assert sum(row["SHARE"] for row in rows) == share
            else:
                percents = [entry.value[code]["PERCENT"] for code in PREDICATES]
                assert percents == sorted(percents)


def test_limits_name_each_predicate_once_for_an_achievement() -> None:
    """What `_is_possible` rests on: the limits of one achievement share no predicate."""
    rows = next(law for law in all_law() if law.name == "limits").entries[-1].value.values()
    for organisation in {row["organisation"] for row in rows}:
        named = [code for row in rows if row["organisation"] == organisation for code in row["predicates"]]
        assert len(named) == len(set(named))
