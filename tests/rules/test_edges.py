"""Edges where a small slip would change an answer: first and last values, refusals by their words, sizes of arrays."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from selaras.rules import (
    allowance,
    appraisers,
    careers,
    competence,
    development,
    discipline,
    distribution,
    identity,
    procedures,
    rating,
    scoring,
    study,
    talent,
)
from selaras.rules.codes import (
    ACHIEVEMENTS,
    PREDICATES,
    RATINGS,
    UnknownCode,
    decode,
    encode,
    look_up,
    position_of,
)
from selaras.rules.dated import Cite, all_law, in_force, instruments
from selaras.rules.lawyaml import BrokenLaw, read_yaml

ON = date(2025, 12, 31)
ON_2021 = date(2021, 12, 31)


def test_arrays_of_codes_take_one_byte_a_person() -> None:
    """A nation of 4.7 million fits into memory."""
    none = np.array([], dtype=np.int8)
    flags = np.array([], dtype=bool)
    amounts = np.array([], dtype=np.int64)
    found = [
        encode([None, "GOOD"], PREDICATES),
        talent.boxes_of(none, none, on=ON),
        distribution.head_ratings_of(none, on=ON),
        rating.predicates_of(none, none, on=ON),
        rating.predicates_of(encode(["MEETS"], RATINGS), encode(["MEETS"], RATINGS), on=ON),
        scoring.score_predicates_of(amounts, flags, on=ON_2021),
        discipline.absence_sanctions_of(amounts, amounts, on=ON),
    ]
    assert {one.dtype for one in found} == {np.dtype(np.int8)}
    counted = distribution.counts_by_unit(none, np.array([], dtype=np.intp), 2)
    assert (counted.dtype, counted.shape) == (np.dtype(np.int64), (2, 5))


def test_every_predicate_is_counted_the_worst_too() -> None:
    counted = distribution.counts_by_unit(
        encode([*PREDICATES, None], PREDICATES), np.zeros(6, dtype=np.intp), 1
    )
    assert counted.tolist() == [[1, 1, 1, 1, 1]]


def test_an_unknown_code_names_itself_and_the_allowed_ones() -> None:
    with pytest.raises(UnknownCode) as refused:
        position_of("GREAT", RATINGS)
    assert str(refused.value) == "'GREAT' is unknown; allowed are BELOW, MEETS, ABOVE"
    assert (refused.value.code, refused.value.allowed) == ("GREAT", RATINGS)


def test_a_table_is_read_within_its_size_only() -> None:
    table = np.array([[1, 2], [3, 4]], dtype=np.int8)
    rows, columns = np.array([-1, 0, 1, 1], dtype=np.int8), np.array([0, -1, 0, 1], dtype=np.int8)
    assert look_up(table, rows, columns).tolist() == [-1, -1, 3, 4]
    for wrong in (-2, 2):
        with pytest.raises(ValueError, match="an array holds a number that stands for no code"):
            look_up(table, np.array([wrong], dtype=np.int8), np.array([0], dtype=np.int8))
    assert decode(encode([None, "ABOVE"], RATINGS), RATINGS) == [None, "ABOVE"]


@pytest.mark.parametrize("achievement", ACHIEVEMENTS)
def test_a_curve_tells_what_it_is_and_where_it_stands(achievement: str) -> None:
    curve = distribution.curve_of(achievement, on=ON)
    assert curve.achievement == achievement
    assert curve.cite == in_force("permenpanrb-6-2022", "distribution-curve", ON).cite
    explained = distribution.explain_mode(achievement, on=ON, scheme="company-matrix")
    assert {one.cite.instrument for one in explained.steps} == {"Skema matriks perusahaan"}
    assert explained.refs[0].startswith("company-matrix/")


def test_hours_of_development_tell_all_their_parts() -> None:
    found = development.hours_of_year("PPPK", 0, on=ON)
    assert (found.done, found.rule, found.nature, found.missing, found.over) == (0, 24, "MAXIMUM", 0, 0)
    assert found.ref == "pp-49-2018/training-hours@2018-11-28"
    with pytest.raises(ValueError, match=r"^hours of development cannot be negative$"):
        development.hours_of_year("PNS", -1, on=ON)
    for form in ("TRAINING", "COACHING", "BENCHMARKING"):
        assert development.hours_of_form(form, on=ON) == 0
    assert development.hours_of_form("TRAINING", minutes=89, on=ON) == 1


@pytest.mark.parametrize(
    ("kind", "cite", "confidence"),
    [
        ("PNS", "PP 11/2017 Pasal 203 ayat (4)", "practice"),
        ("PPPK", "PP 49/2018 pengembangan kompetensi; PerLAN 15/2020", "unconfirmed"),
    ],
)
def test_hours_of_a_year_stand_once_and_rest_on_their_own_article(
    kind: str, cite: str, confidence: str
) -> None:
    law, year = development.lesson_hours_law(kind, on=ON), development.hours_of_year(kind, 0, on=ON)
    told = development.explain_hours(kind, 0, on=ON).steps
    assert (law.cite, law.confidence) == (cite, confidence)
    assert {(str(one.cite), one.confidence) for one in told} == {(cite, confidence)}
    assert (law.hours, law.nature) == (year.rule, year.nature)
    assert not [one for one in all_law() if (one.instrument, one.name) == ("development", "hours")]


def test_the_conversion_and_the_grades_of_pppk_cite_where_they_stand() -> None:
    assert in_force("development", "forms", ON).cite.instrument == "PerLAN 10/2018"
    assert in_force("identity", "pppk-grades", ON).cite.instrument == "Perpres 98/2020"
    assert instruments()["pp-17-2020"]["promulgated"] == date(2020, 2, 28)


def test_ranks_are_read_in_every_spelling() -> None:
    for printed in ("iii/a", "III a", "III.A", "IIIa"):
        assert identity.rank_of(printed, on=ON) == "III_A"
    assert {identity.rank_of(row["grade"].lower(), on=ON) for row in identity.ranks(on=ON).values()} == set(
        identity.ranks(on=ON)
    )


def test_rulings_that_say_what_holds_are_affirmed() -> None:
    told = [
        appraisers.appraiser_when_acting(on=ON),
        appraisers.appraiser_when_absent(silent=True, on=ON),
        appraisers.achievement_unit(on=ON),
        *appraisers.choices_after_move("PERIODIC", on=ON),
    ]
    assert [one.allowed for one in told] == [True] * 5


def test_a_graduation_on_the_month_is_on_time() -> None:
    assert [study.graduation_of(months, 24, on=ON) for months in (23, 24, 25)] == [
        "FASTER",
        "ON_TIME",
        "EXTENDED",
    ]


def test_refusals_say_what_is_wrong() -> None:
    with pytest.raises(
        ValueError, match=r"^no value of the scale fits this number of indicators and behaviour$"
    ):
        competence.competence_value(1, "ABOVE", on=ON)


def test_steps_of_discipline_count_in_the_calendar_that_is_given() -> None:
    def until(**kwargs: Any) -> str:
        told = procedures.explain_discipline("SEVERE", missed_on=date(2026, 1, 5), on=ON, **kwargs)
        return next(row["until"] for row in told.result["steps"] if row["until"])

    assert until() == "2026-01-14"
    assert until(working_week=6) == "2026-01-13"
    assert until(holidays=[date(2026, 1, 6)]) == "2026-01-15"
    remedy = procedures.explain_remedy("ORAL_REPRIMAND", date(2026, 1, 5), holidays=[date(2026, 1, 6)], on=ON)
    assert remedy.result["until"] == "2026-01-26"


def test_an_objection_in_working_days_is_one_edit_of_the_law_away(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = in_force("permenpanrb-8-2021", "objection", ON_2021)
    edited = replace(entry, value={"OBJECT": {"days": 14, "unit": "WORKING_DAYS"}})
    monkeypatch.setattr(procedures, "in_force", lambda *words: edited)
    told = procedures.explain_objection(date(2026, 1, 5), on=ON_2021)
    assert told.result == {"until": "2026-01-26"}


def test_an_employee_of_the_month_may_come_again_on_the_very_day() -> None:
    record = careers.Record(date(2020, 1, 1), ("GOOD",), chosen_on=date(2025, 6, 30))
    assert careers.employee_of_month(record, on=date(2025, 12, 30)).ready
    assert not careers.employee_of_month(record, on=date(2025, 12, 29)).ready


def test_a_float_in_the_law_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "law" / "x.yaml"
    path.parent.mkdir()
    path.write_text("a: 1\nb: 2.5\n", encoding="utf-8")
    with pytest.raises(
        BrokenLaw, match=r"^law/x.yaml: line 2: 2.5 is a float; write decimals as text in quotes$"
    ):
        read_yaml(path)
    path.write_text("a: 1\n\n2: x\n", encoding="utf-8")
    with pytest.raises(BrokenLaw, match=r"^law/x.yaml: line 3: key '2' is not text; put it in quotes$"):
        read_yaml(path)
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(BrokenLaw, match=r"^law/x.yaml: line 2: duplicate key 'a'$"):
        read_yaml(path)


def test_a_citation_without_a_page_ends_with_the_article() -> None:
    assert str(Cite("PP 1/2000", "Pasal 2")) == "PP 1/2000 Pasal 2"
    assert str(Cite("PP 1/2000", "Pasal 2", 3)) == "PP 1/2000 Pasal 2 (hlm. 3)"


def test_cuts_need_minutes_only_where_minutes_count() -> None:
    assert allowance.cut_of("LATE", on=ON) == 0
    assert allowance.cut_of("ABSENT", on=ON) == 300


def test_a_sanction_is_known_by_its_name_in_either_language() -> None:
    day = date(2026, 7, 15)
    assert discipline.sanction_named(" teguran LISAN ", on=day) == "ORAL_REPRIMAND"
    assert discipline.sanction_named("Oral reprimand", on=day) == "ORAL_REPRIMAND"
    assert discipline.sanction_named("Teguran keras", on=day) is None
