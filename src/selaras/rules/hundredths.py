"""Decimals as whole hundredths: read from text, rounded half up once, written with two places."""

import re
from fractions import Fraction

HUNDRED = 100
PLACES = 2
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,2})?")


def parse_hundredths(text: str) -> int:
    """Whole hundredths of a decimal written with a point and at most two decimals ("3.61" gives 361).

    Raises ValueError for anything else: no comma, no exponent, no blank, no third decimal.
    """
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"'{text}' is not a decimal with a point and at most two decimals")
    whole, _, rest = text.lstrip("-").partition(".")
    amount = int(whole) * HUNDRED + int(rest.ljust(PLACES, "0"))
    return -amount if text.startswith("-") else amount


def format_hundredths(amount: int) -> str:
    """A decimal with exactly two places from whole hundredths (361 gives "3.61")."""
    whole, rest = divmod(abs(amount), HUNDRED)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:02d}"


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; exactly half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def as_hundredths(value: Fraction) -> int:
    """An exact value as whole hundredths, rounded half up once."""
    return round_half_up(value * HUNDRED)


def exactly(amount: int) -> Fraction:
    """The exact value of whole hundredths."""
    return Fraction(amount, HUNDRED)
