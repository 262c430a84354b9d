"""The professionalism index of civil servants (IP ASN): four dimensions, a score and a category."""

from collections.abc import Collection
from datetime import date

from selaras.rules.bands import band_at
from selaras.rules.codes import UnknownCode
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step, weakest
from selaras.rules.hundredths import exactly, format_hundredths
from selaras.rules.sentences import decimal_words, say

PERMENPANRB_38_2018 = "permenpanrb-38-2018"


def explain_index(
    *, qualification: str, competences: Collection[str], performance: str, discipline: str, on: date
) -> Explanation:
    """Index and category of one person; competences add up to the cap of their dimension (PermenPANRB 38/2018).

    Each argument is a code of scores.yaml of its dimension; an unknown one or one of another dimension is refused.
    """
    dimensions = in_force(PERMENPANRB_38_2018, "dimensions", on)
    chosen = {
        "QUALIFICATION": (qualification,),
        "COMPETENCE": tuple(dict.fromkeys(competences)),
        "PERFORMANCE": (performance,),
        "DISCIPLINE": (discipline,),
    }
    scores = in_force(PERMENPANRB_38_2018, "scores", on)
    total, steps = 0, []
    for dimension, row in dimensions.value.items():
        score = min(sum(_score(code, dimension, on) for code in chosen[dimension]), row["most"])
        words = {"dimension": row["title"], "score": decimal_words(score), "most": decimal_words(row["most"])}
        part = weakest(scores, chosen[dimension])
        steps.append(step(scores, say("index_dimension", **words), part=part))
        total += score
    categories = in_force(PERMENPANRB_38_2018, "categories", on)
    band = band_at(categories.value, exactly(total))
    assert band is not None
    name = in_force(PERMENPANRB_38_2018, "category-names", on).value[band["code"]]
    steps.append(step(categories, say("index_total", score=decimal_words(total), category=name)))
    result = {"score": format_hundredths(total), "category": band["code"]}
    return Explanation("professionalism-index", on, result, tuple(steps))


def _score(code: str, dimension: str, on: date) -> int:
    rows = in_force(PERMENPANRB_38_2018, "scores", on).value
    allowed = [key for key, row in rows.items() if row["dimension"] == dimension]
    if code not in allowed:
        raise UnknownCode(code, allowed)
    return int(rows[code]["score"])
