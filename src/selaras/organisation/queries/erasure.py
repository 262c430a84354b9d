"""What erasing a departed person's data would erase, what is kept and why, and from which day it may be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.accounts.operations import count_doors
from selaras.core import erasure
from selaras.core.privacy import years_after
from selaras.core.verdict import Sentence
from selaras.documents.models import Paper, Signature
from selaras.organisation.models import Assignment, EmploymentPeriod, Person
from selaras.organisation.queries.reporting import holds_on

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


def whose(person: Person) -> erasure.Whose:
    """Return whose data is erased; a name that somebody else bears too is not looked for in texts."""
    number = person.number or ""
    spaced = f"{number[:8]} {number[8:14]} {number[14:15]} {number[15:]}" if len(number) == 18 else ""
    words = [number, spaced, person.email or "", *(_logins(person))]
    if not has_namesake(person):
        words += [person.name, bare(person.name)]
    found = tuple(dict.fromkeys(one for one in words if one))
    return erasure.Whose(person, person.member_id, alias_of(person), found)


def _logins(person: Person) -> tuple[str, ...]:
    user = person.member.user if person.member else None
    return (user.username, user.email or "") if user else ()


def left_on(person: Person, on: date) -> date | None:
    """Return the day from which a person holds no post any more; None while one is held or none ever was."""
    posts = Assignment.objects.filter(person=person)
    if posts.filter(Q(until_on=None) | Q(until_on__gt=on)).exists():
        return None
    ends = posts.aggregate(last=Max("until_on"))["last"]
    employed = EmploymentPeriod.objects.filter(person=person).aggregate(last=Max("until_on"))["last"]
    return max(filter(None, (ends, employed)), default=None)


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
    who, left = whose(person), left_on(person, on)
    due = years_after(left, longest_kept()) if left else None
    sums = erasure.outlook(who, Person, KEPT_APART)
    papers, signatures = (
        expired(Paper, "issued_at", person, at).count(),
        expired(Signature, "signed_at", person, at).count(),
    )
    about = sums["about"] + Counter({"organisation": 1, "documents": papers + signatures})
    return Outlook(
        left_on=left,
        due_on=due,
        is_due=due is not None and due <= on,
        refusal=refusal_of(person, on),
        erased=[Line(GROUPS[key], about[key]) for key in GROUPS if about[key]],
        renamed=sums["named"].total(),
        kept=_kept(person, who, at, papers, signatures),
        has_namesake=has_namesake(person),
        alias=who.alias,
    )


def refusal_of(person: Person, on: date) -> str:
    """Say why nothing can be erased now, or nothing."""
    if person.erased_at:
        return _("The personal data of this person was already erased.")
    if Assignment.objects.filter(Q(until_on=None) | Q(until_on__gt=on), person=person).exists():
        return _("This person still holds a post. End it first; only the data of people who left is erased.")
    if EmploymentPeriod.objects.filter(holds_on(on), person=person, until_on__isnull=False).exists():
        return _("This person is still employed. Only the data of people who left is erased.")
    return ""


def _kept(person: Person, who: erasure.Whose, at: datetime, papers: int, signatures: int) -> list[Line]:
    years = Paper.privacy.retention_years
    paper = Paper.objects.filter(person_id=person.pk).count() - papers
    signed = Signature.objects.filter(person_id=person.pk).count() - signatures
    of_others = erasure.naming(Paper, who).exclude(person_id=person.pk).count()
    doors = count_doors(person.member.user) if person.member else 0
    lines = [
        Line(_("Official papers about this person"), paper,
             _("Signed papers are kept for %(years)s years; ask again when they are over.") % {"years": years}),
        Line(_("Signatures that this person gave"), signed,
             _("They belong to signed papers and share their retention.")),
        Line(_("Official papers about others that name this person"), of_others,
             _("They belong to others, and what was signed is not altered.")),
        Line(_("The account"), int(doors > 1),
             _("Another agency uses it too. It is closed here and stays open there.")),
    ]  # fmt: skip
    lines = [one for one in lines if one.count]
    codes = _("Ratings, predicates, hours and days, without the person's name, for the agency's statistics")
    return [*lines, Line(codes, 0, _("They lead to an alias, and to nobody's name."))]
