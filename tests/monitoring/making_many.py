"""A unit with many people, made directly, for the tests that count statements."""

from datetime import date

from tests.cast import AT, SINCE, TODAY
from tests.monitoring import making

from selaras.monitoring import operations
from selaras.monitoring.models import Evidence, Feedback, FeedbackRequest, Realisation, Reply, Report
from selaras.monitoring.operations import Draft
from selaras.organisation.models import Assignment, Person, Position, PositionPeriod
from selaras.planning.models import IndicatorLineage


def crowd(cast, plans, actor, size):
    """Return Sari's draft, submitted and answered reports, with `size` of everything around them."""
    for number in range(size):
        join(cast, plans, number)
    sari, budi = actor("Sari"), actor("Budi")
    reports = {}
    for state, month in (("draft", 7), ("submitted", 6), ("answered", 5)):
        report = operations.open_report(plan=plans["Sari"], month_on=date(2026, month, 1), by=sari, at=AT)
        fill(report, size)
        if state != "draft":
            report = operations.submit(report=report, draft=Draft({"challenges": "x"}), by=sari, at=AT)
        if state == "answered":
            report = operations.answer(report=report, text="Baik", by=budi, at=AT)
            Reply.objects.bulk_create(
                Reply(report=report, author=cast["Sari"], text="x", at=AT) for _n in range(size)
            )
        reports[state] = report
    talk(cast, plans["Sari"], size)
    return reports


def join(cast, plans, number):
    """One more colleague under Budi with a plan in force and a submitted report."""
    person = Person.objects.create(number=f"X{number:04d}", name=f"Rekan {number:02d}")
    position = Position.objects.create(code=f"X{number}")
    PositionPeriod.objects.create(
        position=position, unit=cast.units["MUTASI"], title="Pelaksana", kind="ADMINISTRATION", from_on=SINCE
    )
    cast.people[f"X{number}"] = person
    cast.assignments[f"X{number}"] = Assignment.objects.create(
        person=person, position=position, from_on=SINCE
    )
    plan = making.plan_of(cast, f"X{number}", "Budi", "Ratna", results=making.RESULTS[:1])
    plans[f"X{number}"] = plan
    Report.objects.create(
        plan=plan,
        month_on=date(2026, 6, 1),
        due_on=date(2026, 7, 5),
        state="SUBMITTED",
        submitted_at=AT,
        is_late=True,
    )
    FeedbackRequest.objects.create(
        plan=plan, giver=cast["Dewi"], giver_kind="PEER", asked_at=AT, due_on=TODAY, question="?"
    )


def fill(report, size):
    """Realisations, and as much evidence."""
    lineages = list(report.plan.lineages.all())
    for lineage in lineages:
        indicator = IndicatorLineage.objects.filter(result=lineage).first()
        Realisation.objects.create(report=report, result=lineage, indicator=indicator, text="Selesai")
    Evidence.objects.bulk_create(
        Evidence(report=report, result=lineages[0], name="Dasbor", link="https://x.test", added_at=AT)
        for _n in range(size)
    )


def talk(cast, plan, size):
    """Feedback with replies, and requests."""
    lineage = plan.lineages.first()
    for number in range(size):
        made = Feedback.objects.create(
            plan=plan, giver=cast["Wati"], giver_kind="PEER", result=lineage, text=f"Baik {number}",
            response="POSITIVE", given_on=TODAY, given_at=AT, window=plan.period.windows.get(number=3),
        )  # fmt: skip
        Reply.objects.create(feedback=made, author=cast["Sari"], text="Terima kasih", at=AT)
        FeedbackRequest.objects.create(
            plan=plan, giver=cast.people[f"X{number}"], giver_kind="PEER", asked_at=AT, due_on=TODAY, question="?",
            asked_by=cast.members["Sari"],
        )  # fmt: skip
