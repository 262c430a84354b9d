"""Who may look at what the year shows, and who runs and answers surveys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.insight.models import Survey, SurveyState

OVERSEEING = frozenset({RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR})


def can_oversee(user: Actor) -> Verdict:
    """Officers, heads and auditors see counts of the units their role reaches; nobody else does."""
    if user.role in OVERSEEING and (user.whole_agency or user.unit_ids):
        return YES
    return no(
        _("Only performance officers, heads and auditors see these figures. Choose that role if you hold it.")
    )


def can_recount(user: Actor) -> Verdict:
    """Performance officers, who cannot wait for the next round on a night of deadlines."""
    if user.role == RoleCode.OFFICER and can_oversee(user):
        return YES
    return no(_("Only a performance officer has the figures counted anew; they follow by themselves too."))


def can_run_survey(user: Actor, survey: Survey | None = None) -> Verdict:
    """The performance officer of the whole agency."""
    if user.reaches(RoleCode.OFFICER, None):
        return YES
    return no(_("Only the performance officer of the whole agency runs surveys."))


def can_end_survey(user: Actor, survey: Survey) -> Verdict:
    """Nobody: the survey ends by itself on the day after its last day; people close it."""
    return no(_("A survey ends by itself after its last day. To end it earlier, close it."))


def can_answer(user: Actor, survey: Survey) -> Verdict:
    """Every employee, once, while the survey is open; that it is once is kept by the database."""
    if not user.is_personal:
        return no(_("Surveys are answered by employees. Choose your own role first."))
    if survey.state != SurveyState.OPEN or user.on > survey.closes_on:
        return no(_("This survey is not open."))
    return YES


def can_see_results(user: Actor, survey: Survey) -> Verdict:
    """Everybody in the agency, once it is closed: people see what became of their words."""
    if user.role == RoleCode.OPERATOR:
        return no(_("The system operator sees no survey."))
    if survey.state != SurveyState.CLOSED:
        return no(
            _("Results are shown after the survey has closed, so that no single answer can be told apart.")
        )
    return YES
