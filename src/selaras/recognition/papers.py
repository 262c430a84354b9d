"""The certificate of an award as a plain structure for the documents."""

from __future__ import annotations

from typing import Any

from selaras.core.actor import Actor, RoleCode
from selaras.core.models import Agency
from selaras.core.tenancy import current_agency_id
from selaras.documents.content import as_data
from selaras.documents.shapes import AwardPaper, Letterhead, PersonBlock, SignatureBlock
from selaras.organisation.queries import PersonHeader, headers_of
from selaras.recognition.models import Award
from selaras.recognition.queries.reach import leader_of_unit


def certificate(award: Award, by: Actor) -> dict[str, Any]:
    """Return the content of the certificate; the leader of the unit signs, or the head who gave the award."""
    agency = Agency.objects.get(pk=current_agency_id())
    signer = _signer(award, by)
    headers = headers_of([award.person_id, signer], by.on)
    logo = bytes(agency.logo) if agency.logo else None
    paper = AwardPaper(
        letterhead=Letterhead(agency.name, "PUBLIC" if agency.is_public else "COMPANY", logo),
        recipient=_block(headers[award.person_id], award),
        award=award.title,
        reason=award.reason,
        signatures=_signatures(headers.get(signer or 0), agency.place, award),
    )
    return as_data(paper)


def _signer(award: Award, by: Actor) -> int | None:
    if by.role == RoleCode.HEAD and by.person_id is not None:
        return by.person_id
    if award.unit_id is None:
        return by.person_id
    return leader_of_unit(award.unit_id, by.on, award.person_id) or by.person_id


def _block(header: PersonHeader, award: Award) -> PersonBlock:
    return PersonBlock(
        header.name,
        header.number or None,
        header.rank_label(award.given_on) or None,
        header.position or None,
        header.unit or None,
    )


def _signatures(header: PersonHeader | None, place: str, award: Award) -> tuple[SignatureBlock, ...]:
    if header is None:
        return ()
    return (
        SignatureBlock(
            "SUPERIOR",
            header.name,
            header.number or None,
            title=header.position or header.description or None,
            place=place,
            signed_on=award.given_on,
        ),
    )
