"""Opens a paper after a permission check, and the public page that says whether it is genuine."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from selaras.core import audit
from selaras.core.http import AgencyRequest, public, signed_in
from selaras.core.verdict import StateRefused
from selaras.documents.models import PaperState
from selaras.documents.operations import pdf_of
from selaras.documents.queries import paper_for, verified


@signed_in
@require_safe
def paper(request: AgencyRequest, paper_id: int) -> HttpResponse:
    """Answer with the PDF of a paper."""
    found = paper_for(request.actor, paper_id)
    if found is None:
        raise Http404
    if not found.content:
        raise StateRefused(_("The content of this paper was erased after its retention had ended."))
    if request.actor.leaves_looks:
        audit.record(obj=found, verb="documents.look", by=request.actor, at=request.at)
    answer = HttpResponse(pdf_of(found), content_type="application/pdf")
    name = found.number.replace("/", "-")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@public
@require_safe
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether a paper is genuine; public because whoever holds the paper must be able to ask."""
    found = verified(token)
    state = PaperState(found.state) if found else None
    context = {"found": found, "state": state, "token": token}
    return render(request, "documents/verify.html", context, status=200 if found else 404)
