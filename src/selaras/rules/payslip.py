"""The allowance of one person for one month told in steps whose printed amounts add up to the sen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate, pairwise

from selaras.rules.allowance import ALLOWANCE, PERCENT, AllowancePolicy, default_policy
from selaras.rules.codes import PREDICATES, position_of
from selaras.rules.dated import Cite, Entry, in_force
from selaras.rules.discipline import PP_94_2021
from selaras.rules.explain import Explanation, Step, step
from selaras.rules.hundredths import HUNDRED, round_half_up
from selaras.rules.rating import PERMENPANRB_6_2022
from selaras.rules.sentences import Sentence, decimal_words, join_words, say

DECIDED = "decision"
"""How sure a step is that rests on what the agency itself decided: it is no reading of the law at all."""
OWN = "Kebijakan instansi"


@dataclass(frozen=True)
class Decision:
    """The agency's recorded decision behind a policy; `fixes_base` where it also lists the base allowances."""

    article: str
    fixes_base: bool = False


@dataclass(frozen=True)
class Post:
    """A post held in the month: its base allowance in whole rupiah and the working days served in it."""

    base: int
    served: int


@dataclass(frozen=True)
class _Asked:
    """One question: what is cited, and what the month brought."""

    predicate: str
    cuts: int
    sanction_cut: int
    whole: int
    policy: AllowancePolicy
    decision: Decision | None
    on: date


@dataclass(frozen=True)
class _Ledger:
    """Amounts in whole sen. Subtotals are cut off after the sen and parts are what lies between two of them.

    Half a rupiah is a whole number of sen, so that the printed remainder rounds as the exact one does.
    """

    posts: tuple[int, ...]
    productivity: int
    earned: int
    discipline: int
    taken: int
    before: int
    lost: int
    rest: int
    total: int


def explain_allowance(
    base: int,
    predicate: str,
    *,
    cuts: int = 0,
    sanction_cut: int = 0,
    served: int = 1,
    whole: int = 1,
    policy: AllowancePolicy,
    on: date,
    decision: Decision | None = None,
) -> Explanation:
    """The allowance of one person in one post for one month in rupiah, with each step of the money."""
    asked = _Asked(predicate, cuts, sanction_cut, whole, policy, decision, on)
    return _explained((Post(base, served),), asked)


def explain_posts(
    posts: Sequence[Post],
    predicate: str,
    *,
    cuts: int = 0,
    sanction_cut: int = 0,
    whole: int,
    policy: AllowancePolicy,
    on: date,
    decision: Decision | None = None,
) -> Explanation:
    """The allowance of one person who held several posts one after another in a month of `whole` working days.

    Rounded once, on the total; `posts` of the result divides it by the largest remainder, so that it adds up.
    """
    asked = _Asked(predicate, cuts, sanction_cut, whole, policy, decision, on)
    return _explained(tuple(posts), asked)


def _explained(posts: tuple[Post, ...], asked: _Asked) -> Explanation:
    _check(posts, asked)
    ledger = _ledger_of(posts, asked)
    steps = [*_base_steps(posts, ledger, asked), *_part_steps(ledger, asked), _sum_step(ledger, asked)]
    if asked.sanction_cut:
        steps.append(_sanction_step(ledger, asked))
    steps.append(_rounding_step(ledger, asked))
    total = ledger.total // HUNDRED
    result: dict[str, object] = {"allowance": total}
    if len(posts) > 1:
        result["posts"] = divided = _divided(total, [post.base * post.served for post in posts])
        steps.append(_division_step(divided, total, asked))
    return Explanation("allowance", asked.on, result, tuple(steps))


def _check(posts: tuple[Post, ...], asked: _Asked) -> None:
    position_of(asked.predicate, PREDICATES)
    if not posts or min(post.base for post in posts) < 0:
        raise ValueError("an allowance needs a post, and its base cannot be negative")
    if min(asked.cuts, asked.sanction_cut) < 0:
        raise ValueError("a cut cannot be negative")
    days = [post.served for post in posts]
    if asked.whole < 1 or min(days) < 0 or sum(days) > asked.whole:
        raise ValueError("the days served must lie between none and the working days of the month")


def _ledger_of(posts: tuple[Post, ...], asked: _Asked) -> _Ledger:
    policy = asked.policy
    due = [Fraction(0), *accumulate(Fraction(post.base * post.served, asked.whole) for post in posts)]
    month = due[-1]
    discipline = month * policy.discipline / PERCENT
    whole = discipline + (month - discipline) * policy.factors[asked.predicate] / PERCENT
    taken = (month if policy.cut_base == "WHOLE" else discipline) * min(asked.cuts, PERCENT) / PERCENT
    before = max(whole - taken, Fraction(0))
    rest = before * (PERCENT - min(asked.sanction_cut, PERCENT)) / PERCENT
    return _Ledger(
        posts=tuple(_sen(later) - _sen(earlier) for earlier, later in pairwise(due)),
        productivity=_sen(month) - _sen(discipline),
        earned=_sen(whole) - _sen(discipline),
        discipline=_sen(discipline),
        taken=_sen(whole) - _sen(before),
        before=_sen(before),
        lost=_sen(before) - _sen(rest),
        rest=_sen(rest),
        total=_round_money(rest, policy) * HUNDRED,
    )


def _base_steps(posts: tuple[Post, ...], ledger: _Ledger, asked: _Asked) -> list[Step]:
    entry = in_force(ALLOWANCE, "reckoning", asked.on)
    basis = asked.decision if asked.decision and asked.decision.fixes_base else None
    if len(posts) == 1:
        post = posts[0]
        found = [_cited(entry, say("allowance_base", amount=_rupiah(post.base * HUNDRED)), basis)]
        if post.served < asked.whole:
            amount = _rupiah(ledger.posts[0])
            words = say("allowance_served", served=post.served, whole=asked.whole, amount=amount)
            found.append(_cited(entry, words, asked.decision))
        return found
    found = []
    for place, (post, due) in enumerate(zip(posts, ledger.posts, strict=True), 1):
        words = say(
            "allowance_post",
            place=place,
            base=_rupiah(post.base * HUNDRED),
            served=post.served,
            whole=asked.whole,
            amount=_rupiah(due),
        )
        found.append(_cited(entry, words, asked.decision))
    return [*found, _cited(entry, say("allowance_posts", amount=_rupiah(sum(ledger.posts))), asked.decision)]


def _part_steps(ledger: _Ledger, asked: _Asked) -> list[Step]:
    policy, on = asked.policy, asked.on
    factors = in_force(ALLOWANCE, "predicate-factors", on)
    name = in_force(PERMENPANRB_6_2022, "predicates", on).value[asked.predicate]
    share = decimal_words(policy.factors[asked.predicate])
    words = say("allowance_factor", predicate=name, factor=share, amount=_rupiah(ledger.earned))
    found = [
        _part_step("PRODUCTIVITY", policy.productivity, ledger.productivity, asked),
        _cited(factors, words, asked.decision, policy.factors == default_policy(on=on).factors),
        _part_step("DISCIPLINE", policy.discipline, ledger.discipline, asked),
    ]
    return [*found, _cut_step(ledger, asked)] if asked.cuts else found


def _part_step(part: str, share: int, amount: int, asked: _Asked) -> Step:
    entry = in_force(ALLOWANCE, "shares", asked.on)
    words = say(
        "allowance_part",
        part=say(f"part_{part.lower()}"),
        share=decimal_words(share),
        amount=_rupiah(amount),
    )
    is_law = entry.value[part]["SHARE"] == share
    return _cited(entry, words, None if is_law else asked.decision, is_law)


def _cut_step(ledger: _Ledger, asked: _Asked) -> Step:
    entry, base = in_force(ALLOWANCE, "cuts", asked.on), asked.policy.cut_base
    is_start = in_force(ALLOWANCE, "reckoning", asked.on).value["START"]["cut_base"] == base
    key = "" if asked.cuts <= PERCENT else "_most"
    words = say(
        f"allowance_cuts{key if ledger.before else '_all'}",
        percent=decimal_words(asked.cuts),
        base=say(f"cut_base_{base.lower()}"),
        amount=_rupiah(ledger.taken),
    )
    return _cited(entry, words, None if is_start else asked.decision, is_start)


def _sum_step(ledger: _Ledger, asked: _Asked) -> Step:
    entry = in_force(ALLOWANCE, "shares", asked.on)
    amounts = {
        "earned": _rupiah(ledger.earned),
        "discipline": _rupiah(ledger.discipline),
        "taken": _rupiah(ledger.taken),
        "amount": _rupiah(ledger.before),
    }
    is_law = entry.value["DISCIPLINE"]["SHARE"] == asked.policy.discipline
    words = say("allowance_sum_cut" if asked.cuts else "allowance_sum", **amounts)
    return _cited(entry, words, None if is_law else asked.decision, is_law)


def _sanction_step(ledger: _Ledger, asked: _Asked) -> Step:
    entry = in_force(PP_94_2021, "sanctions", asked.on)
    is_law = any(row.get("allowance_cut") == asked.sanction_cut for row in entry.value.values())
    words = say(
        "allowance_sanction",
        percent=decimal_words(min(asked.sanction_cut, PERCENT)),
        amount=_rupiah(ledger.lost),
        rest=_rupiah(ledger.rest),
    )
    return _cited(entry, words, None if is_law else asked.decision, is_law)


def _rounding_step(ledger: _Ledger, asked: _Asked) -> Step:
    entry, policy = in_force(ALLOWANCE, "reckoning", asked.on), asked.policy
    difference = ledger.total - ledger.rest
    key = "more" if difference > 0 else "less" if difference < 0 else "same"
    words = say(
        f"allowance_rounded_{key}",
        rule=say(f"rounding_{policy.rounding.lower()}", unit=_rupiah(policy.round_to * HUNDRED)),
        difference=_rupiah(abs(difference)),
        amount=_rupiah(ledger.total),
    )
    return _cited(entry, words, asked.decision)


def _division_step(divided: list[int], total: int, asked: _Asked) -> Step:
    parts = [
        say("allowance_post_share", place=place, amount=_rupiah(amount * HUNDRED))
        for place, amount in enumerate(divided, 1)
    ]
    words = say("allowance_division", parts=join_words(parts), amount=_rupiah(total * HUNDRED))
    return _cited(in_force(ALLOWANCE, "reckoning", asked.on), words, asked.decision)


def _cited(entry: Entry, words: Sentence, decision: Decision | None, is_law: bool = True) -> Step:
    """A step on the agency's decision where there is one, else on the law file or, where that says otherwise, on
    a choice of the agency that nobody recorded.
    """
    if decision is not None:
        return Step(words.id, words.en, Cite(OWN, decision.article), DECIDED, entry.ref)
    if is_law:
        return step(entry, words)
    return Step(words.id, words.en, Cite(OWN, entry.title.id), "unconfirmed", entry.ref)


def _divided(total: int, weights: list[int]) -> list[int]:
    """Whole rupiah of a total by weights; what is left goes to the largest remainders, the earliest post first."""
    whole = sum(weights) or 1
    found = [total * weight // whole for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda place: -(total * weights[place] % whole))
    for place in by_rest[: total - sum(found)]:
        found[place] += 1
    return found


def _round_money(amount: Fraction, policy: AllowancePolicy) -> int:
    units = amount / policy.round_to
    whole = round_half_up(units) if policy.rounding == "HALF_UP" else int(units)
    return whole * policy.round_to


def _sen(amount: Fraction) -> int:
    return int(amount * HUNDRED)


def _rupiah(sen: int) -> Sentence:
    whole, rest = divmod(sen, HUNDRED)
    grouped = f"{whole:,}"
    ends = (f",{rest:02d}", f".{rest:02d}") if rest else ("", "")
    return Sentence(grouped.replace(",", ".") + ends[0], grouped + ends[1])
