"""Each example and golden number of the sources has a proof that exists and runs."""

import re
from pathlib import Path

import pytest
from tests.law.sheets import sheet

from selaras.rules import limits
from selaras.rules.distribution import mode_of

HERE = Path(__file__).parent
CASES = HERE.parent / "rules" / "cases"
LEDGER: dict[str, str] = sheet(HERE / "ledger.yaml")
# The series of examples in the annexes of PermenPANRB 6/2022 and how many were read; EV and SKP lack 2, 4 and 6.
SERIES = {
    **{"QD": 10, "DS": 5, "EV": 5, "SKP": 5, "CL": 4, "DC": 4, "ND": 5, "WB": 2, "MPH": 3, "PT": 9, "MI": 3},
    **{"TB": 6, "MV": 3, "DL": 3, "OP": 4, "EK": 5, "LX": 4, "AK": 19, "RG": 7, "DL-K": 8},
}


def written_tests() -> set[str]:
    """The names of all tests of the rules and of the law."""
    found: set[str] = set()
    for folder in (HERE, HERE.parent / "rules"):
        for path in folder.glob("test_*.py"):
            found |= set(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
    return found


@pytest.mark.parametrize("name", LEDGER)
def test_the_proof_exists(name: str) -> None:
    proof = LEDGER[name]
    if proof.startswith("test_"):
        assert proof in written_tests()
        return
    file, _, beginning = proof.partition(": ")
    cases = sheet(CASES / f"{file}.yaml")["cases"]
    fitting = [case for case in cases if re.match(re.escape(beginning) + r"(?!\d)", str(case["id"]))]
    assert fitting, f"no case of {file} begins with {beginning}"


@pytest.mark.parametrize("series", SERIES)
def test_a_series_is_whole(series: str) -> None:
    written = [name for name in LEDGER if re.fullmatch(rf"{series}-?\d+", name)]
    assert len(written) == SERIES[series]


def test_the_achievement_of_a_period_is_an_input_and_no_computation() -> None:
    """OP-1, p. 93: calculating it follows the regulations on organisations; the rules only take the predicate."""
    given = {
        name: function.__annotations__
        for name, function in (("mode", mode_of), ("limits", limits.findings_of))
    }
    assert given["mode"]["achievement"] is str and given["limits"]["organisation"] is str
