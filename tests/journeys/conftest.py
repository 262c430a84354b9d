"""People at their browsers, in front of a server that believes it is a day of the cast."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.journeys.visitor import AXE, DESKTOP, Visitor


@pytest.fixture
def visitor(transactional_db, browser, live_server):
    """`visitor(size, language)`: a fresh browser window; all are closed at the end."""
    if not AXE.exists():
        assert os.environ.get("REQUIRE_BROWSER") != "1", "axe-core is missing where the browser is required"
        pytest.skip("axe-core is not there yet: `make test` fetches it")
    opened = []

    def one(size=DESKTOP, language="id") -> Visitor:
        opened.append(Visitor(browser, live_server.url, size, language))
        return opened[-1]

    yield one
    for each in opened:
        each.context.close()


@pytest.fixture
def enter(cast, visitor):
    """`enter("Sari", size, language)`: this person of the cast, signed in by hand."""
    from tests.cast import PASSWORD

    def one(name, size=DESKTOP, language="id") -> Visitor:
        return visitor(size, language).enter(cast.users[name].username, PASSWORD)

    return one


@pytest.fixture
def day(cast):
    """`day(2027, 1, 5)`: from now on it is this morning."""
    from selaras.core import clock

    fixed = []

    def begin(*parts) -> None:
        fixed.append(clock.fixed(datetime(*parts, 9, 0, tzinfo=ZoneInfo("Asia/Jakarta"))))
        fixed[-1].__enter__()

    yield begin
    for one in reversed(fixed):
        one.__exit__(None, None, None)


@pytest.fixture
def work_off(cast):
    """`work_off()`: what the worker would do now."""
    from selaras.core import jobs
    from selaras.core.models import Job
    from selaras.core.tenancy import acting_in

    def run() -> None:
        agency = cast.kepahiang.pk
        with acting_in(agency):
            waiting = list(Job.objects.filter(state="QUEUED").order_by("pk").values_list("pk", flat=True))
        for pk in waiting:
            jobs.run_job(agency_id=agency, job_id=pk)

    return run
