"""The worked numbers of docs/algorithms are what the rules give."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from selaras.rules import contract

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"
BLOCK = re.compile(r"```contract\n(\S+) (\S+)\n(.+)\n(.+)\n```")


def worked_numbers() -> list[Any]:
    found = []
    for page in sorted(PAGES.glob("*.md")):
        for place, block in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")), start=1):
            found.append(pytest.param(*block, id=f"{page.stem}-{place}"))
    return found


@pytest.mark.parametrize(("rule", "on", "given", "result"), worked_numbers())
def test_a_worked_number(rule: str, on: str, given: str, result: str) -> None:
    explained = contract.explain(rule, json.loads(given), on=date.fromisoformat(on))
    assert dict(explained.result) == json.loads(result)


def test_every_block_is_read() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES.glob("*.md"))
    assert text.count("```contract") == len(worked_numbers()) > 10


def test_every_page_is_in_the_index() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    for page in PAGES.glob("*.md"):
        assert page.name == "README.md" or f"({page.name})" in index
