"""Reads of requests for feedback: those one made, those one is asked, and the one behind a personal link."""

from __future__ import annotations

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import Http404

from selaras.core.actor import Actor
from selaras.monitoring.models import FeedbackRequest, RequestState


def _requests() -> QuerySet[FeedbackRequest]:
    related = ("plan__person", "plan__period", "plan__appraiser", "plan__superior", "giver", "asked_by")
    return FeedbackRequest.objects.select_related(*related)


def requests_by(actor: Actor) -> QuerySet[FeedbackRequest]:
    """Return the requests that the actor made, and those about the own plan, newest first."""
    if not actor.is_personal:
        return FeedbackRequest.objects.none()
    return _requests().filter(Q(plan__person=actor.person_id) | Q(asked_by=actor.member_id))


def requests_to(actor: Actor) -> QuerySet[FeedbackRequest]:
    """Return the requests that wait for the actor's feedback, the most urgent first, then those set aside."""
    if not actor.is_personal:
        return FeedbackRequest.objects.none()
    shown = (RequestState.OPEN, RequestState.DECLINED)
    rows = _requests().filter(giver=actor.person_id, state__in=shown, due_on__gte=actor.on)
    return rows.order_by("-state", "due_on", "pk")  # OPEN comes after DECLINED in the alphabet


def request_for(actor: Actor, request_id: int) -> FeedbackRequest:
    """Return a request that the actor made, is about, or is asked; everybody else finds nothing."""
    if not actor.is_personal:
        raise Http404
    mine = Q(plan__person=actor.person_id) | Q(asked_by=actor.member_id) | Q(giver=actor.person_id)
    found = _requests().filter(mine, pk=request_id).first()
    if found is None:
        raise Http404
    return found


def request_by_id(request_id: int) -> FeedbackRequest | None:
    """Return a request of the current agency, for the job that sends it and the page behind its link."""
    return _requests().filter(pk=request_id).first()


def find_request(token_hash: str) -> tuple[int, int] | None:
    """Return agency and request behind a personal link, before any agency is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency_id, request_id FROM selaras_find_feedback_request(%s)", [token_hash])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None
