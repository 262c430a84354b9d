"""Whatever a workbook says: importing is idempotent and all or nothing; large ones run as a job with progress."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import cast as people
from tests.cast import AT, TODAY

from selaras.core import clock, jobs
from selaras.core.models import Event, Job, JobState
from selaras.core.tenancy import acting_in
from selaras.core.verdict import Refused
from selaras.organisation import operations
from selaras.organisation.models import Person, Position, Unit
from selaras.organisation.sheets.plan import counts_of, plan
from selaras.organisation.sheets.reading import Table, read
from selaras.organisation.sheets.template import workbook_of

TABLES = (
    "unit", "unitperiod", "position", "positionperiod", "headship", "person", "employmentperiod", "rankperiod",
    "assignment",
)  # fmt: skip
CODES = st.sampled_from(["U1", "U2", "U3", "MUTASI", "ENTAH"])
NUMBERS = st.sampled_from(["H-1", "H-2", "H-3", "H-4", "199203152018012001", "1"])
OPTIONAL = st.fixed_dictionaries(
    {},
    optional={
        "employment": st.sampled_from(["Non-ASN", "PNS", "Perusahaan", "karyawan"]),
        "position_code": st.sampled_from(["J1", "J2", "J3", "POS-WATI"]),
        "position_title": st.sampled_from(["Staf", "Kepala", " Analis "]),
        "position_level": st.sampled_from(["Pengawas", "Ahli Muda", "-"]),
        "unit_code": CODES,
        "unit_name": st.sampled_from(["Unit Satu", "Unit Dua"]),
        "parent_code": CODES,
        "is_head": st.sampled_from(["ya", "tidak"]),
        "superior_number": NUMBERS,
        "kind": st.sampled_from(["Definitif", "Plt", "Plh"]),
        "from_on": st.sampled_from(["01-01-2024", "01-03-2026", "01-01-2027", "31-02-2024"]),
        "until_on": st.sampled_from(["01-09-2026", "01-01-2024"]),
        "rank": st.sampled_from(["III/b", "IX"]),
    },
)
WILD = st.lists(
    st.tuples(NUMBERS, st.sampled_from(["Ani", "Budi", "=1+1"]), OPTIONAL).map(
        lambda row: {"number": row[0], "name": row[1], **row[2]}
    ),
    min_size=1,
    max_size=6,
)

POSTS = {
    "J1": ("Kepala Satu", "U1"),
    "J2": ("Kepala Dua", "U2"),
    "J3": ("Staf Satu", "U1"),
    "J4": ("Staf Dua", "U2"),
    "J5": ("Staf Mutasi", "MUTASI"),
}
UNITS = {"U1": ("Unit Satu", "BKPSDM"), "U2": ("Unit Dua", "U1"), "MUTASI": ("Bidang Mutasi dan Promosi", "")}
MILD = st.lists(
    st.tuples(
        st.sampled_from(["H-1", "H-2", "H-3", "H-4", "H-5"]),
        st.sampled_from(list(POSTS)),
        st.booleans(),
        st.sampled_from(["", "", "H-1", "H-2", "197911032005011002"]),
        st.sampled_from(["", "", "Plt"]),
        st.sampled_from(["", "01-01-2024", "01-03-2026", "01-01-2027"]),
        st.sampled_from(["", "", "01-12-2026"]),
    ).map(lambda row: mild(*row)),
    min_size=1,
    max_size=5,
    unique_by=lambda row: (row["number"], row.get("kind")),
)


def mild(number, code, leads, superior, kind, from_on, until_on):
    title, unit = POSTS[code]
    name, parent = UNITS[unit]
    row = {
        "number": number, "name": f"Orang {number}", "employment": "Non-ASN", "position_code": code,
        "position_title": title, "unit_code": unit, "unit_name": name, "parent_code": parent,
        "is_head": "ya" if leads and code in ("J1", "J2") else "", "superior_number": superior, "kind": kind,
        "from_on": from_on, "until_on": until_on,
    }  # fmt: skip
    return {key: value for key, value in row.items() if value}


def contents() -> dict[str, list]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM organisation_{table} ORDER BY id")
            found[table] = cursor.fetchall()
    return found


class Undone(Exception):
    """Takes an example back."""


@settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(first=MILD, rows=MILD | WILD)
def test_any_workbook_is_imported_whole_or_not_at_all_and_once(kepahiang, actor, first, rows):
    by = actor("Dewi", role="OFFICER")
    try:
        with transaction.atomic():
            imported_once(table_of(first), by, contents())
            imported_once(table_of(rows), by, contents())
            raise Undone
    except Undone:
        pass


def table_of(rows):
    return Table(rows=[(line, row) for line, row in enumerate(rows, 2)])


def imported_once(table, by, before):
    try:
        counts = operations.import_people(table=table, by=by, at=AT, on=TODAY)
    except Refused:
        assert contents() == before
        return
    after, events = contents(), Event.objects.count()
    assert (after != before) == bool(counts.changes)
    again = operations.import_people(table=table, by=by, at=AT, on=TODAY)
    assert again.changes == 0
    assert contents() == after
    assert Event.objects.count() == events
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def crowd(count):
    return workbook_of(
        [
            {
                "number": f"N-{index}",
                "name": f"Orang {index}",
                "employment": "NON_ASN",
                "position_title": "Staf",
                "unit_code": f"X{index // 50}",
                "unit_name": f"Unit {index // 50}",
            }
            for index in range(count)
        ],
        with_example=False,
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_large_workbook_is_checked_and_imported_by_jobs(transactional_db):
    with clock.fixed(AT):
        cast = people.build()
        by = cast.actor("Dewi", role="OFFICER")
        with acting_in(cast.kepahiang):
            check = operations.check_upload(
                content=crowd(1200), name="x.xlsx", with_accounts=True, by=by, at=AT, on=TODAY
            )
            assert check.state == JobState.QUEUED
        ran(cast, check)
        with acting_in(cast.kepahiang):
            check.refresh_from_db()
            assert (check.state, check.done, check.total) == (JobState.DONE, 1200, 1200)
            assert check.result["counts"]["new"] == 1200
            assert not Person.objects.filter(number="N-1").exists()
            made = operations.start_import(check=check, by=by, at=AT, on=TODAY)
        ran(cast, made)
        with acting_in(cast.kepahiang):
            made.refresh_from_db()
            assert made.state == JobState.DONE
            assert Person.objects.filter(number__startswith="N-").exclude(member=None).count() == 1200
            assert counts_of(plan(read(crowd(1200), "x.xlsx"), on=TODAY)).changes == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_cancelled_import_leaves_nothing(transactional_db):
    with clock.fixed(AT):
        cast = people.build()
        by = cast.actor("Dewi", role="OFFICER")
        with acting_in(cast.kepahiang):
            check = operations.check_upload(
                content=crowd(600), name="x.xlsx", with_accounts=False, by=by, at=AT, on=TODAY
            )
        ran(cast, check)
        with acting_in(cast.kepahiang):
            check.refresh_from_db()
            made = operations.start_import(check=check, by=by, at=AT, on=TODAY)
            Job.objects.filter(pk=made.pk).update(cancel_asked=True)
        ran(cast, made)
        with acting_in(cast.kepahiang):
            made.refresh_from_db()
            assert made.state == JobState.CANCELLED
            assert not Person.objects.filter(number__startswith="N-").exists()
            assert not Unit.objects.filter(code__startswith="X").exists()
            assert not Position.objects.filter(code__startswith="P-N").exists()


def ran(cast, job):
    jobs.run_job(agency_id=cast.kepahiang.pk, job_id=job.pk, language="id")
