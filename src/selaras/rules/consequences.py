"""What may follow a predicate: a table that proposes, people decide (PermenPANRB 6/2022 Pasal 31 and 33)."""

from dataclasses import dataclass
from datetime import date

from selaras.rules.codes import PREDICATES, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, say

WINDOWS = ("PERIODIC", "ANNUAL")


@dataclass(frozen=True)
class FollowUp:
    """One line of the table: what may follow which predicates in which windows, and where that stands."""

    code: str
    predicates: frozenset[str]
    windows: frozenset[str]
    sentence: Sentence
    article: str
    cite: str
    ref: str

    def fits(self, predicate: str, window: str) -> bool:
        """Whether the line proposes something after a predicate in a PERIODIC or ANNUAL evaluation."""
        return predicate in self.predicates and window in self.windows


def follow_ups(*, on: date, scheme: str = PERMENPANRB_6_2022) -> tuple[FollowUp, ...]:
    """The whole table of a scheme on a day, in its order (PermenPANRB 6/2022 Pasal 31 and 33)."""
    entry = in_force(scheme, "consequences", on)
    return tuple(
        FollowUp(
            code, frozenset(row["predicates"]), frozenset(row["windows"]), row["sentence"],
            f"{entry.cite.instrument} {row['article']}", str(entry.cite), entry.ref,
        )
        for code, row in entry.value.items()
    )  # fmt: skip


def explain_consequences(
    predicate: str, window: str, *, on: date, scheme: str = PERMENPANRB_6_2022
) -> Explanation:
    """The follow-up proposed for a predicate of a PERIODIC or ANNUAL evaluation, in the order of the table."""
    position_of(predicate, PREDICATES)
    position_of(window, WINDOWS)
    entry = in_force(scheme, "consequences", on)
    fitting = {
        code: row
        for code, row in entry.value.items()
        if predicate in row["predicates"] and window in row["windows"]
    }
    steps = [step(entry, row["sentence"], row["article"]) for row in fitting.values()]
    if not steps:
        steps = [step(entry, say("consequences_none"))]
    return Explanation("consequences", on, {"proposed": list(fitting)}, tuple(steps))
