"""Small tables told row by row, for pages that show the law beside a choice: advice, never the choice itself."""

from datetime import date

from selaras.rules import reasons
from selaras.rules.dated import in_force
from selaras.rules.development import DEVELOPMENT
from selaras.rules.explain import Explanation, step
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, say


def tell_results_guide(*, on: date) -> Explanation:
    """The sample guide to the rating of results, a step for each rating (PermenPANRB 6/2022 p. 97)."""
    entry = in_force(PERMENPANRB_6_2022, "rating-guide", on)
    names = in_force(PERMENPANRB_6_2022, "ratings", on).value
    steps = [
        step(entry, say("guide_line", rating=names[code], sentence=row["sentence"]), part=code)
        for code, row in entry.value.items()
    ]
    return Explanation("results-guide", on, {}, tuple(steps))


def tell_behaviour_guide(*, on: date) -> Explanation:
    """The sample guide to the rating of behaviour, a step for each rating (PermenPANRB 6/2022 p. 98)."""
    entry = in_force(PERMENPANRB_6_2022, "behaviour-guide", on)
    names = in_force(PERMENPANRB_6_2022, "ratings", on).value
    told = [
        say("guide_behaviour_line", rating=names[rating], observed=say(f"observed_{observed.lower()}"))
        for observed, rating in entry.value.items()
    ]
    return Explanation("behaviour-guide", on, {}, tuple(step(entry, words) for words in told))


def tell_cascading(*, on: date) -> Explanation:
    """The ways to cascade a superior's indicator, and whether each stands for it (PermenPANRB 6/2022 p. 39–43)."""
    ways = in_force(PERMENPANRB_6_2022, "cascading", on).value
    steps = [one for way in ways for one in reasons.explain_cascading(way, on=on).steps]
    return Explanation("cascading", on, {}, tuple(steps))


def tell_changes(*, on: date) -> Explanation:
    """What each event in the middle of the year does to the plan (PermenPANRB 6/2022 p. 64–65 and 80)."""
    events = in_force(PERMENPANRB_6_2022, "plan-changes", on).value
    steps = [one for event in events for one in reasons.explain_change(event, on=on).steps]
    return Explanation("plan-change", on, {}, tuple(steps))


def tell_forms(*, on: date) -> Explanation:
    """How each form of development counts lesson hours (not confirmed)."""
    entry = in_force(DEVELOPMENT, "forms", on)
    steps = []
    for form, row in entry.value.items():
        what, unit = reasons.unit_of(form, on=on)
        words = say(f"form_{what}_line", form=Sentence(row["id"], row["en"]), unit=unit)
        steps.append(step(entry, words, part=form))
    return Explanation("development-form", on, {}, tuple(steps))
