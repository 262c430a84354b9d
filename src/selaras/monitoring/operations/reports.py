"""Writes of monthly reports: open, save the draft, submit, withdraw, answer, talk."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selaras.core import audit, notices, versions
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused, require
from selaras.monitoring import permissions
from selaras.monitoring.models import Realisation, Reply, Report
from selaras.monitoring.operations.papers import sign_report
from selaras.monitoring.operations.remarks import Remark, write_remarks
from selaras.monitoring.queries.reports import due_on, first_of, months_of_plan
from selaras.monitoring.queries.sheets import sheet_of
from selaras.monitoring.workflow import REPORT
from selaras.organisation.models import Person
from selaras.planning.models import Period, PeriodState, Plan, PlanState, PlanVersion, ResultLineage

SUBMITTED = notices.register(
    "report.submitted",
    gettext_lazy("%(name)s has submitted the report on %(month)s and waits for your answer."),
    waits=True,
)
ANSWERED = notices.register(
    "report.answered", gettext_lazy("%(name)s has answered your report on %(month)s.")
)
REPLIED = notices.register(
    "report.replied", gettext_lazy("%(name)s wrote in the conversation on the report of %(month)s.")
)
TEXTS = ("achievements", "challenges", "improvements")
Place = tuple[int, int | None]


@dataclass(frozen=True)
class Draft:
    """What a person typed: only the fields that were sent. Realisations are keyed (result, indicator or None)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    realisations: Mapping[Place, Mapping[str, str]] = field(default_factory=dict)


def month_value(month_on: date) -> str:
    """Return a month for a notice, which says it in the reader's language."""
    return f"{month_on:%Y-%m}"


def member_of(*person_ids: int | None) -> list[int | None]:
    """Return the accounts of people; those without one are left out."""
    wanted = [one for one in person_ids if one is not None]
    return list(Person.objects.filter(pk__in=wanted).values_list("member_id", flat=True))


def open_report(*, plan: Plan, month_on: date, by: Actor, at: datetime) -> Report:
    """Open the report of one month of an own plan, or return the one that is there (Pasal 16)."""
    require(permissions.can_report(by, plan))
    month_on = first_of(month_on)
    _check_month(plan, month_on, by.on)
    values = {"due_on": due_on(month_on, plan.period)}
    with transaction.atomic():
        report, is_new = Report.objects.get_or_create(plan=plan, month_on=month_on, defaults=values)
        if is_new:
            audit.record(obj=report, verb="report.open", by=by, at=at, after={"month": month_on})
    return report  # type: ignore[no-any-return]  # the manager of agency tables is untyped


def _check_month(plan: Plan, month_on: date, on: date) -> None:
    if not PlanVersion.objects.filter(plan=plan, state=PlanState.SET).exists():
        raise StateRefused(_("There is nothing to report on yet: your plan has not been set."))
    if plan.period.state == PeriodState.CLOSED:
        raise StateRefused(_("This year is closed, so no report can be opened any more."))
    if month_on not in months_of_plan(plan, on):
        raise InvalidRefused(_("This month is not part of your plan, or it has not begun yet."))


def open_month(*, period: Period, month_on: date, by: Actor, at: datetime) -> int:
    """Open the month for everybody whose plan is in force; reports that are there stay. Returns how many are new."""
    month_on = first_of(month_on)
    if not by.is_system:
        require(permissions.can_open_month(by))
    in_force = PlanVersion.objects.filter(state=PlanState.SET).values("plan")
    plans = Plan.objects.filter(period=period, pk__in=in_force)
    known = set(Report.objects.filter(month_on=month_on, plan__in=plans).values_list("plan_id", flat=True))
    wanted = [one for one in plans if one.pk not in known and month_on in months_of_plan(one, by.on)]
    with transaction.atomic():
        Report.objects.bulk_create(
            (Report(plan=one, month_on=month_on, due_on=due_on(month_on, period)) for one in wanted),
            batch_size=1000,
            ignore_conflicts=True,
        )
        audit.record(
            obj=period,
            verb="report.open_month",
            by=by,
            at=at,
            after={"month": month_on, "count": len(wanted)},
        )
    return len(wanted)


def save_draft(
    *,
    report: Report,
    draft: Draft,
    by: Actor,
    at: datetime,
    version: int | None = None,
    page: uuid.UUID | None = None,
) -> Report:
    """Write what was typed, without an event; the same text again writes nothing.

    `page` names the open page that sends: when an answer to its last save was lost its version is old, but
    nobody else wrote in between, so its newer text is taken. Another page's old version is refused.
    """
    with transaction.atomic():
        fresh = versions.locked(report)
        require(permissions.can_edit_report(by, fresh))
        if version is not None and fresh.version != version and (page is None or fresh.saved_from != page):
            raise StaleRefused
        texts = {name: draft.texts[name] for name in TEXTS if name in draft.texts}
        changed = {name: text for name, text in texts.items() if getattr(fresh, name) != text}
        if _write_realisations(fresh, draft.realisations) or changed:
            values: dict[str, Any] = {"saved_at": at, "saved_from": page, **changed}
            versions.change(fresh, **values)
    return fresh


def _write_realisations(report: Report, wanted: Mapping[Place, Mapping[str, str]]) -> bool:
    if not wanted:
        return False
    _check_places(report, wanted)
    known = {(one.result_id, one.indicator_id): one for one in report.realisations.all()}
    fresh, written = [], False
    for place, words in wanted.items():
        row = known.get(place)
        if row is None:
            if any(words.values()):
                fresh.append(Realisation(report=report, result_id=place[0], indicator_id=place[1], **words))
        elif any(getattr(row, name) != text for name, text in words.items()):
            written = True
            Realisation.objects.filter(pk=row.pk).update(version=F("version") + 1, **words)
    Realisation.objects.bulk_create(fresh)
    return written or bool(fresh)


def _check_places(report: Report, wanted: Iterable[Place]) -> None:
    """Refuse results of another plan: the database would only see that the agency is the same."""
    places = set(wanted)
    rows = ResultLineage.objects.filter(plan=report.plan_id, pk__in={place[0] for place in places})
    pairs = set(rows.values_list("pk", "indicators"))
    allowed = pairs | {(result, None) for result, _indicator in pairs}
    if not places <= allowed:
        raise InvalidRefused(_("One of these results does not belong to the plan. Reload the page."))


def submit(
    *, report: Report, by: Actor, at: datetime, version: int | None = None, draft: Draft | None = None,
    page: uuid.UUID | None = None,
) -> Report:  # fmt: skip
    """Send the report to the appraiser, with what was just typed; late is what comes after the local due day."""
    with transaction.atomic():
        if draft is not None:
            report = save_draft(report=report, draft=draft, by=by, at=at, version=version, page=page)
            version = report.version
        _check_complete(report)
        late = by.on > report.due_on
        report = REPORT.take(report, "submit", by=by, at=at, version=version, submitted_at=at, is_late=late)
        sign_report(report=report, by=by, at=at)
        plan = report.plan
        notices.tell(
            members=member_of(plan.appraiser_id if plan.appraiser_id is not None else plan.superior_id),
            kind=SUBMITTED,
            url=reverse("monitoring:report", args=[report.pk]),
            at=at,
            values={"name": by.name, "month": month_value(report.month_on)},
        )
    return report  # type: ignore[no-any-return]


def _check_complete(report: Report) -> None:
    if sheet_of(report).is_empty and not report.challenges.strip():
        raise InvalidRefused(
            _("Nothing is reported yet. Write at least one realisation, or explain under “Challenges” why "
              "there is none this month."),
            fields={"challenges": _("Explain why there is no realisation this month, or write one above.")},
        )  # fmt: skip


def withdraw(*, report: Report, by: Actor, at: datetime, version: int | None = None) -> Report:
    """Take a submitted report back as a draft; whether it is late is judged when it is submitted again."""
    return REPORT.take(  # type: ignore[no-any-return]
        report, "withdraw", by=by, at=at, version=version, submitted_at=None, is_late=None
    )


def answer(
    *, report: Report, text: str, remarks: Iterable[Remark] = (), by: Actor, at: datetime,
    version: int | None = None,
) -> Report:  # fmt: skip
    """Answer a report with words and with feedback per result or behaviour (Pasal 17, 18)."""
    given = [one for one in remarks if one.is_given]
    if not text.strip() and not given:
        raise InvalidRefused(
            _("Write an answer, or give feedback on at least one result or behaviour."),
            fields={"answer": _("Write an answer, or give feedback on at least one result or behaviour.")},
        )
    with transaction.atomic():
        giver_id = speaker_of(report.plan, by)
        values: dict[str, Any] = {"answered_at": at, "answered_by_id": giver_id, "answer": text.strip()}
        report = REPORT.take(report, "answer", by=by, at=at, version=version, **values)
        write_remarks(report=report, remarks=given, giver_id=giver_id, by=by, at=at)
        notices.tell(
            members=member_of(report.plan.person_id),
            kind=ANSWERED,
            url=reverse("monitoring:report", args=[report.pk]),
            at=at,
            values={"name": by.name, "month": month_value(report.month_on)},
        )
    return report


def speaker_of(plan: Plan, by: Actor) -> int:
    """Return whose words they are: an officer who stands in records those of the appraiser."""
    speaker = plan.appraiser_id if permissions.stands_in(by, plan) else by.person_id
    if speaker is None:
        raise NotAllowed(_("Only a person of the agency answers a report."))
    return speaker


def reply(*, report: Report, text: str, by: Actor, at: datetime) -> Reply:
    """Write in the conversation under the answer to a report."""
    require(permissions.can_reply_to_report(by, report))
    with transaction.atomic():
        words, author = text_of_reply(text), by.acting_person_id
        made: Reply = Reply.objects.create(report=report, author_id=author, text=words, at=at)
        audit.record(obj=made, verb="report.reply", by=by, at=at, subject=report)
        others = {report.plan.person_id, report.answered_by_id} - {by.person_id}
        notices.tell(
            members=member_of(*others),
            kind=REPLIED,
            url=reverse("monitoring:report", args=[report.pk]) + "#conversation",
            at=at,
            values={"name": by.name, "month": month_value(report.month_on)},
        )
    return made


def text_of_reply(text: str) -> str:
    """Return what is said, or refuse silence."""
    if not text.strip():
        raise InvalidRefused(_("Write something before you send it."), fields={"text": _("Write something.")})
    return text.strip()
