"""Issues papers with number, hash and verification token, and records signatures of exact versions."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.core.time import local_day
from selaras.core.verdict import StateRefused
from selaras.documents.content import content_hash, whole_hash
from selaras.documents.models import NumberSeries, Paper, PaperState, Signature, SignatureMethod
from selaras.documents.proof import fault_of, faults_of
from selaras.documents.render import render

# Forms of our own whose code is a word; the law's codes are the same in every language.
WORDS = {("AWARD", "id"): "PIAGAM", ("AWARD", "en"): "AWARD"}


def next_number(*, form: str, year: int, code: str, language: str = "id") -> str:
    """Return the next number of a form in a year: `D.1.1/00012/KEPAHIANG/2026`, without gaps or doubles.

    One series serves both languages of a form; the word before it is that of the paper.
    """
    NumberSeries.objects.get_or_create(form=form, year=year)
    series = NumberSeries.objects.select_for_update().get(form=form, year=year)
    NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)
    return f"{WORDS.get((form, language[:2]), form)}/{series.last + 1:05d}/{code}/{year}"


def initials_of(name: str) -> str:
    """Return the initials of a name without its titles: "Sari Dewi, S.Kom." → "SD"."""
    words = [word for word in name.split(",")[0].replace(".", " ").split() if word[:1].isalpha()]
    return "".join(word[0].upper() for word in words)[:4]


def issue(
    *,
    form: str,
    subject: models.Model,
    content: dict[str, Any],
    person_id: int | None,
    person_name: str,
    by: Actor,
    at: datetime,
    subject_version: int = 1,
    language: str | None = None,
    supersede: bool = True,
) -> Paper:
    """Issue a paper from the data of its shape (`as_data`); earlier valid papers of the same form and subject
    are superseded unless `supersede` is false. The snapshot is never altered afterwards."""
    agency = Agency.objects.get(pk=current_agency_id())
    year = local_day(at, agency.time_zone).year
    language = language or translation.get_language() or "id"
    with transaction.atomic():
        paper = Paper.objects.create(
            form=form,
            number=next_number(form=form, year=year, code=agency.code.upper(), language=language),
            subject_kind=audit.kind_of(subject),
            subject_id=subject.pk,
            subject_version=subject_version,
            person_id=person_id,
            language=language,
            content=content,
            content_hash=content_hash(form, content),
            initials=initials_of(person_name),
            issued_at=at,
            issued_by_id=by.member_id,
            token=secrets.token_urlsafe(24),
        )
        if supersede:
            _supersede(paper)
        audit.record(
            obj=paper,
            verb="documents.issue",
            by=by,
            at=at,
            subject=subject,
            after=_told(paper),
        )
    return paper


def _told(paper: Paper) -> dict[str, str]:
    return {
        "form": paper.form,
        "number": paper.number,
        "hash": paper.content_hash,
        "whole": whole_hash(paper.content),
    }


def _supersede(paper: Paper) -> None:
    earlier = Paper.objects.filter(
        form=paper.form,
        subject_kind=paper.subject_kind,
        subject_id=paper.subject_id,
        state=PaperState.VALID,
    ).exclude(pk=paper.pk)
    earlier.update(state=PaperState.SUPERSEDED, superseded_by=paper.pk)


def withdraw(*, paper: Paper, reason: str, by: Actor, at: datetime) -> None:
    """Declare a paper withdrawn; the verification page says so from now on."""
    with transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(state=PaperState.WITHDRAWN)
        audit.record(obj=paper, verb="documents.withdraw", by=by, at=at, reason=reason)


def verify_url(paper: Paper) -> str:
    """Return the public address behind the QR code."""
    return f"{settings.BASE_URL}/verify/{paper.token}/"


def pdf_of(paper: Paper) -> bytes:
    """Print a paper from its snapshot with the templates of this release.

    The words and the hash are those of the day of issue, the layout may be newer. Raises `StateRefused` where the
    snapshot, its hash and the event of its issue do not agree.
    """
    if fault_of(paper):
        raise StateRefused(
            _(
                "The stored content of this paper was altered after its issue, so it is not printed. Tell the operator."
            )
        )
    return _printed(paper)


def pdfs_of(papers: Sequence[Paper]) -> Iterator[tuple[Paper, bytes | None]]:
    """Print many papers, compared with their events in one go; an altered one comes as None and stops no other."""
    altered = faults_of(papers)
    for paper in papers:
        yield paper, None if paper.pk in altered else _printed(paper)


def _printed(paper: Paper) -> bytes:
    return render(
        paper.form,
        paper.content,
        language=paper.language,
        at=paper.issued_at,
        number=paper.number,
        verify_url=verify_url(paper),
    )


def sign(
    *,
    subject: models.Model,
    version: int,
    purpose: str,
    person_id: int,
    name: str,
    number: str,
    position: str,
    content_hash: str,
    by: Actor,
    at: datetime,
    method: str = SignatureMethod.CLICK,
) -> Signature:
    """Record that a person signed the exact version: `purpose` is EMPLOYEE, APPRAISER or SUPERIOR."""
    with transaction.atomic():
        signature = Signature.objects.create(
            subject_kind=audit.kind_of(subject),
            subject_id=subject.pk,
            subject_version=version,
            purpose=purpose,
            person_id=person_id,
            signer_name=name,
            signer_number=number,
            signer_position=position,
            member_id=by.member_id,
            signed_at=at,
            content_hash=content_hash,
            method=method,
        )
        audit.record(
            obj=signature,
            verb=f"documents.sign.{purpose.lower()}",
            by=by,
            at=at,
            subject=subject,
            after={
                **{"version": version, "hash": content_hash, "method": method},
                **{"signer": name, "number": number, "position": position},
            },
        )
    return signature
