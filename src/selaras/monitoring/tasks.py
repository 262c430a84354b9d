"""Later work of monitoring: sending personal links, closing old requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from selaras.core.actor import system_actor
from selaras.core.jobs import Progress, job
from selaras.core.models import Agency, Job
from selaras.core.tenancy import current_agency_id
from selaras.core.time import local_day
from selaras.monitoring import operations
from selaras.monitoring.models import RequestState
from selaras.monitoring.operations.requests import SEND, link_of
from selaras.monitoring.queries import request_by_id


@job(SEND)
def send_request(progress: Progress, row: Job) -> dict[str, Any]:
    """Send the personal link of a request to the external party; a request that was closed meanwhile is not sent."""
    request = request_by_id(row.values["request"])
    if request is None or request.state != RequestState.OPEN or not request.sent_to:
        return {"sent": 0}
    agency = Agency.objects.get(pk=current_agency_id())
    context = {"request": request, "agency": agency, "link": link_of(request)}
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            subject=_("%(name)s asks you for feedback") % {"name": request.plan.person.name},
            message=render_to_string("monitoring/request_mail.txt", context),
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[request.sent_to],
        )
    progress(1, 1)
    return {"sent": 1}


def close_old_requests(agency: Agency, at: datetime) -> None:
    """Close the requests for feedback whose last day has passed; once a day."""
    on = local_day(at, agency.time_zone)
    operations.expire_requests(by=system_actor(agency.pk, on), at=at)
