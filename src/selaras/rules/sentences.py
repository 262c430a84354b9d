"""Sentences in Indonesian and English, filled from one list so that both languages always stand together."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from selaras.rules.hundredths import format_hundredths
from selaras.rules.lawyaml import read_yaml

_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}


@dataclass(frozen=True)
class Sentence:
    """The same thing said in Indonesian and in English."""

    id: str
    en: str

    def fill(self, **values: "Sentence | str | int") -> "Sentence":
        """Put values into the {places} of both languages."""
        return Sentence(
            self.id.format(**{k: v.id if isinstance(v, Sentence) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, Sentence) else v for k, v in values.items()}),
        )


def say(key: str, **values: Sentence | str | int) -> Sentence:
    """The sentence of `sentences.yaml` under a key, filled; an unknown key is a KeyError."""
    return _sentences()[key].fill(**values)


def decimal_words(hundredths: int) -> Sentence:
    """A decimal as each language writes it: 103,55 and 103.55."""
    text = format_hundredths(hundredths)
    return Sentence(text.replace(".", ","), text)


def day_words(day: date) -> Sentence:
    """A day as each language writes it."""
    words = {
        language: f"{day.day} {names.split()[day.month - 1]} {day.year}"
        for language, names in _MONTHS.items()
    }
    return Sentence(words["id"], words["en"])


def either_of(parts: list[Sentence]) -> Sentence:
    """One or another: two words joined by "atau" and "or", more by commas before that."""
    *earlier, last = parts
    return say("either", first=join_words(earlier), second=last) if earlier else last


def join_words(parts: list[Sentence]) -> Sentence:
    """A list in one sentence, separated by commas."""
    return Sentence(", ".join(p.id for p in parts), ", ".join(p.en for p in parts))


@cache
def _sentences() -> dict[str, Sentence]:
    listed = read_yaml(Path(__file__).parent / "law" / "sentences.yaml")
    return {key: Sentence(pair["id"], pair["en"]) for key, pair in listed.items()}
