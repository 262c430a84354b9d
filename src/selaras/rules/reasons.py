"""Explained answers of the small rules: one table each, told in a sentence with its article."""

from datetime import date

from selaras.rules import cascading, credit, development, discipline, guides, study, talent
from selaras.rules.codes import RATINGS, position_of
from selaras.rules.dated import in_force
from selaras.rules.explain import Explanation, step
from selaras.rules.hundredths import format_hundredths
from selaras.rules.identity import rank_label
from selaras.rules.plans import checks
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, decimal_words, say


def explain_behaviour_guide(observed: str, *, on: date) -> Explanation:
    """The rating of behaviour that the sample guide suggests for what was observed (p. 98); advice only."""
    rating = guides.behaviour_guide(observed, on=on)
    entry = in_force(PERMENPANRB_6_2022, "behaviour-guide", on)
    names = in_force(PERMENPANRB_6_2022, "ratings", on).value
    words = say("guide_behaviour", observed=say(f"observed_{observed.lower()}"), rating=names[rating])
    return Explanation("behaviour-guide", on, {"rating": rating}, (step(entry, words),))


def explain_cascading(way: str, *, on: date) -> Explanation:
    """Whether the employee's attainment stands for the superior's under a way to cascade (p. 39–43)."""
    represents = cascading.represents_superior(way, on=on)
    entry = in_force(PERMENPANRB_6_2022, "cascading", on)
    row = entry.value[way]
    words = say("cascading_represents" if represents else "cascading_apart", way=row["title"])
    return Explanation("cascading", on, {"represents": represents}, (step(entry, words, row["article"]),))


def explain_graduation(months: int, norm: int, *, on: date) -> Explanation:
    """Whether a study leave ended faster, on time or extended, in months (p. 63)."""
    found = study.graduation_of(months, norm, on=on)
    entry = in_force(PERMENPANRB_6_2022, "graduation", on)
    words = say("graduation_told", months=months, norm=norm, graduation=entry.value[found])
    return Explanation("graduation", on, {"graduation": found}, (step(entry, words),))


def explain_change(event: str, *, on: date) -> Explanation:
    """What an event in the middle of the year does to the plan (p. 64–65 and 80)."""
    change = checks.change_after(event, on=on)
    entry = in_force(PERMENPANRB_6_2022, "plan-changes", on)
    words = say(f"change_{change.lower()}", event=say(f"event_{event.lower()}"))
    return Explanation("plan-change", on, {"change": change}, (step(entry, words),))


def explain_group(kind: str, *, leads_independent_unit: bool, on: date) -> Explanation:
    """Whose forms a position uses: those of top officials and heads of independent units, or the others' (p. 31)."""
    position_of(kind, tuple(in_force("identity", "position-kinds", on).value))
    group = checks.group_of(kind, leads_independent_unit=leads_independent_unit, on=on)
    entry = in_force(PERMENPANRB_6_2022, "plan-groups", on)
    words = say("plan_group", group=entry.value[group])
    return Explanation("plan-group", on, {"group": group}, (step(entry, words),))


def explain_lateness(minutes: int, *, on: date) -> Explanation:
    """How many days of absence collected minutes of lateness and early leave amount to (not confirmed)."""
    if minutes < 0:
        raise ValueError("minutes of lateness cannot be negative")
    days = discipline.days_of_lateness(minutes, on=on)
    entry = in_force(discipline.PP_94_2021, "lateness", on)
    row = entry.value["DAY"]
    rest = minutes - days * int(row["minutes_per_day"])
    words = say("lateness_days", minutes=minutes, days=days, rest=rest)
    steps = (step(entry, row["sentence"]), step(entry, words))
    return Explanation("lateness", on, {"days": days, "rest": rest}, steps)


def explain_base_credit(rank: str, *, on: date) -> Explanation:
    """The base credit points of a rank (PerBKN 3/2023 p. 25); zero for ranks that the table leaves out."""
    label = rank_label(rank, on=on)
    points = credit.base_credit(rank, on=on)
    entry = in_force(credit.PERMENPANRB_1_2023, "base-credits", on)
    words = say("credit_base", rank=label, credit=decimal_words(points))
    return Explanation("credit-base", on, _points(points), (step(entry, words),))


def explain_diploma(level: str, *, on: date) -> Explanation:
    """The extra credit points for a higher diploma on a level (PerBKN 3/2023)."""
    levels = in_force(credit.PERMENPANRB_1_2023, "levels", on).value
    position_of(level, tuple(levels))
    points = credit.diploma_bonus(level, on=on)
    entry = in_force(credit.PERMENPANRB_1_2023, "diploma-bonus", on)
    parts = {"share": int(entry.value), "need": int(levels[level]["rank_need"]), "credit": points}
    words = say("credit_diploma", **{key: decimal_words(part) for key, part in parts.items()})
    return Explanation("credit-diploma", on, _points(points), (step(entry, words),))


def explain_move(level: str, years: int, *, on: date) -> Explanation:
    """The credit points with which somebody begins who moves to a functional position (PerBKN 3/2023 p. 25)."""
    levels = in_force(credit.PERMENPANRB_1_2023, "levels", on).value
    position_of(level, tuple(levels))
    if years < 0:
        raise ValueError("years cannot be negative")
    points = credit.credit_at_move(level, years, on=on)
    entry = in_force(credit.PERMENPANRB_1_2023, "move-years", on)
    coefficient = decimal_words(int(levels[level]["coefficient"]))
    counted = min(years, int(entry.value))
    words = say(
        "credit_move", years=years, counted=counted, coefficient=coefficient, credit=decimal_words(points)
    )
    return Explanation("credit-move", on, _points(points), (step(entry, words),))


def explain_performance(predicate: str, *, on: date) -> Explanation:
    """The place of a predicate on the performance axis of the nine boxes (PermenPANRB 3/2020, not confirmed)."""
    place = talent.performance_of(predicate, on=on)
    position_of(place, RATINGS)
    entry = in_force(talent.PERMENPANRB_3_2020, "performance-axis", on)
    places = in_force(talent.PERMENPANRB_3_2020, "performances", on).value
    names = in_force(PERMENPANRB_6_2022, "predicates", on).value
    words = say("talent_axis", predicate=names[predicate], performance=places[place])
    return Explanation("talent-performance", on, {"performance": place}, (step(entry, words),))


def explain_form(form: str, amount: int, *, on: date) -> Explanation:
    """The lesson hours (JP) of an amount of minutes, sessions or days, as the form of development counts them."""
    if amount < 0:
        raise ValueError("an amount of development cannot be negative")
    entry = in_force(development.DEVELOPMENT, "forms", on)
    position_of(form, tuple(entry.value))
    row = entry.value[form]
    what, unit = unit_of(form, on=on)
    hours = development.hours_of_form(form, on=on, **{what: amount})
    name = Sentence(row["id"], row["en"])
    words = say(f"form_{what}", form=name, amount=amount, unit=unit, hours=hours)
    return Explanation("development-form", on, {"hours": hours}, (step(entry, words),))


def unit_of(form: str, *, on: date) -> tuple[str, int]:
    """What a form of development counts (minutes, sessions or days), and its number in the law file."""
    row = in_force(development.DEVELOPMENT, "forms", on).value[form]
    if "minutes_per_hour" in row:
        return "minutes", int(row["minutes_per_hour"])
    if "hours_per_session" in row:
        return "sessions", int(row["hours_per_session"])
    return "days", int(row["most_hours_per_day"])


def _points(hundredths: int) -> dict[str, str]:
    return {"credit": format_hundredths(hundredths)}
