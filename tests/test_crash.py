"""`kill -9` of everything in the middle of 200 submitted reports: what was acknowledged is there, nothing is half."""

import concurrent.futures
import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from tests import prepared
from tests.config.conftest import Running, environment, running, until

from selaras.config import postgres
from selaras.config.postgres import processes

pytestmark = pytest.mark.slow
REPORTS, SENDERS, KILLED_AFTER = 200, 8, 60
PEOPLE = 17  # with twelve months each
SEED = "import django; django.setup(); from tests import test_crash; test_crash.seed()"
TRACES = """
    SELECT report.id, report.state, report.version,
        (SELECT count(*) FROM monitoring_realisation WHERE report_id = report.id),
        (SELECT count(*) FROM documents_signature WHERE subject_id = report.id AND subject_kind = 'monitoring.report'),
        (SELECT count(*) FROM core_event WHERE object_id = report.id AND verb = 'report.submit'),
        (SELECT count(*) FROM core_notice WHERE url = '/reports/' || report.id || '/')
    FROM monitoring_report AS report ORDER BY report.id
"""


@dataclass
class Letter:
    """One report that somebody sends, and what the server answered."""

    report: int
    session: str
    body: dict[str, str]
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    acknowledged: bool = False


def seed() -> None:
    """Seventeen people with a plan in force for the whole of last year, their draft reports, and who is signed in."""
    from django.conf import settings
    from django.test import Client
    from tests import cast as people
    from tests.monitoring import making

    from selaras.core.tenancy import acting_in
    from selaras.monitoring.models import Report
    from selaras.organisation.models import Assignment, EmploymentPeriod, Person, Position, PositionPeriod

    cast = people.build()
    number, letters = date.today().year - 1, []
    with acting_in(cast.kepahiang):
        period = making.year(number)
        unit = cast.units["MUTASI"]
        for one in range(PEOPLE):
            role = people.Role(f"P{one}", f"Pegawai {one}", f"19900101201001{one:04}")
            people._accounts(cast, (role,), "!")
            person = Person.objects.create(number=role.number, name=role.full, member=cast.members[role.name])
            cast.people[role.name] = person
            EmploymentPeriod.objects.create(person=person, kind="PNS", from_on=people.SINCE)
            position = Position.objects.create(code=role.name)
            PositionPeriod.objects.create(
                position=position, unit=unit, title="Staf", kind="OTHER", level="OTHER", from_on=people.SINCE
            )
            held = Assignment.objects.create(person=person, position=position, from_on=people.SINCE)
            cast.assignments[role.name] = held
            asked = making.RESULTS[1:2]  # one indicator: a report with gaps would be asked about, not sent
            plan = making.plan_of(cast, role.name, "Budi", "Ratna", period=period, results=asked)
            lineage, indicator = (
                plan.versions.get().results.first().indicators.values_list("lineage__result", "lineage")[0]
            )
            client = Client()
            client.force_login(cast.users[role.name], backend=people.BACKEND)
            for month in range(1, 13):
                report = Report.objects.create(
                    plan=plan,
                    month_on=date(number, month, 1),
                    due_on=date(number, month, 28) + timedelta(days=9),
                )
                body = {
                    f"text-{lineage}-{indicator}": f"{month} usul selesai",
                    "step": "submit",
                    "version": "1",
                }
                session = client.cookies[settings.SESSION_COOKIE_NAME].value
                letters.append({"report": report.pk, "session": session, "body": body})
    sys.stdout.write(json.dumps(letters[:REPORTS]))


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own with all tables."""
    made = Path(tempfile.mkdtemp(prefix="crash-", dir=os.environ["SELARAS_HOME"]))
    prepared.copy_to(made)
    yield made
    postgres.stop(made, even_if_used=True)
    processes.end_all_in(made / "pg")
    shutil.rmtree(made)


def letters_of(home: Path) -> list[Letter]:
    """Fill the home, in a process that works as the product does."""
    given = environment(home, DJANGO_SETTINGS_MODULE="selaras.config.settings", PYTHONPATH="src:.")
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", SEED], cwd=root, env=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [Letter(**one) for one in json.loads(done.stdout)]


def send(letter: Letter, port: int) -> int | None:
    """Submit one report as the form does; None when the answer did not arrive."""
    secret = "a" * 32
    headers = {
        "Cookie": f"selaras_session={letter.session}; csrftoken={secret}",
        "X-CSRFToken": secret,
        "Content-Type": "application/x-www-form-urlencoded",
        "Host": "localhost",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        try:
            body = urllib.parse.urlencode(letter.body | {"idempotency_key": letter.key})
            connection.request("POST", f"/reports/{letter.report}/", body, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
    letter.acknowledged = letter.acknowledged or status == 302
    return status


def kill(copy: Running) -> None:
    """End the supervisor, web with its processes, worker and database at once, as a power failure would."""
    parts = list(copy.children().values())
    below = [int(pid) for part in parts for pid in children_of(part)]
    database = postgres.status(copy.home).pid
    for pid in [*below, *parts, copy.process.pid, *([database] if database else [])]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def children_of(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []


def traces_in(home: Path) -> dict[int, tuple]:
    """What every report has left in the tables."""
    with psycopg.connect(postgres.urls(home).owner_url) as connection:
        return {row[0]: row[1:] for row in connection.execute(TRACES)}


def submit_all(letters: list[Letter], copy: Running) -> list[int | None]:
    """Send everything at once, and pull the plug when enough were acknowledged."""
    killed: list[bool] = []

    def one(letter: Letter) -> int | None:
        status = send(letter, copy.port)
        if not killed and sum(each.acknowledged for each in letters) >= KILLED_AFTER:
            killed.append(True)
            kill(copy)
        return status

    with concurrent.futures.ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(one, letters))


def test_what_was_acknowledged_is_there_and_nothing_is_half(home: Path) -> None:
    with running(home) as copy:
        letters = letters_of(home)
        statuses = submit_all(letters, copy)
        copy.process.wait(30)
    assert set(statuses) <= {302, None}, statuses
    until(lambda: not processes.living_in(home / "pg"), "the orphans of the database have ended")

    with running(home) as again:
        traces = traces_in(home)
        known = {letter.report for letter in letters if letter.acknowledged}
        assert KILLED_AFTER <= len(known) < REPORTS, "the plug was pulled in the middle"
        whole, none = ("SUBMITTED", 1, 1, 1, 1), ("DRAFT", 0, 0, 0, 0)
        found = {report: (row[0], *row[2:]) for report, row in traces.items()}
        assert {report: found[report] for report in known if found[report] != whole} == {}
        assert {report: row for report, row in found.items() if row not in (whole, none)} == {}

        for letter in letters:  # what the browsers do next: the same sends again, with the same keys
            assert send(letter, again.port) == 302
        found = {report: (row[0], *row[2:]) for report, row in traces_in(home).items()}
        assert all(found[letter.report] == whole for letter in letters), "each of the 200 exactly once"
