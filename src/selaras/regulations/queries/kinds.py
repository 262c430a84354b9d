"""What a calculator is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selaras.core.verdict import Sentence as Text
from selaras.regulations.models import Choice, Topic
from selaras.rules.contract.schema import Answer, Schema
from selaras.rules.sentences import Sentence


@dataclass(frozen=True)
class Calculator:
    """One calculator: schemas in and out, the function that answers, and the instruments on which it rests.

    `is_contract`: the same answer can be had from the command line. `is_personal`: what is typed names a person.
    `topic` and `choice`: the agency's own choice with which it reckons; no choice means the values of the law files.
    `is_ready` is false while the agency has not chosen what there is no starting value for.
    """

    key: str
    title: Sentence
    schema: Schema
    output: Schema
    answer: Answer
    instruments: tuple[str, ...]
    is_contract: bool = False
    is_personal: bool = False
    topic: Topic | None = None
    choice: Choice | None = None
    is_ready: bool = True
    labels: Mapping[str, Text] = field(default_factory=dict)
