"""The loader finds the law of a day and refuses every broken file with the expected words."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from selaras.rules import careers, professionalism, rating
from selaras.rules.dated import (
    LawFile,
    NotInForce,
    all_law,
    entry_of,
    in_force,
    instruments,
    law_file,
    read_law,
)
from selaras.rules.lawyaml import BrokenLaw

BROKEN = sorted((Path(__file__).parent / "broken_law").glob("*.yaml"))
ENOUGH = 40
ON = date(2025, 12, 31)
# Folders whose values passed from one instrument to another.
TOPICS = {"allowance", "careers", "development"}


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_the_expected_words(path: Path) -> None:
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# expect: ")
    with pytest.raises(BrokenLaw) as refused:
        read_law(path)
    assert expected in str(refused.value)
    assert path.name in str(refused.value)


def test_what_is_not_sure_does_not_stand_as_text() -> None:
    """A note that says "not confirmed" or "a reading" needs a doubt, or the reading by name."""
    weak = re.compile(r"belum dipastikan|belum terkonfirmasi|tafsir", re.I)
    found = [
        entry.ref
        for law in all_law()
        for entry in law.entries
        if entry.confidence == "text" and entry.note and weak.search(entry.note.id)
        if not entry.doubts and not entry.readings
    ]
    assert found == []


def test_a_doubt_is_told_beside_what_it_weakens() -> None:
    record = careers.Record(date(2020, 1, 1), ("GOOD", "GOOD"))
    sure = {
        "regular": careers.rank_promotion("REGULAR", record, on=ON).steps,
        "functional": careers.rank_promotion("FUNCTIONAL", record, on=ON).steps,
        "raise": careers.periodic_raise(replace(record, predicates=("POOR",)), on=ON).steps,
        "wait": careers.periodic_raise(replace(record, since_on=ON), on=ON).steps[:1],
        "study": rating.explain_predicate("ABOVE", "BELOW", on=ON, study_leave_failed=True).steps[-1:],
        "plain": rating.explain_predicate("ABOVE", "BELOW", on=ON).steps[-1:],
        "index": professionalism.explain_index(
            qualification="BELOW_SMA", competences=[], performance="GOOD", discipline="LIGHT", on=ON
        ).steps,
    }
    assert {name: [one.confidence for one in steps] for name, steps in sure.items()} == {
        "regular": ["unconfirmed"],
        "functional": ["text"],
        "raise": ["unconfirmed"],
        "wait": ["text"],
        "study": ["unconfirmed"],
        "plain": ["text"],
        "index": ["unconfirmed", "practice", "practice", "practice", "secondary"],
    }


def test_the_corpus_is_large_enough() -> None:
    assert len(BROKEN) >= ENOUGH


def test_every_law_file_is_sound() -> None:
    assert len(list(all_law())) > ENOUGH


@pytest.mark.parametrize("law", list(all_law()), ids=lambda law: f"{law.instrument}/{law.name}")
def test_nothing_is_in_force_outside_the_dates(law: LawFile) -> None:
    first, last = law.entries[0], law.entries[-1]
    assert law.on(first.from_on) is first
    with pytest.raises(NotInForce):
        law.on(first.from_on - timedelta(days=1))
    if last.until_on is not None:
        assert law.on(last.until_on) is last
        with pytest.raises(NotInForce):
            law.on(last.until_on + timedelta(days=1))
    for entry in law.entries:
        assert entry_of(entry.ref) == entry


def test_every_folder_is_an_instrument_or_a_topic_of_several() -> None:
    assert {law.instrument for law in all_law()} - TOPICS <= set(instruments())


def test_the_day_before_the_regulation_has_no_quadrant() -> None:
    with pytest.raises(NotInForce, match="2022-02-06"):
        in_force("permenpanrb-6-2022", "quadrant", date(2022, 2, 6))
    assert in_force("permenpanrb-6-2022", "quadrant", date(2022, 2, 7)).confidence == "text"


def test_a_citation_reads_as_people_write_it() -> None:
    cite = law_file("permenpanrb-6-2022", "quadrant").entries[0].cite
    assert str(cite) == "PermenPANRB 6/2022 Lampiran Bab IV huruf B (kuadran) (hlm. 99)"


def test_values_cannot_be_changed() -> None:
    quadrant = in_force("permenpanrb-6-2022", "quadrant", date(2025, 1, 1)).value
    with pytest.raises(TypeError):
        quadrant["cells"]["ABOVE"]["ABOVE"] = "POOR"
