"""The sheet of initial passwords that an officer prints, cuts and hands over; it is stored nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.models import Agency
from selaras.documents.content import as_data
from selaras.documents.render import render
from selaras.documents.shapes import Column, Letterhead, ListPaper
from selaras.organisation.operations.slips import Slip


def slips_pdf(slips: Sequence[Slip], *, agency: Agency, at: datetime, address: str) -> bytes:
    """Print one strip for each person: name, number, login and initial password; the code leads to the sign-in."""
    paper = ListPaper(
        letterhead=Letterhead(
            agency=agency.name,
            kind="PUBLIC" if agency.is_public else "COMPANY",
            logo=bytes(agency.logo) if agency.logo else None,
        ),
        title=_("Initial passwords"),
        subtitle=_("Cut along the lines and hand each strip to its owner only"),
        facts=((_("Sign in at"), address),),
        columns=(
            Column(_("Name"), width=4, align="left"),
            Column(_("Login name"), width=3, align="left"),
            Column(_("Initial password"), width=4, align="left"),
        ),
        rows=tuple((f"{one.name}\n{one.number}\n", one.login, one.password) for one in slips),
        notes=(
            _("Each password works once: at the first sign-in an own password must be chosen."),
            _("A strip printed anew makes the one before it worthless. Destroy what was not handed over."),
        ),
    )
    language = (translation.get_language() or "id")[:2]
    return render("LIST", as_data(paper), language=language, at=at, number="", verify_url="")
