"""What may follow a predicate: a table that proposes, people decide (PermenPANRB 6/2022 Pasal 31 and 33)."""

from datetime import date

from selaras.rules.codes import PREDICATES, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import say

WINDOWS = ("PERIODIC", "ANNUAL")


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
