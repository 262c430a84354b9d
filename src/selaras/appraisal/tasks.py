"""Long work of appraisal: opening and closing a window, printing its papers; each shows its progress."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selaras.appraisal import operations
from selaras.appraisal.models import Evaluation, EvaluationState
from selaras.appraisal.papers import window_name
from selaras.appraisal.permissions import can_see_result
from selaras.appraisal.queries import visible_to
from selaras.core import clock, files, jobs
from selaras.core.actor import Actor, system_actor
from selaras.core.jobs import Progress, job, today_of
from selaras.core.models import Agency, Job
from selaras.core.tenancy import current_agency_id
from selaras.core.verdict import StateRefused
from selaras.documents.models import Paper, PaperState
from selaras.documents.operations import pdfs_of
from selaras.organisation.queries import actor_of_member
from selaras.planning.models import PeriodState, Window

MOST_PAPERS = 5_000
RECOUNT = "appraisal.recount"


def _who(row: Job, at: datetime) -> Actor:
    """The person who started the work, with the role then chosen; the system when nobody did."""
    agency = Agency.objects.get(pk=current_agency_id())
    on = today_of(agency, at)
    if row.started_by_id is None:
        return system_actor(agency.pk, on)
    return actor_of_member(row.started_by_id, role=row.values.get("role"), on=on)


def recount_after_change(by: Actor, at: datetime, reason: str) -> None:
    """Queue the recount of running deadlines when the agency's working days have changed."""
    if Evaluation.objects.filter(window__period__state=PeriodState.OPEN).exists():
        jobs.start(kind=RECOUNT, by=by, at=at, values={"role": str(by.role), "reason": reason})


def recount_after_move(window: Window, by: Actor, at: datetime) -> None:
    """Count the clocks of a window anew at once, with a fixed number of statements, when its last day has moved."""
    operations.recount_window(window=window, by=by, at=at)


@job(RECOUNT)
def recount(progress: Progress, row: Job) -> dict[str, Any]:
    """Count all running deadlines of the agency anew."""
    at = clock.now()
    moved = operations.recount_deadlines(by=_who(row, at), at=at, reason=row.values.get("reason", ""))
    words = ngettext("%(n)s running deadline moved.", "%(n)s running deadlines moved.", len(moved))
    return {"sentence": words % {"n": len(moved)}, "moved": len(moved)}


def _window(row: Job) -> Window:
    return Window.objects.select_related("period").get(pk=row.values["window"])  # type: ignore[no-any-return]


@job("appraisal.open_window")
def open_window(progress: Progress, row: Job) -> dict[str, Any]:
    """Open the evaluations of a window for the whole agency."""
    at = clock.now()
    opened = operations.open_window(window=_window(row), by=_who(row, at), at=at, progress=progress)
    lines = [
        ngettext("%(n)s evaluation was opened.", "%(n)s evaluations were opened.", opened.opened)
        % {"n": opened.opened}
    ]
    if opened.without_plan:
        missing = len(opened.without_plan)
        words = ngettext("%(n)s person has no set plan.", "%(n)s people have no set plan.", missing)
        lines.append(words % {"n": missing})
    if opened.without_appraiser:
        count = opened.without_appraiser
        words = ngettext("%(n)s evaluation has no appraiser.", "%(n)s evaluations have no appraiser.", count)
        lines.append(words % {"n": count})
    return {"sentence": " ".join(lines), "opened": opened.opened, "without_plan": opened.without_plan}


@job("appraisal.close_window")
def close_window(progress: Progress, row: Job) -> dict[str, Any]:
    """Close a window: hand what was not evaluated to the superiors, let unsigned results go on."""
    at = clock.now()
    closed = operations.close_window(window=_window(row), by=_who(row, at), at=at, progress=progress)
    lines = [
        ngettext(
            "%(n)s evaluation went to the superior.",
            "%(n)s evaluations went to the superiors.",
            closed.escalated,
        )
        % {"n": closed.escalated}
    ]
    if closed.without_superior:
        count = closed.without_superior
        words = ngettext("%(n)s evaluation has nobody above.", "%(n)s evaluations have nobody above.", count)
        lines.append(words % {"n": count})
    return {"sentence": " ".join(lines), "escalated": closed.escalated, "lapsed": closed.lapsed}


def may_read_papers(user: Actor, row: Job) -> bool:
    """Whoever may see every result in the archive today: a reach that was lost closes it."""
    ids = row.result.get("evaluations")
    if ids is None:
        return False
    seen = Evaluation.objects.filter(visible_to(user), pk__in=ids).select_related("window__period")
    return sum(bool(can_see_result(user, one)) for one in seen) == len(ids)


@job("appraisal.papers", may_read=may_read_papers)
def papers(progress: Progress, row: Job) -> dict[str, Any]:
    """Print the valid papers of a window that the person may see into one archive."""
    at = clock.now()
    window, by = _window(row), _who(row, at)
    found = _valid_papers(window, by)
    if len(found) > MOST_PAPERS:
        raise StateRefused(
            _("There are %(count)s papers, more than fit into one archive. Print one unit after the other.")
            % {"count": len(found)}
        )
    packed = io.BytesIO()
    altered: list[str] = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, (paper, content) in enumerate(pdfs_of(found), start=1):
            if content is None:
                altered.append(paper.number)
            else:
                archive.writestr(f"{paper.number.replace('/', '-')}.pdf", content)
            progress(done, len(found))
    name = f"{window_name(window)}.zip".replace(" ", "-")
    chunks = (packed.getvalue(),)
    row.report = files.store(chunks, name=name, media_type="application/zip", by=by, at=at)
    row.save(update_fields=["report"])
    return {
        "sentence": _printed_words(len(found) - len(altered), altered),
        "papers": len(found) - len(altered),
        "evaluations": sorted({one.subject_id for one in found}),
    }


def _printed_words(count: int, altered: list[str]) -> str:
    words = ngettext("%(n)s paper was printed.", "%(n)s papers were printed.", count) % {"n": count}
    if altered:
        left_out = _(
            "Left out, because their stored content was altered after their issue: %(numbers)s. Tell the operator."
        )
        words = f"{words} {left_out % {'numbers': ', '.join(altered)}}"
    return words


def _valid_papers(window: Window, by: Actor) -> list[Paper]:
    written = Evaluation.objects.filter(visible_to(by), window=window).exclude(state=EvaluationState.OPEN)
    seen = [one.pk for one in written.select_related("window__period") if can_see_result(by, one)]
    rows = Paper.objects.filter(
        subject_kind="appraisal.evaluation", subject_id__in=seen, state=PaperState.VALID
    )
    return list(rows.order_by("subject_id", "form"))


def daily(agency: Agency, at: datetime) -> None:
    """Do once a day what the passing of a day asks for: escalations and lapses; for the timetable."""
    operations.daily(by=system_actor(agency.pk, today_of(agency, at)), at=at)
