"""Reads of praise and awards: what the wall shows to everybody of the agency."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from selaras.core.actor import Actor
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import require
from selaras.recognition.models import Award, AwardRound, Nomination, Praise, RoundState
from selaras.recognition.permissions import can_see_wall

WHOSE = ("mine", "given")


def praises_for(user: Actor, q: str = "", whose: str = "", unit: int | None = None) -> QuerySet[Praise]:
    """Return the praise on the wall, newest first; `whose` is "mine" (received) or "given"."""
    require(can_see_wall(user))
    rows = Praise.objects.filter(withdrawn_at=None).select_related("person", "giver")
    for word in q.split():
        rows = rows.filter(
            Q(person__name__icontains=word) | Q(giver__name__icontains=word) | Q(text__icontains=word)
        )
    if whose == "mine":
        rows = rows.filter(person=user.person_id)
    elif whose == "given":
        rows = rows.filter(giver=user.person_id)
    return rows if unit is None else rows.filter(unit=unit)


def praise_for(user: Actor, pk: int) -> Praise:
    """Return one praise of the wall, or raise Http404."""
    found = praises_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def awards_for(user: Actor, q: str = "", kind: str = "", person: int | None = None) -> QuerySet[Award]:
    """Return awards, newest first, as everybody of the agency sees them."""
    require(can_see_wall(user))
    rows = Award.objects.filter(withdrawn_at=None).select_related("person", "award_round")
    for word in q.split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(title__icontains=word))
    if kind:
        rows = rows.filter(kind=kind)
    return rows if person is None else rows.filter(person=person)


def award_for(user: Actor, pk: int) -> Award:
    """Return one award, withdrawn ones too, or raise Http404."""
    require(can_see_wall(user))
    found = Award.objects.filter(pk=pk).select_related("person", "award_round").first()
    if found is None:
        raise Http404
    return found


def rounds_for(user: Actor, state: str = "") -> QuerySet[AwardRound]:
    """Return the choices of the month, newest first, with who was chosen and whether the actor has nominated."""
    require(can_see_wall(user))
    award = Award.objects.filter(award_round=OuterRef("pk"), withdrawn_at=None)
    mine = Nomination.objects.filter(award_round=OuterRef("pk"), nominator=user.person_id)
    rows = AwardRound.objects.annotate(
        nominated=Count("nominations"),
        chosen=Subquery(award.values("person__name")[:1]),
        award_id=Subquery(award.values("pk")[:1]),
        has_mine=Exists(mine),
    ).order_by("-month_on", "-pk")
    return rows.filter(state=state) if state in RoundState.values else rows


def round_for(user: Actor, pk: int) -> AwardRound:
    """Return one choice of the month, or raise Http404."""
    found = rounds_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def nominations_of(award_round: AwardRound) -> list[Nomination]:
    """Return the nominations of a round by nominated person; ask `can_see_nominations` first."""
    rows = Nomination.objects.filter(award_round=award_round).select_related("person", "nominator")
    return list(rows.order_by("person__name", "person_id", "at"))


def own_nomination(user: Actor, award_round: AwardRound) -> Nomination | None:
    """Return the actor's own nomination in a round."""
    rows = Nomination.objects.filter(award_round=award_round, nominator=user.person_id)
    return rows.select_related("person").first()


@dataclass(frozen=True)
class Standing:
    """What a person received and gave since a day."""

    received: int
    given: int
    awards: int
    sanctions: int


STANDING = """
SELECT (SELECT count(*) FROM recognition_praise WHERE agency_id = %(agency)s AND person_id = %(person)s
          AND withdrawn_at IS NULL AND at >= %(since)s),
       (SELECT count(*) FROM recognition_praise WHERE agency_id = %(agency)s AND giver_id = %(person)s
          AND withdrawn_at IS NULL AND at >= %(since)s),
       (SELECT count(*) FROM recognition_award WHERE agency_id = %(agency)s AND person_id = %(person)s
          AND withdrawn_at IS NULL),
       (SELECT count(*) FROM recognition_sanction WHERE agency_id = %(agency)s AND person_id = %(person)s)
"""


def standing_of(user: Actor) -> Standing | None:
    """Return the actor's own figures of this year in one statement; None for people who only operate."""
    if not user.is_personal:
        return None
    since = user.on.replace(month=1, day=1)
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"agency": current_agency_id(), "person": user.person_id, "since": since})
        return Standing(*cursor.fetchone())


COUNTS = """
SELECT unit_id, count(*) FILTER (WHERE what = 'praise'), count(*) FILTER (WHERE what = 'award') FROM (
    SELECT unit_id, 'praise' AS what FROM recognition_praise
    WHERE agency_id = %(agency)s AND withdrawn_at IS NULL AND at >= %(from)s AND at < %(until)s
    UNION ALL
    SELECT unit_id, 'award' FROM recognition_award
    WHERE agency_id = %(agency)s AND withdrawn_at IS NULL AND given_on >= %(from)s AND given_on < %(until)s
) given GROUP BY unit_id ORDER BY unit_id
"""
