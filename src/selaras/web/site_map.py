"""The pages of the navigation, by stage of the cycle in the order people live it, each with its roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from selaras.core.actor import RoleCode as Role

PERSONAL = frozenset({Role.EMPLOYEE, Role.APPRAISER, Role.SUPERIOR, Role.OFFICER, Role.HEAD})
LEADING = frozenset({Role.APPRAISER, Role.SUPERIOR, Role.OFFICER, Role.HEAD, Role.AUDITOR})
OVERSEEING = frozenset({Role.OFFICER, Role.HEAD, Role.AUDITOR})
KEEPING = frozenset({Role.OFFICER, Role.AUDITOR})
EVERYONE = PERSONAL | OVERSEEING


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `quick` puts it on the bar at the bottom of a phone.

    `own` is about oneself: an account without a person, such as a first officer's, has nothing there.
    """

    url: str
    label: Promise | str
    icon: str
    roles: frozenset[Role]
    quick: bool = False
    own: bool = False

    def shown_to(self, role: str) -> bool:
        """Say whether the role now chosen uses this page."""
        return role in {str(code) for code in self.roles}


@dataclass(frozen=True)
class Section:
    """A stage of the cycle."""

    label: Promise | str
    entries: Sequence[Entry]


SITE_MAP: Sequence[Section] = (
    Section("", (Entry("web:desk", _("My desk"), "desk", EVERYONE | {Role.OPERATOR}, quick=True),)),
    Section(
        _("Planning"),
        (
            Entry("planning:strategy", _("Strategy and agreements"), "target", LEADING),
            Entry("planning:plans", _("Performance plans"), "plan", EVERYONE, quick=True),
            Entry("planning:socialisation", _("Targets and standards"), "flag", EVERYONE),
        ),
    ),
    Section(
        _("Carrying out"),
        (
            Entry("monitoring:reports", _("Monthly reports"), "report", EVERYONE, quick=True),
            Entry("monitoring:feedback", _("Feedback"), "feedback", PERSONAL, quick=True, own=True),
        ),
    ),
    Section(
        _("Appraisal"),
        (
            Entry("appraisal:evaluations", _("Evaluations"), "appraisal", EVERYONE),
            Entry("appraisal:achievements", _("Organisational achievement"), "unit", OVERSEEING),
            Entry("appraisal:objections", _("Objections"), "shield", EVERYONE),
        ),
    ),
    Section(
        _("Recognition and development"),
        (
            Entry("recognition:awards", _("Recognition"), "award", EVERYONE),
            Entry("recognition:consequences", _("Follow-up of appraisals"), "flag", OVERSEEING),
            Entry("recognition:sanctions", _("Sanctions"), "alert", OVERSEEING),
            Entry("development:trainings", _("Training"), "training", EVERYONE),
            Entry("development:improvements", _("Improvement plans"), "history", EVERYONE),
        ),
    ),
    Section(
        _("Looking back"),
        (
            Entry("insight:overview", _("Insight"), "insight", OVERSEEING),
            Entry("insight:surveys", _("Surveys"), "feedback", EVERYONE),
        ),
    ),
    Section(
        _("Organisation"),
        (
            Entry("organisation:people", _("People"), "people", EVERYONE),
            Entry("organisation:units", _("Units and positions"), "unit", OVERSEEING),
            Entry("organisation:people_import", _("Import of people"), "upload", frozenset({Role.OFFICER})),
            Entry("organisation:doctor", _("Check of the data"), "check", KEEPING),
            Entry("planning:periods", _("Periods"), "calendar", KEEPING),
            Entry("regulations:instruments", _("Regulations"), "document", EVERYONE | {Role.OPERATOR}),
            Entry("organisation:agency_settings", _("Settings"), "settings", frozenset({Role.OFFICER})),
            Entry("organisation:members", _("Accounts and roles"), "lock", OVERSEEING | {Role.OPERATOR}),
        ),
    ),
    Section(
        _("Operation"),
        (
            Entry("organisation:agencies", _("Agencies"), "agency", frozenset({Role.OPERATOR})),
            Entry("jobs:jobs", _("Running work"), "clock", frozenset({Role.OFFICER, Role.OPERATOR})),
        ),
    ),
)
