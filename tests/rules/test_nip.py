"""The NIP by its parts, in both languages, and the identity data beside it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selaras.rules import identity, nip

ON = date(2026, 1, 1)


@given(
    st.dates(date(1950, 1, 1), date(2004, 12, 31)),
    st.dates(date(2005, 1, 1), date(2025, 12, 31)),
    st.sampled_from("12"),
    st.integers(1, 999),
)
def test_every_possible_number_reads_back(birth: date, appointed: date, sex: str, serial: int) -> None:
    number = f"{birth:%Y%m%d}{appointed:%Y%m}{sex}{serial:03d}"
    read = nip.parse_nip(number, on=ON)
    assert (read.birth_on, read.appointed_on) == (birth, appointed.replace(day=1))
    assert (read.sex, read.serial) == (nip.SEXES[sex], f"{serial:03d}")
    assert nip.format_nip(number, on=ON).replace(" ", "") == number


def test_the_printed_form() -> None:
    assert nip.format_nip("198609262015051001", on=ON) == "19860926 201505 1 001"


@pytest.mark.parametrize(("appointed", "warned"), [("200408", True), ("200409", False)])
def test_an_appointment_before_eighteen_is_only_a_warning(appointed: str, warned: bool) -> None:
    read = nip.parse_nip(f"19860926{appointed}1001", on=ON)
    assert bool(read.warnings) is warned
    assert len(nip.explain_nip(f"19860926{appointed}1001", on=ON).steps) == 1 + warned


def test_errors_speak_both_languages() -> None:
    (error,) = nip.check_nip("1986", on=ON)
    assert error.field == "nip.length"
    assert "18 angka" in error.id and "18 digits" in error.en
    assert nip.check_nip("198609262015051001", on=ON) == ()


def test_a_pppk_number_has_no_month_of_appointment() -> None:
    assert nip.check_pppk_number("198609262022211001", on=ON) == ()
    assert [e.field for e in nip.check_pppk_number("198613262022211001", on=ON)] == ["nip.birth"]
    assert [e.field for e in nip.check_pppk_number("1986", on=ON)] == ["nip.length"]


def test_digits_of_other_scripts_are_no_digits() -> None:
    assert nip.check_nip("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", on=ON)[0].field == "nip.length"


def test_ranks_and_positions() -> None:
    assert identity.rank_label("III_A", on=ON) == "Penata Muda / III/a"
    assert [identity.rank_of(text, on=ON) for text in ("III/a", "iii.A", "III a", "V/a")] == ["III_A"] * 3 + [
        None
    ]
    assert len(identity.ranks(on=ON)) == 17 == len(identity.pppk_grades(on=ON))
    kinds = identity.position_kinds(on=ON)
    assert all(level["kind"] in kinds for level in identity.position_levels(on=ON).values())
