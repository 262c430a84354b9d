"""The states of a year, of a unit's agreement and of a version of a plan, with the article of each step."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor
from selaras.core.verdict import Verdict, no
from selaras.core.workflow import Step, Workflow
from selaras.planning import permissions
from selaras.planning.models import AgreementState, PeriodState, PlanState

BY_JOB = _("This happens by itself.")


def by_itself(user: Actor, obj: object) -> Verdict:
    """No person takes this step."""
    return no(BY_JOB)


def step(
    name: str, label: object, from_: tuple[str, ...], to: str, may: object, law: str, **more: bool
) -> Step:
    """Return one row of a table below."""
    return Step(name, label, frozenset(from_), to, may, law, **more)  # type: ignore[arg-type]  # rows of tables


PREPARING, OPEN, CLOSED = PeriodState.PREPARING, PeriodState.OPEN, PeriodState.CLOSED
DRAFT, SUBMITTED, RETURNED = PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED
AGREED, SIGNED, SET = PlanState.AGREED, PlanState.SIGNED, PlanState.SET

PERIOD = Workflow(
    "period",
    PeriodState,
    PREPARING,
    frozenset(),
    (
        step("open", _("Open the period"), (PREPARING,), OPEN, permissions.can_manage_periods,
             "PermenPANRB 6/2022 Pasal 7(4)"),
        step("close", _("Close the period"), (OPEN,), CLOSED, permissions.can_close_period,
             "PermenPANRB 6/2022 Pasal 25"),
        step("reopen", _("Reopen the period"), (CLOSED,), OPEN, permissions.can_manage_periods,
             "no article: corrects a closing made by mistake", needs_reason=True),
    ),
)  # fmt: skip

AGREEMENT = Workflow(
    "agreement",
    AgreementState,
    AgreementState.DRAFT,
    frozenset(),
    (
        step("sign", _("Sign the agreement"), (AgreementState.DRAFT,), AgreementState.SIGNED,
             permissions.can_sign_agreement, "PermenPANRB 6/2022 Pasal 7(4)"),
        step("reopen", _("Reopen to change it"), (AgreementState.SIGNED,), AgreementState.DRAFT,
             permissions.can_reopen_agreement, "PermenPANRB 6/2022 Pasal 8(1)", needs_reason=True),
    ),
)  # fmt: skip

PLAN = Workflow(
    "plan",
    PlanState,
    DRAFT,
    frozenset({PlanState.SUPERSEDED}),
    (
        step("submit", _("Submit to the appraiser"), (DRAFT, RETURNED), SUBMITTED, permissions.can_submit,
             "PermenPANRB 6/2022 Pasal 7(4)"),
        step("withdraw", _("Take back"), (SUBMITTED,), DRAFT, permissions.can_withdraw,
             "no article: the dialogue goes on until both agree"),
        step("agree", _("Agree"), (SUBMITTED,), AGREED, permissions.can_decide,
             "PermenPANRB 6/2022 Pasal 14(3)"),
        step("sign", _("Sign"), (AGREED,), SIGNED, permissions.can_sign, "PermenPANRB 6/2022 Pasal 14(3)"),
        step("set", _("Set and sign"), (SIGNED,), SET, permissions.can_decide,
             "PermenPANRB 6/2022 Pasal 14(3)"),
        step("return", _("Return with a reason"), (SUBMITTED, AGREED, SIGNED), RETURNED,
             permissions.can_decide, "PermenPANRB 6/2022 Lampiran II.A.7", needs_reason=True),
        step("supersede", _("Replace by a newer version"), (SET,), PlanState.SUPERSEDED, by_itself,
             "PermenPANRB 6/2022 Pasal 14(2)", by_job=True),
    ),
)  # fmt: skip

WORKFLOWS = (PERIOD, AGREEMENT, PLAN)
