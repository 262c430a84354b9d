"""One table of every periodic job: when, what, why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from selaras.appraisal.tasks import daily as pass_deadlines
from selaras.core.actor import system_actor
from selaras.core.models import Agency
from selaras.core.time import local_day
from selaras.insight import operations as insight
from selaras.jobs import mail, reminders, retention, upkeep
from selaras.monitoring.tasks import close_old_requests
from selaras.recognition.tasks import look_daily
from selaras.regulations import operations as regulations

Work = Callable[[Agency, datetime], object]


@dataclass(frozen=True)
class Daily:
    """Work done once a day in each agency, from an hour of its own clock on and before `until`."""

    name: str
    hour: int
    work: Work
    why: str
    until: int = 24
    in_parts: bool = False

    def is_open(self, hour: int) -> bool:
        """Say whether the line may run in this hour of the agency."""
        return self.hour <= hour < self.until


@dataclass(frozen=True)
class Often:
    """Work done in each agency every so many minutes."""

    name: str
    minutes: int
    work: Work
    why: str


def mix_surveys(agency: Agency, at: datetime) -> None:
    """Mix what was answered in the agency's open surveys."""
    insight.mix_open_surveys(at=at)


def end_surveys(agency: Agency, at: datetime) -> None:
    """Close the agency's surveys whose last day has passed."""
    insight.end_surveys(by=system_actor(agency.pk, local_day(at, agency.time_zone)), at=at)


def begin_choices(agency: Agency, at: datetime) -> None:
    """Put into effect what the agency chose for this day."""
    regulations.begin_choices(by=system_actor(agency.pk, local_day(at, agency.time_zone)), at=at)


def count_steps(agency: Agency, at: datetime) -> None:
    """Count anew how far the agency's units are, where anything has changed."""
    insight.recount_changed(on=local_day(at, agency.time_zone), at=at)


OFTEN = (
    Often("seal", 1, upkeep.seal_events, "Committed events join the agency's chain within a minute."),
    Often(
        "stalled", 5, upkeep.fail_stalled, "Work whose worker was killed is shown as failed, not as running."
    ),
    Often(
        "tallies", 5, count_steps, "How far each unit is can be read at once, also on a night of deadlines."
    ),
    Often(
        "surveys",
        60,
        mix_surveys,
        "Answers of open surveys are dealt out anew, so that not even the day of a block is told.",
    ),
)
DAILY = (
    Daily("choices", 0, begin_choices, "What the agency chose within the law holds from its day."),
    Daily(
        "deadlines",
        0,
        pass_deadlines,
        "A deadline ends at local midnight: silent appraisers, lapsed results.",
    ),
    Daily("requests", 1, close_old_requests, "Requests for feedback end on the day after their last day."),
    Daily(
        "ended_surveys",
        1,
        end_surveys,
        "A survey closes on the day after its last day; all may read the results.",
    ),
    Daily("tidy", 2, upkeep.tidy, "Receipts older than 30 days and files that no row knows are erased."),
    Daily(
        "traces",
        2,
        upkeep.forget_traces,
        "Ended sessions, and attempts to sign in and ended work older than 90 days, are erased.",
    ),
    Daily("retention", 3, retention.erase_due, "Personal records whose declared time is over are erased."),
    Daily("chain", 3, upkeep.verify_events, "The audit trail is recomputed; damage is said in the log."),
    Daily("consequences", 4, look_daily, "Settled results propose their follow-up; people decide about it."),
    Daily(
        "reminders",
        6,
        reminders.remind_all,
        "Who has to act is told before the last day; never at night.",
        20,
    ),
    Daily(
        "digest", 7, mail.send_digests, "One e-mail a day with what waits, never at night.", 20, in_parts=True
    ),
)
