"""Reads of papers and signatures; the register of who may open which paper is filled by the stages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from selaras.core.actor import Actor
from selaras.core.audit import kind_of
from selaras.core.tenancy import acting_in
from selaras.core.verdict import Verdict, no, require
from selaras.documents.models import Paper, Signature
from selaras.documents.proof import fault_of

MayRead = Callable[[Actor, int], Verdict]
_readers: dict[str, MayRead] = {}


def readable_by(subject_kind: str, may: MayRead) -> None:
    """Register who may open the papers of a kind of subject: `may(actor, subject_id) -> Verdict`.

    A stage registers its kinds when its application is ready; an unregistered kind is readable by nobody.
    """
    _readers[subject_kind] = may


def can_read_paper(user: Actor, paper: Paper) -> Verdict:
    """Ask the stage that issued the paper."""
    may = _readers.get(paper.subject_kind)
    return may(user, paper.subject_id) if may else no(_("This kind of paper can be opened by nobody."))


def paper_for(user: Actor, paper_id: int) -> Paper | None:
    """Return a paper that the person may open; None when the agency has no such paper."""
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper is not None:
        require(can_read_paper(user, paper))
    return paper


def papers_of(subject: models.Model) -> list[Paper]:
    """Return the papers issued about something, newest first, without their content."""
    rows = Paper.objects.filter(subject_kind=kind_of(subject), subject_id=subject.pk)
    return list(rows.defer("content").order_by("-issued_at", "-id"))


def signatures_of(subject: models.Model, version: int | None = None) -> list[Signature]:
    """Return the signatures under something (or under one version of it), in the order they were given."""
    rows = Signature.objects.filter(subject_kind=kind_of(subject), subject_id=subject.pk)
    if version is not None:
        rows = rows.filter(subject_version=version)
    return list(rows.order_by("signed_at", "id"))


@dataclass(frozen=True)
class Verified:
    """What the public page says about a paper: nothing personal beyond initials."""

    agency: str
    form: str
    number: str
    issued_at: datetime
    content_hash: str
    state: str
    initials: str
    replaced_by: str
    is_true: bool


def verified(token: str) -> Verified | None:
    """Look a paper up before any agency is known, through one narrow database function; then compare it with its hash.

    An address copied from a printed line may carry the places where that line was allowed to break.
    """
    token = "".join(mark for mark in token if mark.isascii() and not mark.isspace())
    if not 20 <= len(token) <= 40:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM selaras_verify_paper(%s)", [token])
        row = cursor.fetchone()
    if not row:
        return None
    with acting_in(row[-2]):
        told = (*row[:-2], not fault_of(Paper.objects.get(pk=row[-1])))
        return Verified(*told)
