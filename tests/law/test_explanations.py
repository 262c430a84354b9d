"""What the rules say, word for word in both languages, with the article and how sure it is."""

from datetime import date
from typing import Any

import pytest
from tests.law.explained import ASKED, SHEET, told
from tests.law.sheets import sheet

from selaras.rules import contract

QUESTIONS: list[dict[str, Any]] = sheet(SHEET)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question['rule']}: {question['why']}")
def test_the_explanation_is_the_one_that_a_person_has_read(question: dict[str, Any]) -> None:
    day: date = question["day"]
    assert told(question["rule"], question["given"], day) == question["says"]


def test_every_explaining_rule_is_read() -> None:
    asked = {question["rule"] for question in QUESTIONS}
    assert asked == set(ASKED) | set(contract.rule_names())


def test_no_sentence_repeats_its_language() -> None:
    """A sentence that is the same in both languages was forgotten; numbers and names may be."""
    for question in QUESTIONS:
        for said in question["says"]:
            assert said["id"] != said["en"], said["id"]
