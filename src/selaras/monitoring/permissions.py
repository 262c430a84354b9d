"""Who may report, answer, give and read feedback: the employee, the line above, and who oversees the unit.

A draft belongs to the employee alone. The words of feedback belong to the one who receives it, the one who gave
it, and the line above; whoever oversees the unit sees only that it was given. An auditor's look is recorded.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.monitoring.models import ActionStep, Feedback, FeedbackRequest, Report, ReportState
from selaras.planning.models import Plan
from selaras.planning.permissions import appraiser_left, has_left, is_stand_in, is_year_open
from selaras.planning.queries.reach import unit_of

OPERATOR = _("An operator of the system sees no reports and no feedback.")


def leads(user: Actor, plan: Plan) -> bool:
    """Say whether the user is the appraiser of the plan or the appraiser's superior."""
    return user.is_person(plan.appraiser_id) or user.is_person(plan.superior_id)


def oversees(user: Actor, plan: Plan, *roles: RoleCode) -> bool:
    """Say whether the user, in one of these roles, reaches the unit in which the plan stands."""
    return user.role in roles and user.reaches(user.role, unit_of(plan, user.on))


def stands_in(user: Actor, plan: Plan) -> bool:
    """Say whether an officer records what an appraiser said who cannot sign in."""
    return is_stand_in(user, plan, "appraiser")


def can_take_part(user: Actor) -> Verdict:
    """Own reports and own feedback belong to persons, not to the roles of auditor and operator."""
    if user.is_personal:
        return YES
    if user.role == RoleCode.OPERATOR:
        return no(OPERATOR)
    return no(_("In the role now chosen you have no reports or feedback of your own. Choose another role."))


def can_report(user: Actor, plan: Plan) -> Verdict:
    """Only the person whose plan it is reports on it (Pasal 16)."""
    if user.is_person(plan.person_id):
        return YES
    return no(_("Only the employee whose plan this is can report on it."))


def can_plan_steps(user: Actor, plan: Plan) -> Verdict:
    """The employee plans the steps of the own results, while the year is open."""
    return can_report(user, plan) and is_year_open(plan.period)


def can_edit_report(user: Actor, report: Report) -> Verdict:
    """The employee, while the report is a draft."""
    verdict = can_report(user, report.plan)
    if verdict and report.state != ReportState.DRAFT:
        return no(_("This report has been submitted. Withdraw it first if you want to change it."))
    return verdict and is_year_open(report.plan.period)


def can_submit(user: Actor, report: Report) -> Verdict:
    """The employee, while the year is open."""
    return can_report(user, report.plan) and is_year_open(report.plan.period)


def can_withdraw(user: Actor, report: Report) -> Verdict:
    """The employee, until the appraiser has answered or the year is closed."""
    return can_report(user, report.plan) and is_year_open(report.plan.period)


def can_answer(user: Actor, report: Report) -> Verdict:
    """The appraiser (Pasal 17); the superior where there is none, an officer for one without account."""
    plan = report.plan
    wanted = plan.appraiser_id if plan.appraiser_id is not None else plan.superior_id
    if user.is_person(wanted):
        return YES
    if stands_in(user, plan):
        return no(appraiser_left(plan)) if has_left(user, plan.appraiser) else YES
    return no(_("Only the appraiser of this employee answers the report."))


def can_read_report(user: Actor, report: Report) -> Verdict:
    """A draft: the employee. Afterwards also the line above, and an officer or auditor of the unit."""
    if user.is_person(report.plan.person_id):
        return YES
    if user.role == RoleCode.OPERATOR:
        return no(OPERATOR)
    if not (leads(user, report.plan) or oversees(user, report.plan, RoleCode.OFFICER, RoleCode.AUDITOR)):
        return no(
            _("This report can be read by the employee, the appraiser, the appraiser's superior and "
              "the performance officer of the unit.")
        )  # fmt: skip
    if report.state == ReportState.DRAFT:
        return no(
            _("This report is still a draft, which only the employee reads. Wait until it is submitted.")
        )
    return YES


def can_reply_to_report(user: Actor, report: Report) -> Verdict:
    """The employee and whoever leads, once there is an answer to talk about."""
    if report.state != ReportState.ANSWERED:
        return no(_("A conversation begins with the appraiser's answer."))
    if user.is_person(report.plan.person_id) or leads(user, report.plan):
        return YES
    return no(_("Only the employee and the line above write in this conversation."))


def can_see_completion(user: Actor) -> Verdict:
    """Officer, head and auditor see how far reports have come in the units they reach."""
    if user.role in (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR):
        return YES
    return no(_("How far reports have come is seen by the performance officer, the head and the auditor."))


def can_open_month(user: Actor) -> Verdict:
    """The officer of the whole agency opens a month for everybody."""
    if user.role == RoleCode.OFFICER and user.whole_agency:
        return YES
    return no(_("Only a performance officer of the whole agency opens a month for everybody."))


def can_change_step(user: Actor, step: ActionStep) -> Verdict:
    """The employee plans the own steps; the leader speaks about them in the dialogue (B.1.1)."""
    return can_report(user, step.result.plan)


def can_read_plan_work(user: Actor, plan: Plan) -> Verdict:
    """Action steps: the employee, the line above, an officer or auditor of the unit."""
    if user.is_person(plan.person_id) or leads(user, plan):
        return YES
    if oversees(user, plan, RoleCode.OFFICER, RoleCode.AUDITOR):
        return YES
    return no(OPERATOR if user.role == RoleCode.OPERATOR else _("You do not follow the work on this plan."))


def can_read_feedback_of(user: Actor, plan: Plan) -> Verdict:
    """All feedback on a plan: the receiver, the line above, an auditor of the unit."""
    if user.is_person(plan.person_id) or leads(user, plan) or oversees(user, plan, RoleCode.AUDITOR):
        return YES
    if user.role == RoleCode.OPERATOR:
        return no(OPERATOR)
    return no(
        _("Feedback can be read by the one who receives it, the one who gave it, the appraiser and "
          "the appraiser's superior.")
    )  # fmt: skip


def can_read_feedback(user: Actor, feedback: Feedback) -> Verdict:
    """One feedback: also the one who gave it."""
    return YES if user.is_person(feedback.giver_id) else can_read_feedback_of(user, feedback.plan)


def can_reply_to_feedback(user: Actor, feedback: Feedback) -> Verdict:
    """The one who received it and the one who gave it."""
    if user.is_person(feedback.plan.person_id) or user.is_person(feedback.giver_id):
        return YES
    return no(_("Only the one who received this feedback and the one who gave it write here."))


def can_give_feedback(user: Actor, plan: Plan) -> Verdict:
    """The line above, colleagues of the unit and own staff, on own initiative (Pasal 18).

    `plan.relation` is the kind of giver that `queries.colleagues_for` found, or None.
    """
    if user.is_person(plan.person_id):
        return no(_("Feedback comes from others. What you think of your own work belongs in the report."))
    if user.is_personal and getattr(plan, "relation", None):
        return YES
    return no(
        _("You can give feedback to people of your unit, to those you lead and to those who lead you. "
          "Others can ask you for it.")
    )  # fmt: skip


def can_ask(user: Actor, plan: Plan) -> Verdict:
    """The employee asks about the own plan, or the appraiser about it (Lampiran III.C.9)."""
    if user.is_person(plan.person_id) or user.is_person(plan.appraiser_id):
        return YES
    return no(_("Feedback is asked for by the employee or by the appraiser."))


def can_answer_request(user: Actor, request: FeedbackRequest) -> Verdict:
    """The one who was asked; an external party acts through the personal link as that person."""
    if user.person_id == request.giver_id and user.role not in (RoleCode.AUDITOR, RoleCode.OPERATOR):
        return YES
    return no(_("Only the person who was asked answers this request."))


def can_resume_request(user: Actor, request: FeedbackRequest) -> Verdict:
    """The one who said that it cannot be judged may think better of it until the last day."""
    verdict = can_answer_request(user, request)
    if verdict and request.due_on < user.on:
        return no(_("The last day of this request has passed."))
    return verdict


def can_hand_over_link(user: Actor, request: FeedbackRequest) -> Verdict:
    """Whoever asked hands the personal link over; the person whom the feedback is about must not hold it."""
    asked = user.is_personal and user.member_id is not None and user.member_id == request.asked_by_id
    return YES if asked else no(_("Only the one who asked hands over the personal link."))


def can_withdraw_request(user: Actor, request: FeedbackRequest) -> Verdict:
    """Whoever asked, or the employee whose plan it is about."""
    asked = user.is_personal and user.member_id is not None and user.member_id == request.asked_by_id
    if asked or user.is_person(request.plan.person_id):
        return YES
    return no(_("Only the one who asked can withdraw the request."))


def can_expire(user: Actor, request: FeedbackRequest) -> Verdict:
    """Nobody by hand: the daily job."""
    return no(_("Requests expire by themselves on the day after their last day."))
