"""The steps of a version of a plan: submit, take back, return, agree, sign, set, begin a change, discard it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices
from selaras.core.actor import Actor, system_actor
from selaras.core.verdict import InvalidRefused, StateRefused, require
from selaras.documents.content import as_data
from selaras.documents.models import SignatureMethod
from selaras.documents.operations import issue
from selaras.documents.operations import sign as sign_document
from selaras.documents.queries import signatures_of
from selaras.organisation.models import Person
from selaras.organisation.queries import header_of
from selaras.planning import papers
from selaras.planning.models import Plan, PlanVersion
from selaras.planning.operations.copying import copy_content
from selaras.planning.permissions import can_begin_change, can_write, is_stand_in
from selaras.planning.queries.checks import errors_in, findings_of, sentence_of
from selaras.planning.queries.content import content_of
from selaras.planning.queries.plans import open_version_of, set_version_of
from selaras.planning.workflow import PLAN
from selaras.rules.plans import Finding

SUBMITTED = notices.register(
    "plan.submitted", gettext_lazy("%(name)s submitted a plan for your agreement."), waits=True
)
RETURNED = notices.register("plan.returned", gettext_lazy("Your plan was returned: %(reason)s"), waits=True)
AGREED = notices.register("plan.agreed", gettext_lazy("Your plan was agreed. Please sign it."), waits=True)
SIGNED = notices.register("plan.signed", gettext_lazy("%(name)s signed the plan. Please set it."), waits=True)
IS_SET = notices.register("plan.set", gettext_lazy("Your plan is set and in force."))
CHANGED = notices.register(
    "plan.change_begun", gettext_lazy("A change of the plan of %(name)s was begun: %(reason)s")
)


class FindingsRefused(InvalidRefused):
    """The plan breaks rules of level ERROR; `findings` holds them with their articles."""

    code = "findings"

    def __init__(self, findings: list[Finding]) -> None:
        sentences = [sentence_of(one) for one in findings]
        super().__init__(" ".join(sentences), {"findings": sentences})
        self.findings = findings


def _address(plan: Plan) -> str:
    return reverse("planning:plan", args=[plan.pk])


def _tell(kind: str, plan: Plan, whom: Person | None, at: datetime, **values: str) -> None:
    notices.tell(
        members=[whom.member_id if whom else None], kind=kind, url=_address(plan), at=at,
        values={"name": plan.person.name, **values},
    )  # fmt: skip


def _refuse_errors(version: PlanVersion, by: Actor) -> None:
    errors = errors_in(findings_of(version, content_of(version), by.on))
    if errors:
        raise FindingsRefused(errors)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidRefused(_("Write the reason."), {"reason": _("Write the reason.")})


def _take(
    version: PlanVersion, step: str, by: Actor, at: datetime, sent: int | None, **more: Any
) -> PlanVersion:
    plan = version.plan
    fresh: PlanVersion = PLAN.take(version, step, by=by, at=at, version=sent, subject=plan, **more)
    fresh.plan = plan
    return fresh


def submit(*, version: PlanVersion, by: Actor, at: datetime, sent: int | None = None) -> PlanVersion:
    """Submit a version to the appraiser; rules of level ERROR refuse it with their sentences (Lampiran II).

    `sent` is the row's version that the page showed.
    """
    with transaction.atomic():
        fresh = _take(version, "submit", by, at, sent, submitted_at=at, return_reason="")
        _refuse_errors(fresh, by)
        _tell(SUBMITTED, fresh.plan, fresh.plan.appraiser, at)
    return fresh


def withdraw(*, version: PlanVersion, by: Actor, at: datetime, sent: int | None = None) -> PlanVersion:
    """Take a submitted version back to go on writing."""
    return _take(version, "withdraw", by, at, sent, submitted_at=None)


def return_plan(
    *, version: PlanVersion, reason: str, by: Actor, at: datetime, sent: int | None = None
) -> PlanVersion:
    """Return a version to the employee with the reason."""
    _need_reason(reason)
    with transaction.atomic():
        fresh = _take(
            version, "return", by, at, sent, reason=reason, return_reason=reason.strip(), signed_at=None,
            content_hash="",
        )  # fmt: skip
        _tell(RETURNED, fresh.plan, fresh.plan.person, at, reason=reason.strip())
    return fresh


def agree(
    *, version: PlanVersion, by: Actor, at: datetime, sent: int | None = None, reason: str = ""
) -> PlanVersion:
    """Agree, as the appraiser; what is signed from now on is the content with this hash.

    An officer who records it for an appraiser without account writes the reason.
    """
    if is_stand_in(by, version.plan, "appraiser"):
        _need_reason(reason)
    with transaction.atomic():
        fresh = _take(version, "agree", by, at, sent, reason=reason)
        _refuse_errors(fresh, by)
        fresh.content_hash = papers.hash_of(fresh.plan, content_of(fresh))
        PlanVersion.objects.filter(pk=fresh.pk).update(content_hash=fresh.content_hash)
        _tell(AGREED, fresh.plan, fresh.plan.person, at)
    return fresh


def _put_signature(
    version: PlanVersion, purpose: str, person_id: int, by: Actor, at: datetime, *, by_hand: bool
) -> None:
    plan = version.plan
    assignment = plan.assignment_id if person_id == plan.person_id else None
    header = header_of(person_id, by.on, assignment)
    content_hash = papers.hash_of(plan, content_of(version))
    if content_hash != version.content_hash:
        raise StateRefused(_("The plan is no longer the one that was agreed. It must be agreed again."))
    sign_document(
        subject=version, version=version.version, purpose=purpose, person_id=person_id, name=header.name,
        number=header.number, position=header.position or header.description, content_hash=content_hash,
        by=by, at=at, method=SignatureMethod.WET if by_hand else SignatureMethod.CLICK,
    )  # fmt: skip


def sign(
    *, version: PlanVersion, by: Actor, at: datetime, sent: int | None = None, reason: str = ""
) -> PlanVersion:
    """Sign as the employee (Pasal 14(3)); an officer records the hand-written one of a person without account."""
    by_hand = is_stand_in(by, version.plan, "person")
    if by_hand:
        _need_reason(reason)
    with transaction.atomic():
        fresh = _take(version, "sign", by, at, sent, reason=reason, signed_at=at)
        _put_signature(fresh, "EMPLOYEE", fresh.plan.person_id, by, at, by_hand=by_hand)
        _tell(SIGNED, fresh.plan, fresh.plan.appraiser, at)
    return fresh


def set_plan(
    *, version: PlanVersion, by: Actor, at: datetime, sent: int | None = None, reason: str = ""
) -> PlanVersion:
    """Set and sign as the appraiser: the version is in force, the former one is superseded, the forms are issued.

    Pasal 14. An officer records the hand-written signature of an appraiser without account with a reason; after
    January the appraiser's superior may set (Lampiran II.C.5). Late setting is reported, never refused (V12).
    """
    plan = version.plan
    by_hand = is_stand_in(by, plan, "appraiser")
    if by_hand:
        _need_reason(reason)
    is_superior = not by_hand and not by.is_person(plan.appraiser_id)
    with transaction.atomic():
        former = set_version_of(plan)
        if former is not None:
            system = system_actor(by.agency_id, by.on)
            PLAN.take(former, "supersede", by=system, at=at, subject=plan)
        fresh = _take(version, "set", by, at, sent, reason=reason, set_at=at, set_on=by.on)
        _refuse_errors(fresh, by)
        signer = plan.superior_id if is_superior else plan.appraiser_id
        purpose = "SUPERIOR" if is_superior else "APPRAISER"
        _put_signature(fresh, purpose, signer or 0, by, at, by_hand=by_hand)
        _issue_papers(fresh, by, at)
        _tell(IS_SET, plan, plan.person, at)
    return fresh


def _issue_papers(version: PlanVersion, by: Actor, at: datetime) -> None:
    plan, content = version.plan, content_of(version)
    signed = [one for one in signatures_of(version) if one.content_hash == version.content_hash]
    frame = papers.frame_of(plan, by.on, signed)
    for form, paper in (
        (papers.form_of(plan), papers.plan_paper(frame, content)),
        (papers.ANNEX_FORM, papers.annex_paper(frame, content)),
    ):
        if form == papers.ANNEX_FORM and not content.has_annex:
            continue
        issue(
            form=form, subject=plan, content=as_data(paper), person_id=plan.person_id,
            person_name=plan.person.name, by=by, at=papers.moment_in(frame.agency, at),
            subject_version=version.number, language=frame.language,
        )  # fmt: skip


def begin_change(*, plan: Plan, reason: str, by: Actor, at: datetime) -> PlanVersion:
    """Begin a new version of a plan in force, a copy with the same lineages (Pasal 14(2), 20(4); study leave II.B.12).

    The version in force stays until the new one is set.
    """
    _need_reason(reason)
    current = set_version_of(plan)
    if current is None:
        raise StateRefused(_("Only a plan in force can be changed by a new version."))
    current.plan = plan
    require(can_begin_change(by, current))
    if open_version_of(plan) is not None:
        raise StateRefused(_("A change of this plan is already being worked on. Open it instead."))
    with transaction.atomic():
        number = PlanVersion.objects.filter(plan=plan).count() + 1
        version: PlanVersion = PlanVersion.objects.create(
            plan=plan, number=number, created_at=at, change_reason=reason.strip()
        )
        copy_content(content_of(current), version)
        audit.record(
            obj=version, verb="plan.begin_change", by=by, at=at, reason=reason, after={"number": number},
            article="PermenPANRB 6/2022 Pasal 14(2)", subject=plan,
        )  # fmt: skip
        for whom in (plan.person, plan.appraiser):
            if whom is not None and not by.is_person(whom.pk):
                _tell(CHANGED, plan, whom, at, reason=reason.strip())
    return version


def discard_change(*, version: PlanVersion, by: Actor, at: datetime) -> None:
    """Throw away a new version that is still being written; the plan in force stays as it is."""
    if version.number == 1:
        raise StateRefused(_("The first version of a plan cannot be thrown away; change its text instead."))
    require(can_write(by, version))
    plan = version.plan
    with transaction.atomic():
        audit.record(
            obj=version, verb="plan.discard_change", by=by, at=at, before={"number": version.number},
            article="no article: nothing was agreed yet", subject=plan,
        )  # fmt: skip
        version.delete()
