"""Enters what a unit achieved in a window: an input from the agency's own rules, not computed here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.appraisal.models import Achievement, OrganisationAchievement
from selaras.appraisal.permissions import can_set_achievement
from selaras.core import audit, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StaleRefused, require
from selaras.organisation.models import Unit
from selaras.planning.models import Window
from selaras.planning.permissions import is_year_open

ARTICLE = "PermenPANRB 6/2022 Pasal 24(4), 25(2); Lampiran IV.B.1"


def set_achievement(
    *,
    unit: Unit,
    window: Window,
    achievement: str,
    grounds: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> OrganisationAchievement:
    """Enter or correct a unit's achievement in a window with its grounds (PermenPANRB 6/2022 Lampiran IV.B.1).

    Results that are already signed keep the achievement of their day. A correction of the grounds alone keeps
    the day of issue, on which the January rule depends (p. 94 f).
    """
    require(can_set_achievement(by, unit.pk))
    require(is_year_open(window.period))
    _check(achievement, grounds)
    with transaction.atomic():
        row: OrganisationAchievement | None
        row = OrganisationAchievement.objects.select_for_update().filter(unit=unit, window=window).first()
        if row is None:
            return _first(unit, window, achievement, grounds, by, at, version)
        if version is not None and row.version != version:
            raise StaleRefused
        values: dict[str, Any] = {"achievement": achievement, "grounds": grounds.strip()}
        issue: dict[str, Any] = (
            {} if row.achievement == achievement else {"set_at": at, "set_by_id": by.member_id}
        )
        before = versions.change(row, **values, **issue)
        old, new = audit.difference(before, values)
        if new:
            audit.record(
                obj=row,
                verb="appraisal.achievement.change",
                by=by,
                at=at,
                before=old,
                after=new,
                article=ARTICLE,
            )
    return row


def _check(achievement: str, grounds: str) -> None:
    problems = {}
    if achievement not in Achievement.values:
        problems["achievement"] = _("Choose one of the five predicates of organisational achievement.")
    if not grounds.strip():
        problems["grounds"] = _("Write on what the achievement rests, for example the report that states it.")
    if problems:
        raise InvalidRefused(_("The achievement cannot be saved yet; see the fields."), problems)


def _first(
    unit: Unit, window: Window, achievement: str, grounds: str, by: Actor, at: datetime, version: int | None
) -> OrganisationAchievement:
    if version:
        raise StaleRefused
    row: OrganisationAchievement
    row, is_new = OrganisationAchievement.objects.get_or_create(
        unit=unit,
        window=window,
        defaults={
            "achievement": achievement, "grounds": grounds.strip(), "set_at": at, "set_by_id": by.member_id
        },
    )  # fmt: skip
    if not is_new:
        raise StaleRefused
    after = {"unit": unit.pk, "window": window.pk, "achievement": achievement, "grounds": row.grounds}
    audit.record(obj=row, verb="appraisal.achievement.set", by=by, at=at, after=after, article=ARTICLE)
    return row
