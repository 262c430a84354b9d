"""What each kind of long work is called on screen and how it ended, in the user's language."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from selaras.core.models import Job, JobState
from selaras.core.verdict import Sentence

LABELS: dict[str, Sentence] = {
    "organisation.check_import": _("Check of a workbook"),
    "organisation.import": _("Import of people"),
    "organisation.import_people": _("Import of people"),
    "appraisal.open_window": _("Opening of evaluations"),
    "appraisal.close_window": _("Closing of an evaluation window"),
    "appraisal.recount": _("Recount of running deadlines"),
    "appraisal.batch_pdfs": _("Printing of many papers"),
    "appraisal.papers": _("Printing of many papers"),
    "recognition.propose_consequences": _("Proposal of follow-up"),
    "monitoring.send_request": _("Sending of a personal link"),
    "planning.create_plans": _("Creation of draft plans"),
}


def label_of(job: Job) -> str:
    """Return the name of a job."""
    return str(LABELS.get(job.kind, _("Long work")))


def outcome_of(job: Job) -> str:
    """Return one sentence about how a job ended, empty while it runs."""
    if job.state == JobState.FAILED:
        return job.failure or gettext(
            "The work stopped because of a technical fault. Nothing was changed; start it again, "
            "and tell the system operator when it happens twice."
        )
    if job.state == JobState.CANCELLED:
        return gettext("The work was cancelled. Nothing was changed.")
    if job.state == JobState.DONE:
        return str(job.result.get("sentence") or gettext("The work is finished."))
    return ""
