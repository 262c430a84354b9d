"""Self-appraisal with realisations, and opinions of colleagues: weighed by the appraiser, never averaged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.appraisal.models import AppraisalKind, Evaluation, EvaluationRow, Opinion, Rating
from selaras.appraisal.operations.notices import ASKED
from selaras.appraisal.permissions import can_ask_opinion, can_take_part, can_write_opinion
from selaras.core import audit, notices, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StaleRefused, require
from selaras.organisation.models import Person
from selaras.planning.models import Indicator

Key = tuple[int, int | None]
ARTICLE = "PermenPANRB 6/2022 Pasal 18; Lampiran IV.B (feedback that the rating considers)"


def save_realisations(*, evaluation: Evaluation, texts: Mapping[Key, str], by: Actor, at: datetime) -> None:
    """Keep the employee's final realisation per result and indicator; text with its source, never a computed score.

    Only results and indicators of the plan version that is evaluated are kept. A draft makes no event.
    """
    with transaction.atomic():
        fresh = versions.locked(evaluation)
        require(can_take_part(by, fresh))
        known = _keys_of(fresh)
        EvaluationRow.objects.bulk_create(
            [
                EvaluationRow(
                    evaluation=fresh, result_id=key[0], indicator_id=key[1], realisation=text.strip()
                )
                for key, text in texts.items()
                if key in known
            ],
            update_conflicts=True,
            unique_fields=["agency", "evaluation", "result", "indicator_id"],
            update_fields=["realisation"],
        )


def _keys_of(evaluation: Evaluation) -> set[Key]:
    rows = Indicator.objects.filter(result__plan_version=evaluation.plan_version_id)
    pairs = set(rows.values_list("result__lineage_id", "lineage_id"))
    return {*pairs, *((result, None) for result, _indicator in pairs)}


def ask_opinion(*, evaluation: Evaluation, author_id: int, by: Actor, at: datetime) -> Opinion:
    """Ask a colleague for an opinion; asking twice changes nothing."""
    require(can_ask_opinion(by, evaluation))
    author = Person.objects.filter(pk=author_id).first()
    if author is None or author.member_id is None:
        sentence = _("Choose a colleague who can sign in; ask others through feedback instead.")
        raise InvalidRefused(sentence, {"author": sentence})
    if author_id in (evaluation.person_id, evaluation.appraiser_id, evaluation.superior_id):
        sentence = _("The employee, the appraiser and the superior take part anyway; choose a colleague.")
        raise InvalidRefused(sentence, {"author": sentence})
    with transaction.atomic():
        opinion: Opinion
        opinion, is_new = Opinion.objects.get_or_create(
            evaluation=evaluation, kind=AppraisalKind.PEER, author=author, defaults={"asked_at": at}
        )
        if is_new:
            audit.record(
                obj=opinion, verb="appraisal.opinion.ask", by=by, at=at, subject=evaluation,
                after={"author": author_id}, article=ARTICLE,
            )  # fmt: skip
            notices.tell(
                members=[author.member_id], kind=ASKED, url=reverse("appraisal:opinion", args=[opinion.pk]), at=at,
                values={"person": evaluation.person.name},
            )  # fmt: skip
    return opinion


def save_opinion(
    *,
    evaluation: Evaluation,
    kind: str,
    results_rating: str,
    results_grounds: str,
    behaviour_rating: str,
    behaviour_grounds: str,
    submit: bool,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Opinion:
    """Save or send the self-appraisal, or the opinion of a colleague who was asked.

    A draft makes no event; what is sent can no longer be changed and is shown to the appraiser.
    """
    words: dict[str, Any] = {
        "results_rating": results_rating,
        "results_grounds": results_grounds.strip(),
        "behaviour_rating": behaviour_rating,
        "behaviour_grounds": behaviour_grounds.strip(),
    }
    _check(words, submit)
    with transaction.atomic():
        opinion = _own_opinion(evaluation, kind, by)
        if version is not None and opinion.version != version:
            raise StaleRefused
        require(can_write_opinion(by, opinion))
        sent: dict[str, Any] = {"submitted_at": at} if submit else {}
        versions.change(opinion, **words, **sent)
        if submit:
            audit.record(
                obj=opinion, verb=f"appraisal.opinion.{kind.lower()}", by=by, at=at, subject=evaluation,
                after=words if kind == AppraisalKind.SELF else {"author": opinion.author_id}, article=ARTICLE,
            )  # fmt: skip
    return opinion


def _own_opinion(evaluation: Evaluation, kind: str, by: Actor) -> Opinion:
    if kind == AppraisalKind.SELF:
        require(can_take_part(by, evaluation))
        Opinion.objects.get_or_create(evaluation=evaluation, kind=kind, author_id=by.person_id)
    rows = Opinion.objects.select_for_update().filter(evaluation=evaluation, kind=kind, author=by.person_id)
    opinion: Opinion | None = rows.first() if by.is_personal else None
    if opinion is None:
        raise InvalidRefused(_("Nobody asked for your opinion on this evaluation."))
    return opinion


def _check(words: Mapping[str, str], submit: bool) -> None:
    problems = {}
    for name, text in words.items():
        if name.endswith("_rating"):
            if (submit or text) and text not in Rating.values:
                problems[name] = _("Choose one of the three ratings.")
        elif submit and not text:
            problems[name] = _("Write a sentence with an example; a rating without grounds helps nobody.")
    if problems:
        raise InvalidRefused(_("This cannot be sent yet; see the fields."), problems)
