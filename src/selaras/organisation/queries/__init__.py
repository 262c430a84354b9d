"""Reads of the organisation: who acts, who is who on a day, who appraises whom."""

from selaras.organisation.queries.actors import actor_of_member
from selaras.organisation.queries.headers import PersonHeader, header_of, headers_of
from selaras.organisation.queries.reporting import Appraising, appraiser_of, appraisers_of
from selaras.organisation.queries.tree import units_below
from selaras.organisation.queries.waiting import waiting_for

__all__ = [
    "Appraising",
    "PersonHeader",
    "actor_of_member",
    "appraiser_of",
    "appraisers_of",
    "header_of",
    "headers_of",
    "units_below",
    "waiting_for",
]
