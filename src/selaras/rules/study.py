"""Study leave: the band that a grade point average suggests (PermenPANRB 6/2022 p. 63); advice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from selaras.rules.codes import position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import decimal_words, say

PLACES = ("DOMESTIC", "ABROAD")
PROGRAMMES = ("S1", "S2_S3_PROFESSION")
GRADES = ("A", "B", "C")


def explain_study_band(
    place: str,
    programme: str,
    gpa: int,
    *,
    university: str | None = None,
    study_programme: str | None = None,
    on: date,
) -> Explanation:
    """The band of an average in hundredths; None where the table has no row for the accreditations.

    Abroad both accreditations are ignored; at home they are needed. Raises UnknownCode.
    """
    position_of(place, PLACES)
    position_of(programme, PROGRAMMES)
    entry = in_force(PERMENPANRB_6_2022, "study-leave-bands", on)
    row = _row(entry.value, place, programme, university, study_programme)
    if row is None:
        return Explanation("study-leave-band", on, {"band": None}, (step(entry, say("study_none")),))
    names = in_force(PERMENPANRB_6_2022, "predicates", on).value
    limits = {key: decimal_words(row[key]) for key in ("very_good", "good", "needs_improvement")}
    band = _band(row, gpa)
    steps = (
        step(entry, say("study_row", **limits)),
        step(entry, say("study_band", gpa=decimal_words(gpa), band=names[band])),
    )
    return Explanation("study-leave-band", on, {"band": band}, steps)


def graduation_of(months: int, norm: int, *, on: date) -> str:
    """FASTER, ON_TIME or EXTENDED: the months of study against those of the programme (p. 63)."""
    faster, on_time, extended = in_force(PERMENPANRB_6_2022, "graduation", on).value
    if months == norm:
        return str(on_time)
    return str(faster if months < norm else extended)


def _row(
    rows: Mapping[str, Mapping[str, Any]],
    place: str,
    programme: str,
    university: str | None,
    study_programme: str | None,
) -> Mapping[str, Any] | None:
    for row in rows.values():
        if (row["place"], row["programme"]) != (place, programme):
            continue
        if "university" not in row:
            return row
        if row["university"] == university and study_programme in row["study_programmes"]:
            return row
    return None


def _band(row: Mapping[str, Any], gpa: int) -> str:
    for key in ("very_good", "good", "needs_improvement"):
        if gpa >= row[key]:
            return key.upper()
    return "POOR"
