"""All roles with their names, descriptions and articles: the one file a personnel officer can read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import RoleCode
from selaras.core.verdict import Sentence
from selaras.core.vocabulary import word


@dataclass(frozen=True)
class Role:
    """What a role is called, what it may do, and on which article it rests; derived ones are never granted."""

    code: RoleCode
    name: Sentence
    description: Sentence
    article: Sentence
    is_derived: bool = False


ROLES: dict[RoleCode, Role] = {
    role.code: role
    for role in (
        Role(
            RoleCode.EMPLOYEE,
            _("Employee"),
            _("Has an own plan, reports, evidence, feedback and results; signs or objects."),
            "PermenPANRB 6/2022 Pasal 1.1, 14(3), 29",
            is_derived=True,
        ),
        Role(
            RoleCode.APPRAISER,
            _("Performance appraising official"),
            _(
                "Agrees and sets plans, answers reports, gives feedback and rates the people entrusted to them."
            ),
            "PermenPANRB 6/2022 Pasal 1.9, 14(3), 17, 23-25",
            is_derived=True,
        ),
        Role(
            RoleCode.SUPERIOR,
            _("Superior of the appraising official"),
            _("Decides objections and evaluates when the appraising official was silent past the deadline."),
            "PermenPANRB 6/2022 Pasal 29, Lampiran IV.A.11",
            is_derived=True,
        ),
        Role(
            RoleCode.OFFICER,
            _("Performance officer"),
            _("Runs the cycle in a unit or the whole agency: people, periods, completion, awards, training."),
            _("No article: an administrative role of the application"),
        ),
        Role(
            RoleCode.HEAD,
            _("Head of the agency or unit"),
            _("Sets organisational achievement, chooses awards and sees what the year shows."),
            "PermenPANRB 6/2022 Pasal 36(1)",
        ),
        Role(
            RoleCode.AUDITOR,
            _("Auditor"),
            _("Reads everything and changes nothing; every look is recorded."),
            "PP 60/2008 Pasal 48-50",
        ),
        Role(
            RoleCode.OPERATOR,
            _("System operator"),
            _("Looks after agencies, accounts and technical matters; sees no appraisal."),
            _("No article: a technical role of the application"),
        ),
    )
}


WORDS = {
    RoleCode.EMPLOYEE: "employee",
    RoleCode.APPRAISER: "appraiser",
    RoleCode.SUPERIOR: "superior",
    RoleCode.OFFICER: "officer",
}


def name_of(code: str) -> Sentence:
    """Return what the agency calls a role: in its own words where the vocabulary has one."""
    role = ROLES[RoleCode(code)]
    return word(WORDS[role.code]) if role.code in WORDS else role.name
