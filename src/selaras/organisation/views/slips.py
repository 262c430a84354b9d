"""Initial passwords for many: choose the people, print one sheet, hand over its strips."""

from __future__ import annotations

import re
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from selaras.core.http import AgencyRequest, page_of, signed_in
from selaras.core.verdict import Refused
from selaras.organisation.operations.slips import MOST_AT_ONCE, issue_slips
from selaras.organisation.papers import slips_pdf
from selaras.organisation.queries.headers import headers_of
from selaras.organisation.queries.slips import awaiting_first_sign_in
from selaras.organisation.views.asked import text_asked

WHOLE = re.compile(r"[0-9]{1,18}")


@signed_in
def slips(request: AgencyRequest) -> HttpResponse:
    """List who has no own password yet; sending the chosen ones answers with the sheet, which is kept nowhere."""
    rows = awaiting_first_sign_in(request.actor, text_asked(request))
    refused: Refused | None = None
    if request.method == "POST":
        chosen = [int(one) for one in request.POST.getlist("people") if WHOLE.fullmatch(one)]
        try:
            made = issue_slips(person_ids=chosen, by=request.actor, at=request.at)
        except Refused as refusal:
            refused = refusal
        else:
            if not made:
                messages.info(
                    request,
                    _("The owners of accounts made elsewhere were asked. Each person's page shows the code."),
                )
                return redirect("organisation:slips")
            address = request.build_absolute_uri(reverse("account_login"))
            pdf = slips_pdf(made, agency=request.agency, at=request.at, address=address)
            answer = FileResponse(BytesIO(pdf), as_attachment=True, filename="kata-sandi-awal.pdf")
            answer["Cache-Control"] = "private, no-store"
            return answer  # type: ignore[return-value]  # a FileResponse is an HttpResponse to Django
    page = page_of(rows.select_related("member__user"), request, MOST_AT_ONCE)
    context = {
        "page": page,
        "headers": headers_of([one.pk for one in page.rows], request.actor.on),
        "refused": refused,
        "most": MOST_AT_ONCE,
    }
    return render(request, "organisation/slips.html", context, status=refused.status if refused else 200)
