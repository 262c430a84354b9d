"""The ranking of PP 30/2019: shares of people above, meeting and below expectation in one unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from selaras.rules.codes import RATINGS, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.hundredths import HUNDRED
from selaras.rules.scoring import PERMENPANRB_8_2021
from selaras.rules.sentences import say

PERCENT = HUNDRED * HUNDRED


@dataclass(frozen=True)
class RankingFinding:
    """A share that a unit breaks: the code of ranking.yaml and how few people would have to move."""

    code: str
    people: int


def ranking_findings(counts: Mapping[str, int], *, on: date) -> tuple[tuple[RankingFinding, ...], bool]:
    """The broken shares of a unit, and whether it is too small for any distribution to keep them all.

    PP 30/2019 Pasal 51 (not confirmed): at most 20 % above, 60 to 70 % meeting, at most 20 % below. `counts` people
    per rating, absent ones 0; nobody at all is a ValueError.
    """
    for code in counts:
        position_of(code, RATINGS)
    size = sum(counts.values())
    if size == 0 or min(counts.values()) < 0:
        raise ValueError("a ranking needs people, and their number cannot be negative")
    fewest, most = _bounds(size, on)
    possible = all(fewest[code] <= most[code] for code in RATINGS)
    if not (possible and sum(fewest.values()) <= size <= sum(most.values())):
        return (), True
    found = [RankingFinding(f"{code}_MAX", counts.get(code, 0) - most[code]) for code in reversed(RATINGS)]
    found += [RankingFinding(f"{code}_MIN", fewest[code] - counts.get(code, 0)) for code in reversed(RATINGS)]
    return tuple(finding for finding in found if finding.people > 0), False


def explain_ranking(counts: Mapping[str, int], *, on: date) -> Explanation:
    """The broken shares of a unit with their reasons; raises as `ranking_findings`."""
    found, small = ranking_findings(counts, on=on)
    entry = in_force(PERMENPANRB_8_2021, "ranking", on)
    steps = [
        step(entry, say("ranking_found", sentence=entry.value[one.code]["sentence"], people=one.people))
        for one in found
    ]
    if not steps:
        steps = [step(entry, say("limit_small", people=sum(counts.values())) if small else say("limit_none"))]
    findings = [{"code": one.code, "people": one.people} for one in found]
    return Explanation("ranking", on, {"findings": findings, "small_group": small}, tuple(steps))


def _bounds(size: int, on: date) -> tuple[dict[str, int], dict[str, int]]:
    rows = in_force(PERMENPANRB_8_2021, "ranking", on).value
    fewest, most = dict.fromkeys(RATINGS, 0), dict.fromkeys(RATINGS, size)
    for code, row in rows.items():
        rating, _, bound = code.rpartition("_")
        if bound == "MAX":
            most[rating] = size * row["limit"] // PERCENT
        else:
            fewest[rating] = -(-size * row["limit"] // PERCENT)
    return fewest, most
