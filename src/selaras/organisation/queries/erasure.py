"""What erasing a departed person's data would erase, what is kept and why, and from which day it may be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.accounts.models import Membership
from selaras.accounts.operations import count_doors
from selaras.core import erasure
from selaras.core.privacy import years_after
from selaras.core.verdict import Sentence
from selaras.documents.models import Paper, Signature
from selaras.organisation.models import Assignment, EmploymentPeriod, Person

KEPT_APART: tuple[Any, ...] = (Person, Paper, Signature)
UPLOADS = ("organisation.check_import", "organisation.import")
GROUPS: Mapping[str, Sentence] = {
    "organisation": gettext_lazy("Number, name, e-mail, telephone, birth, rank, letters of posts"),
    "planning": gettext_lazy("Plans: results, expectations, provisions and reasons"),
    "monitoring": gettext_lazy("Reports, evidence, feedback received and conversations"),
    "appraisal": gettext_lazy("Evaluations: grounds, notes, opinions and objections"),
    "recognition": gettext_lazy("Praise, awards, sanctions and what followed"),
    "development": gettext_lazy("Training, certificates and improvement plans"),
    "insight": gettext_lazy("Surveys"),
    "history": gettext_lazy("Readable values of the history; the sealed chain keeps its digests"),
    "core": gettext_lazy("Notices, keys of the API, names in other systems, long work and names of files"),
    "documents": gettext_lazy("Papers and signatures whose retention is over"),
}


@dataclass(frozen=True)
class Line:
    """One line of the outlook: what, how many, and why where it is kept."""

    what: Sentence
    count: int
    why: Sentence = ""


@dataclass(frozen=True)
class Outlook:
    """What would be erased and kept on a day."""

    left_on: date | None
    due_on: date | None
    is_due: bool
    refusal: str
    erased: list[Line]
    renamed: int
    kept: list[Line]
    has_namesake: bool
    alias: str


def alias_of(person: Person) -> str:
    """Return what stands in the place of the name, in the language of the stored data."""
    with translation.override("id"):
        return _("Person %(number)s (data erased)") % {"number": person.pk}


def bare(name: str) -> str:
    """Return a name without the titles behind it, when at least two words remain."""
    words = name.partition(",")[0].split()
    words = [one for one in words if not one.endswith(".")]
    return " ".join(words) if len(words) > 1 else ""


def has_namesake(person: Person) -> bool:
    """Say whether somebody else bears the same name, so that texts of others may mean either."""
    plain = bare(person.name) or person.name
    same = Q(name__iexact=person.name) | Q(name__iexact=plain) | Q(name__istartswith=f"{plain},")
    return Person.objects.filter(same).exclude(pk=person.pk).exists()


def whose(person: Person, *, namesake: bool) -> erasure.Whose:
    """Return whose data is erased; a name that somebody else bears too is not looked for in texts."""
    number = person.number or ""
    spaced = f"{number[:8]} {number[8:14]} {number[14:15]} {number[15:]}" if len(number) == 18 else ""
    words = [number, spaced, person.email or "", *(_logins(person))]
    if not namesake:
        words += [person.name, bare(person.name)]
    found = tuple(dict.fromkeys(one for one in words if one))
    return erasure.Whose(person, person.member_id, alias_of(person), found)


def _logins(person: Person) -> tuple[str, ...]:
    if person.member_id and not Person.member.is_cached(person):
        person.member = Membership.objects.select_related("user").get(pk=person.member_id)
    user = person.member.user if person.member else None
    return (user.username, user.email or "") if user else ()


@dataclass(frozen=True)
class Leaving:
    """Whether a person is still here on a day, and since when not."""

    holds_post: bool
    is_employed: bool
    left_on: date | None


def leaving_of(person: Person, on: date) -> Leaving:
    """Return how somebody left: the last day of a post or employment; None while here, or where none ever was."""
    ends = list(Assignment.objects.filter(person=person).values_list("until_on", flat=True))
    employed = list(EmploymentPeriod.objects.filter(person=person).values_list("until_on", flat=True))
    holds_post = any(one is None or one > on for one in ends)
    is_employed = any(one is not None and one > on for one in employed)
    last = max((one for one in (*ends, *employed) if one is not None), default=None)
    return Leaving(holds_post, is_employed, None if holds_post or is_employed else last)


def longest_kept() -> int:
    """Return the longest retention in years that a table about people declares, papers apart."""
    tables = [model for model in erasure.owned(Person) if model not in KEPT_APART]
    return max(model.privacy.retention_years or 0 for model in (Person, *tables))


def expired(model: Any, moment: str, person: Person, at: datetime) -> Any:
    """Return a person's papers or signatures whose retention is over."""
    years = model.privacy.retention_years
    return model.objects.filter(person_id=person.pk, **{f"{moment}__lt": years_after(at, -years)})


def outlook_for(person: Person, on: date, at: datetime) -> Outlook:
    """Look at what an erasure would do; nothing is written."""
    namesake = has_namesake(person)
    who, leaving = whose(person, namesake=namesake), leaving_of(person, on)
    due = years_after(leaving.left_on, longest_kept()) if leaving.left_on else None
    sums = erasure.outlook(who, Person, KEPT_APART, _papers(person, who, at))
    papers = sums["also"]
    over = papers["papers over"] + papers["signatures over"]
    about = sums["about"] + Counter({"organisation": 1, "documents": over})
    return Outlook(
        left_on=leaving.left_on,
        due_on=due,
        is_due=due is not None and due <= on,
        refusal=refusal_of(person, leaving),
        erased=[Line(GROUPS[key], about[key]) for key in GROUPS if about[key]],
        renamed=sums["named"].total(),
        kept=_kept(person, papers),
        has_namesake=namesake,
        alias=who.alias,
    )


def _papers(person: Person, who: erasure.Whose, at: datetime) -> dict[str, Any]:
    return {
        "papers": Paper.objects.filter(person_id=person.pk),
        "papers over": expired(Paper, "issued_at", person, at),
        "signatures": Signature.objects.filter(person_id=person.pk),
        "signatures over": expired(Signature, "signed_at", person, at),
        "of others": erasure.naming(Paper, who).exclude(person_id=person.pk),
    }


def refusal_of(person: Person, leaving: Leaving) -> str:
    """Say why nothing can be erased now, or nothing."""
    if person.erased_at:
        return _("The personal data of this person was already erased.")
    if leaving.holds_post:
        return _("This person still holds a post. End it first; only the data of people who left is erased.")
    if leaving.is_employed:
        return _("This person is still employed. Only the data of people who left is erased.")
    return ""


def _kept(person: Person, papers: Counter[str]) -> list[Line]:
    years = Paper.privacy.retention_years
    doors = count_doors(person.member.user) if person.member else 0
    lines = [
        Line(_("Official papers about this person"), papers["papers"] - papers["papers over"],
             _("Signed papers are kept for %(years)s years; ask again when they are over.") % {"years": years}),
        Line(_("Signatures that this person gave"), papers["signatures"] - papers["signatures over"],
             _("They belong to signed papers and share their retention.")),
        Line(_("Official papers about others that name this person"), papers["of others"],
             _("They belong to others, and what was signed is not altered.")),
        Line(_("The account"), int(doors > 1),
             _("Another agency uses it too. It is closed here and stays open there.")),
    ]  # fmt: skip
    lines = [one for one in lines if one.count]
    codes = _("Ratings, predicates, hours and days, without the person's name, for the agency's statistics")
    return [*lines, Line(codes, 0, _("They lead to an alias, and to nobody's name."))]
