"""Which pages are measured, as whom, and the statements each of them runs."""

import gzip
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from selaras.accounts.models import User
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.demo.bulk import CODE
from selaras.organisation.models import Grant, Person
from selaras.planning.models import Plan

OUTSIDE = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "SET ")


@dataclass
class Page:
    """One page to measure."""

    name: str
    path: str
    user_id: int
    role: str
    cookie: str = ""
    sql: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def queries(self) -> int:
        """How many statements count: BEGIN, SAVEPOINT, COMMIT and SET do not."""
        return sum(not statement.startswith(OUTSIDE) for statement in self.sql)


def pages() -> list[Page]:
    """Return the pages of the issue: desk, people, plans, plan, report form, appraisal, insight."""
    with acting_in(Agency.objects.get(code=CODE)):
        officer = Grant.objects.filter(role="OFFICER").select_related("member").first()
        assert officer is not None
        plan = Plan.objects.exclude(group="JPT_UNIT_HEAD").select_related("person__member").order_by("pk")[7]
        boss = Person.objects.select_related("member").get(pk=plan.appraiser_id)
        evaluation, report = first_evaluation(plan), report_path(plan)
        count_as_the_worker_does()
    employee, clerk = plan.person.member.user_id, officer.member.user_id
    found = [
        Page("desk", reverse("web:desk"), boss.member.user_id, "APPRAISER"),
        Page("people list", reverse("organisation:people"), clerk, "OFFICER"),
        Page("plans list", reverse("planning:plans"), clerk, "OFFICER"),
        Page("plan detail", reverse("planning:plan", args=[plan.pk]), employee, "EMPLOYEE"),
        Page("report form", report, employee, "EMPLOYEE"),
        Page("insight", reverse("insight:overview"), clerk, "OFFICER"),
    ]
    if evaluation:
        path = reverse("appraisal:evaluation", args=[evaluation])
        found.insert(5, Page("appraisal page", path, boss.member.user_id, "APPRAISER"))
    return found


def count_as_the_worker_does() -> None:
    """Keep the tallies that the timetable keeps where a worker runs."""
    from selaras.core import clock
    from selaras.core.time import TimeZone, local_day
    from selaras.insight.operations import recount_changed

    recount_changed(on=local_day(clock.now(), TimeZone.WIB), at=clock.now())


def first_evaluation(plan: Plan) -> int | None:
    """Return the evaluation of a plan."""
    from selaras.appraisal.models import Evaluation

    return Evaluation.objects.filter(plan=plan).values_list("pk", flat=True).first()


def report_path(plan: Plan) -> str:
    """Return the address of the last report that is being written."""
    from selaras.monitoring.models import Report

    report = Report.objects.filter(plan=plan).order_by("-month_on").first()
    return reverse("monitoring:report", args=[report.pk]) if report else reverse("monitoring:reports")


def record(page: Page) -> None:
    """Sign in, open the page once warm, and keep its statements, its cookie and its size over the wire."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(pk=page.user_id), backend="selaras.accounts.backends.LoginBackend")
    session = client.session
    session["role"] = page.role
    session.save()
    page.cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    client.get(page.path)
    kept: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        cursor = context["cursor"].cursor
        done = getattr(cursor, "_query", None)
        kept.append(_literal(sql, params) if params or done is None else sql)
        return result

    with connection.execute_wrapper(watch):
        answer = client.get(page.path)
    assert answer.status_code == 200, f"{page.path}: {answer.status_code}"
    page.sql, page.size = kept, len(gzip.compress(answer.content, 6))


def _literal(sql: str, params: Any) -> str:
    from psycopg import ClientCursor

    with connection.cursor() as cursor:
        client = ClientCursor(cursor.connection)
        return client.mogrify(sql, params) if params else sql
