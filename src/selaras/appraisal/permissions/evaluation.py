"""Who may do what with an evaluation: predicates that answer yes, or no with a sentence."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from selaras.appraisal.models import Evaluation, EvaluationState, Objection, Opinion
from selaras.core.actor import IMPERSONAL, Actor, RoleCode
from selaras.core.verdict import YES, Verdict, no
from selaras.organisation.models import Person
from selaras.planning.models import Scheme, Window
from selaras.planning.permissions import has_left, is_on_behalf, is_year_open
from selaras.rules import days
from selaras.rules.appraisers import Ruling, final_ruling
from selaras.rules.days import Term

OVERSEERS = (RoleCode.OFFICER, RoleCode.HEAD, RoleCode.AUDITOR)
HIDDEN_FROM_EMPLOYEE = frozenset({EvaluationState.OPEN, EvaluationState.RATED})
OBJECTABLE = frozenset(
    {EvaluationState.DELIVERED, EvaluationState.ACCEPTED, EvaluationState.LAPSED, EvaluationState.REPORTED}
)


def term_of(step: str, window: Window) -> Term:
    """Return the days of a step; a company follows a rule of its own, civil servants Pasal 28-29."""
    scheme = window.period.scheme
    term = days.term_of(step, on=window.judged_until, scheme=scheme)
    if scheme != Scheme.PERMENPANRB_6_2022:
        return replace(term, article=gettext("the company's own rule"))
    return term


def can_send(user: Actor) -> Verdict:
    """Everybody but those who only read or only look after technical matters."""
    if user.role in IMPERSONAL:
        return no(_("In this role you change nothing in appraisal. Choose another role if you have one."))
    return YES


def acts_for(user: Actor, person: Person | None, unit_id: int | None) -> Verdict:
    """Yes for the person; for a person without an account that opens also for an officer who reaches the unit.

    Whoever records on behalf of somebody gives the reason, and the signature counts as made by hand.
    """
    if person is None:
        return no(_("Nobody is recorded here yet. The performance officer has to name the person first."))
    if user.is_person(person.pk):
        return YES
    if is_on_behalf(user, person, unit_id):
        return YES
    return no(_("Only the person concerned may do this."))


def may_judge_for(user: Actor, person: Person | None, unit_id: int | None, left: str) -> Verdict:
    """Like `acts_for`, but nobody signs a judgement in the name of somebody who has left: another one is recorded."""
    verdict = acts_for(user, person, unit_id)
    if not verdict or person is None or user.is_person(person.pk):
        return verdict
    return no(left) if has_left(user, person) else YES


def oversees(user: Actor, unit_id: int | None) -> bool:
    """Say whether officer, head or auditor, as now chosen, reaches the unit."""
    return any(user.reaches(role, unit_id) for role in OVERSEERS)


def can_see(user: Actor, evaluation: Evaluation) -> Verdict:
    """The employee, appraiser, superior, and whoever oversees the unit; an operator never."""
    concerned = (evaluation.person_id, evaluation.appraiser_id, evaluation.superior_id)
    if any(user.is_person(one) for one in concerned) or oversees(user, evaluation.unit_id):
        return YES
    return no(_("This evaluation belongs to other people. Ask your performance officer if you need it."))


def can_see_result(user: Actor, evaluation: Evaluation) -> Verdict:
    """Ratings and predicate: the employee only once the document was delivered."""
    if not can_see(user, evaluation):
        return can_see(user, evaluation)
    if user.is_person(evaluation.person_id) and evaluation.state in HIDDEN_FROM_EMPLOYEE:
        return no(_("You will see the result as soon as it has been delivered to you."))
    if evaluation.state == EvaluationState.OPEN and not can_judge(user, evaluation):
        return no(_("There is no result yet. A draft is only visible to the person who evaluates."))
    return YES


def can_read_opinions(user: Actor, evaluation: Evaluation) -> Verdict:
    """What colleagues wrote: the appraiser, the superior, and an auditor."""
    readers = (evaluation.appraiser_id, evaluation.superior_id)
    if any(user.is_person(one) for one in readers) or user.reaches(RoleCode.AUDITOR, evaluation.unit_id):
        return YES
    if is_on_behalf(user, evaluation.evaluator, evaluation.unit_id):
        return YES
    return no(_("Opinions of colleagues are read by the appraiser and the appraiser's superior."))


def can_judge(user: Actor, evaluation: Evaluation) -> Verdict:
    """Whoever evaluates: the appraiser, or the superior once the appraiser stayed silent (Lampiran IV.A.11)."""
    still = is_year_open(evaluation.window.period)
    if not still:
        return still
    if evaluation.is_escalated and user.is_person(evaluation.appraiser_id):
        return no(
            _(
                "The window has passed without your evaluation, so your superior evaluates. The result will be final."
            )
        )
    if evaluation.evaluator_id is None:
        return no(_("Nobody is recorded as appraiser. The performance officer has to name one first."))
    left = gettext(
        "Whoever evaluates has left the agency. Record somebody else, who then evaluates and signs."
    )
    judging = may_judge_for(user, evaluation.evaluator, evaluation.unit_id, left)
    if judging or judging.reason == left:
        return judging
    return no(_("Only the appraiser of this person may evaluate."))


def can_deliver(user: Actor, evaluation: Evaluation) -> Verdict:
    """Whoever evaluated hands the signed document over; an officer also for somebody who has left since."""
    if is_on_behalf(user, evaluation.evaluator, evaluation.unit_id):
        return is_year_open(evaluation.window.period)
    return can_judge(user, evaluation)


def can_take_part(user: Actor, evaluation: Evaluation) -> Verdict:
    """The employee's own appraisal and realisations, while the evaluation is open."""
    if not user.is_person(evaluation.person_id):
        return no(_("Only the employee may write the self-appraisal."))
    return _open_only(evaluation)


def can_ask_opinion(user: Actor, evaluation: Evaluation) -> Verdict:
    """The employee or the appraiser asks a colleague for an opinion."""
    if not user.is_person(evaluation.person_id) and not can_judge(user, evaluation):
        return no(_("Only the employee or the appraiser may ask a colleague for an opinion."))
    return _open_only(evaluation)


def can_write_opinion(user: Actor, opinion: Opinion) -> Verdict:
    """The author, while the evaluation is open and the opinion was not sent."""
    if not user.is_person(opinion.author_id):
        return no(_("Only the person who was asked may write this opinion."))
    if opinion.submitted_at is not None:
        return no(_("This opinion was already sent and can no longer be changed."))
    return _open_only(opinion.evaluation)


def _open_only(evaluation: Evaluation) -> Verdict:
    if evaluation.state != EvaluationState.OPEN:
        return no(_("The evaluation has already been signed, so nothing can be added to it."))
    return is_year_open(evaluation.window.period)


def can_accept(user: Actor, evaluation: Evaluation) -> Verdict:
    """The employee signs the delivered document."""
    if acts_for(user, evaluation.person, evaluation.unit_id):
        return YES
    return no(_("Only the employee may sign this document."))


def can_object(user: Actor, evaluation: Evaluation) -> Verdict:
    """The employee, not to a final result, within 14 working days of receipt (Pasal 29, Lampiran IV.A.11-12)."""
    if not acts_for(user, evaluation.person, evaluation.unit_id):
        return no(_("Only the employee may object to the result."))
    if evaluation.is_final:
        return no(
            gettext("%(reason)s No objection is possible against a final result (%(article)s).")
            % {"reason": final_sentence(evaluation), "article": final_article(evaluation)}
        )
    if evaluation.superior_id is None:
        return no(
            _(
                "There is nobody above your appraiser who could decide. Ask the performance officer to name one."
            )
        )
    if evaluation.object_until is None or evaluation.delivered_on is None:
        return no(_("You can object once the document has been delivered to you."))
    if user.on > evaluation.object_until:
        return no(_too_late(evaluation))
    if evaluation.state == EvaluationState.REPORTED and evaluation.objections.exists():
        return no(_("Your objection was already decided; there is one level of objection."))
    return is_year_open(evaluation.window.period)


def _too_late(evaluation: Evaluation) -> str:
    term = term_of("OBJECT", evaluation.window)
    words = gettext("The %(days)s working days for an objection have passed (%(article)s).")
    return words % {"days": term.days, "article": term.article}


def can_state(user: Actor, objection: Objection) -> Verdict:
    """The appraiser and the employee explain themselves to the deciding superior (Lampiran V.B.2)."""
    evaluation = objection.evaluation
    if objection.decision:
        return no(_("The objection has been decided, so no statement can be added."))
    for person in (evaluation.person, evaluation.appraiser):
        if acts_for(user, person, evaluation.unit_id):
            return YES
    return no(_("Only the employee and the appraiser may add a statement."))


def can_decide(user: Actor, evaluation: Evaluation) -> Verdict:
    """The appraiser's superior decides an objection (Pasal 29)."""
    left = gettext(
        "Whoever decides has left the agency. Record somebody else above the appraiser, who then decides."
    )
    deciding = may_judge_for(user, evaluation.superior, evaluation.unit_id, left)
    if deciding or deciding.reason == left:
        return deciding
    return no(_("Only the superior of the appraiser may decide the objection."))


def can_take_back(user: Actor, evaluation: Evaluation) -> Verdict:
    """Whoever signed corrects an error while nothing is delivered and the days for delivering run (Pasal 28)."""
    still = is_year_open(evaluation.window.period)
    if not still:
        return still
    if not can_judge(user, evaluation):
        return no(_("Only the person who signed the result may take it back."))
    if evaluation.deliver_until is not None and user.on > evaluation.deliver_until:
        return no(
            _(
                "The last day for delivering has passed, so the result stands as signed. "
                "Deliver it; the employee may object."
            )
        )
    return YES


def can_set_achievement(user: Actor, unit_id: int) -> Verdict:
    """Officer and head over the unit enter what the organisation achieved (Pasal 24(4), 25(2))."""
    if user.reaches(RoleCode.OFFICER, unit_id) or user.reaches(RoleCode.HEAD, unit_id):
        return YES
    return no(_("Only the performance officer or the head may enter the achievement of this unit."))


def can_run_window(user: Actor, window: Window) -> Verdict:
    """The officer of the whole agency (or a job) opens and closes the evaluations of a window."""
    if not (user.is_system or (user.role == RoleCode.OFFICER and user.whole_agency)):
        return no(_("Only the performance officer of the whole agency may open or close a window."))
    return is_year_open(window.period)


def can_open_one(user: Actor, window: Window) -> Verdict:
    """An officer opens the evaluation of one person whose plan came late, in a window that already runs."""
    if user.role == RoleCode.OFFICER:
        return is_year_open(window.period)
    return can_run_window(user, window)


def final_sentence(evaluation: Evaluation) -> str:
    """Say in the language of the page why a result is final."""
    ruling = _final_ruling(evaluation)
    return ruling.id if (get_language() or "id").startswith("id") else ruling.en


def final_article(evaluation: Evaluation) -> str:
    """Name the article that makes a result final; a company follows a rule of its own."""
    if evaluation.window.period.scheme != Scheme.PERMENPANRB_6_2022:
        return gettext("the company's own rule")
    return str(_final_ruling(evaluation).cite)


def _final_ruling(evaluation: Evaluation) -> Ruling:
    return final_ruling(evaluation.final_reason, on=evaluation.window.judged_until)
