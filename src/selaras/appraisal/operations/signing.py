"""Signs the exact content of an evaluation and issues its papers: first the hash, then the print that carries it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from selaras.appraisal.models import AppraiserReason, Evaluation, Objection
from selaras.appraisal.papers import (
    Known,
    document_form,
    evaluation_document,
    form_of,
    language_of,
    result_paper,
    with_mark,
)
from selaras.appraisal.permissions import is_on_behalf
from selaras.appraisal.queries.material import material_of
from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import InvalidRefused, StateRefused
from selaras.documents.content import as_data, content_hash
from selaras.documents.models import Paper, PaperState, Signature, SignatureMethod
from selaras.documents.operations import issue, sign, withdraw
from selaras.organisation.models import Person
from selaras.organisation.queries import headers_of

DOCUMENTS = ("D.1.1", "D.1.2", "D.1.3")
OBJECTION = "OBJECTION"
SIGNED_OF_OBJECTION = (
    "reasons", "employee_statement", "appraiser_statement", "decision", "decision_grounds", "results_rating",
    "behaviour_rating", "predicate",
)  # fmt: skip


def known_of(evaluation: Evaluation, *, by: Actor) -> Known:
    """Read what the papers of an evaluation are made of, as it is on the day.

    Everybody is printed in the post in which they evaluate or are evaluated: that of the window's first day,
    or of today after a recorded move.
    """
    moved = evaluation.appraiser_reason == AppraiserReason.MOVED
    on = by.on if moved else min(evaluation.window.opens_on, by.on)
    people = [evaluation.person_id, evaluation.appraiser_id, evaluation.superior_id]
    headers = headers_of(people, on, [evaluation.plan.assignment_id])
    agency = Agency.objects.get(pk=current_agency_id())
    return Known(agency, headers, on, material_of(evaluation))


def method_for(signer: Person, unit_id: int, reason: str, *, by: Actor) -> str:
    """Return how a signature is given: by hand when an officer records it for somebody without an account.

    Recording on behalf needs a reason.
    """
    if by.is_person(signer.pk) or not is_on_behalf(by, signer, unit_id):
        return SignatureMethod.CLICK
    if not reason.strip():
        sentence = _(
            "Write why you record this for somebody else, and where the paper signed by hand is kept."
        )
        raise InvalidRefused(sentence, {"on_behalf_reason": sentence})
    return SignatureMethod.WET


def sign_and_issue(
    evaluation: Evaluation,
    purpose: str,
    signer: Person,
    method: str,
    *,
    by: Actor,
    at: datetime,
    objection: Objection | None = None,
) -> None:
    """Sign what was evaluated or decided and issue the result form and the evaluation document (Lampiran V.A, V.B)."""
    known = known_of(evaluation, by=by)
    with translation.override(language_of(known.agency)):
        result = as_data(result_paper(evaluation, known, objection))
        document = as_data(evaluation_document(evaluation, known, objection))
        form = document_form(evaluation, objection)
        digest = content_hash(form, document)
        signature = _sign(evaluation, known, purpose, signer, digest, method, by, at)
        zone = known.agency.time_zone
        result = with_mark(result, signature, zone)
        paper = _issue(evaluation, form_of(evaluation), result, evaluation.version, by, at)
        _replace_earlier(evaluation, paper, (paper.form,))
        paper = _issue(evaluation, form, with_mark(document, signature, zone), evaluation.version, by, at)
        _replace_earlier(evaluation, paper, DOCUMENTS)


def countersign(
    evaluation: Evaluation,
    signer: Person,
    method: str,
    *,
    by: Actor,
    at: datetime,
    purpose: str = "EMPLOYEE",
) -> None:
    """Add a signature to the valid document, exactly as it is; it is issued again with all signatures."""
    paper = valid_document(evaluation)
    if paper is None:
        raise StateRefused(_("The evaluation document was not issued yet, so there is nothing to sign."))
    header = headers_of([signer.pk], by.on).get(signer.pk)
    signature = sign(
        subject=evaluation, version=paper.subject_version, purpose=purpose, person_id=signer.pk,
        name=signer.name, number=signer.number or "",
        position=(header.position or header.description) if header else "",
        content_hash=paper.content_hash, by=by, at=at, method=method,
    )  # fmt: skip
    zone = Agency.objects.only("time_zone").get(pk=current_agency_id()).time_zone
    content = with_mark(paper.content, signature, zone)
    with translation.override(paper.language):
        _issue(evaluation, paper.form, content, paper.subject_version, by, at)


def sign_objection(
    objection: Objection, purpose: str, signer: Person, method: str, *, by: Actor, at: datetime
) -> Signature:
    """Sign what now stands in an objection: reasons, statements and, once given, the decision (Lampiran V.B)."""
    header = headers_of([signer.pk], by.on).get(signer.pk)
    return sign(
        subject=objection, version=objection.version, purpose=purpose, person_id=signer.pk, name=signer.name,
        number=signer.number or "", position=(header.position or header.description) if header else "",
        content_hash=content_hash(OBJECTION, objection_content(objection)), by=by, at=at, method=method,
    )  # fmt: skip


def objection_content(objection: Objection) -> dict[str, Any]:
    """Return what is signed of an objection, in the order in which it is said."""
    said = {name: getattr(objection, name) for name in SIGNED_OF_OBJECTION}
    return {"evaluation": objection.evaluation_id, "filed_on": objection.filed_on.isoformat(), **said}


def valid_document(evaluation: Evaluation) -> Paper | None:
    """Return the evaluation document that is valid now."""
    rows = Paper.objects.filter(subject_kind=audit.kind_of(Evaluation), subject_id=evaluation.pk)
    paper: Paper | None = rows.filter(form__in=DOCUMENTS, state=PaperState.VALID).order_by("-pk").first()
    return paper


def _sign(
    evaluation: Evaluation,
    known: Known,
    purpose: str,
    signer: Person,
    digest: str,
    method: str,
    by: Actor,
    at: datetime,
) -> Signature:
    header = known.headers.get(signer.pk)
    return sign(
        subject=evaluation, version=evaluation.version, purpose=purpose, person_id=signer.pk, name=signer.name,
        number=signer.number or "", position=(header.position or header.description) if header else "",
        content_hash=digest, by=by, at=at, method=method,
    )  # fmt: skip


def _issue(
    evaluation: Evaluation, form: str, content: dict[str, Any], version: int, by: Actor, at: datetime
) -> Paper:
    return issue(
        form=form, subject=evaluation, content=content, person_id=evaluation.person_id,
        person_name=evaluation.person.name, by=by, at=at, subject_version=version,
    )  # fmt: skip


def _replace_earlier(evaluation: Evaluation, paper: Paper, forms: tuple[str, ...]) -> None:
    """A decision on an objection issues another form, and what was taken back is replaced once it is signed again."""
    earlier = Paper.objects.filter(subject_kind=paper.subject_kind, subject_id=evaluation.pk, form__in=forms)
    earlier = earlier.filter(state__in=(PaperState.VALID, PaperState.WITHDRAWN))
    earlier.exclude(pk=paper.pk).update(state=PaperState.SUPERSEDED, superseded_by=paper.pk)


def withdraw_papers(evaluation: Evaluation, reason: str, *, by: Actor, at: datetime) -> None:
    """Withdraw what was signed and taken back: the verification says so from now on."""
    rows = Paper.objects.filter(subject_kind=audit.kind_of(Evaluation), subject_id=evaluation.pk)
    for paper in rows.filter(state=PaperState.VALID).order_by("pk"):
        withdraw(paper=paper, reason=reason, by=by, at=at)
