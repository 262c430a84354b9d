"""The rules of the contract about careers, discipline, talent and identity."""

from datetime import date
from typing import Any

from selaras.rules.codes import PREDICATES
from selaras.rules.contract.schema import (
    AMOUNTS,
    Built,
    FieldError,
    InputRefused,
    choice,
    day,
    decimal,
    many,
    names_of,
    or_null,
    predicate_schema,
    record,
    refuse,
    text,
    whole,
)
from selaras.rules.explain import Explanation
from selaras.rules.sentences import say

DAYS_OF_A_YEAR = 366
MONTHS = 12
BOXES = 9


def credit_points() -> Built:
    """Credit points of functional officials."""
    from selaras.rules import credit

    levels = names_of(credit.PERMENPANRB_1_2023, "levels")
    given = record(
        {"level": choice(tuple(levels), levels), "predicate": predicate_schema(), "months": whole(1, MONTHS)}
    )

    def answer(given: dict[str, Any], on: date) -> Explanation:
        return credit.explain_credit(given["level"], given["predicate"], given["months"], on=on)

    return given, record({"credit": decimal(*AMOUNTS)}), answer


def absence_sanction() -> Built:
    """What absence leads to."""
    from selaras.rules import discipline

    sanctions = names_of(discipline.PP_94_2021, "sanctions")
    levels = names_of(discipline.PP_94_2021, "sanction-levels")
    days = whole(0, DAYS_OF_A_YEAR)
    result = record(
        {
            "level": or_null(choice(tuple(levels), levels)),
            "sanction": or_null(choice(tuple(sanctions), sanctions)),
        }
    )

    def answer(given: dict[str, Any], on: date) -> Explanation:
        if given["consecutive_days"] > given["days"]:
            raise refuse("consecutive_days", "input_consecutive")
        return discipline.explain_absence(given["days"], given["consecutive_days"], on=on)

    return record({"days": days, "consecutive_days": days}), result, answer


def talent_box() -> Built:
    """The nine boxes."""
    from selaras.rules import talent

    performances = names_of(talent.PERMENPANRB_3_2020, "performances")
    potentials = names_of(talent.PERMENPANRB_3_2020, "potentials")
    advice = names_of(talent.PERMENPANRB_3_2020, "recommendations")
    given = record(
        {
            "performance": choice(tuple(performances), performances),
            "potential": choice(tuple(potentials), potentials),
        }
    )
    result = record(
        {"box": whole(1, BOXES), "recommendations": many(choice(tuple(advice), advice), 1, len(PREDICATES))}
    )

    def answer(given: dict[str, Any], on: date) -> Explanation:
        return talent.explain_box(given["performance"], given["potential"], on=on)

    return given, result, answer


def nip_parts() -> Built:
    """The parts of a NIP."""
    from selaras.rules import nip

    sexes = choice(tuple(nip.SEXES.values()), {"M": say("male"), "F": say("female")})
    result = record({"birth_on": day(), "appointed": text(), "sex": sexes, "serial": text()})

    def answer(given: dict[str, Any], on: date) -> Explanation:
        try:
            return nip.explain_nip(given["nip"], on=on)
        except nip.NipRefused as refused:
            raise InputRefused([FieldError(e.field, e.id, e.en) for e in refused.errors]) from None

    return record({"nip": text("^[0-9]{18}$")}), result, answer
