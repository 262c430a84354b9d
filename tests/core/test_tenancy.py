"""No agency ever sees another's rows: not through the manager, not through SQL, not after a savepoint."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import AT, SINCE, TODAY

from selaras.accounts.queries import doors_of
from selaras.core import notices
from selaras.core.postgres.schema import CURRENT
from selaras.core.roles import UnsafeRole, as_owner, refuse_unsafe_role
from selaras.core.tenancy import NoAgency, acting_in, current_agency_id
from selaras.core.verdict import Refused
from selaras.organisation import operations as organisation
from selaras.organisation.models import Assignment, Person, Unit, UnitPeriod
from selaras.planning import operations as planning
from selaras.planning.models import Period, Plan, PlanVersion
from selaras.recognition import operations as recognition


def names() -> set[str]:
    return set(Person.objects.values_list("name", flat=True))


def raw_names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM organisation_person")
        return {row[0] for row in cursor.fetchall()}


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%organisation_person%'"
        )
        return cursor.fetchone()[0]


def test_a_statement_whose_plan_is_kept_still_shows_each_agency_its_own(cast):
    """PostgreSQL asks the policy for the agency whenever a statement runs, not when it is planned."""
    with acting_in(cast.kepahiang):
        ours = names()
    with acting_in(cast.outsider):
        theirs = names()
    assert ours and theirs and not ours & theirs
    before = prepared()
    for _round in range(10):
        for agency, expected in ((cast.kepahiang, ours), (cast.outsider, theirs)):
            with acting_in(agency):
                assert names() == raw_names() == expected
    assert prepared() > before


def test_the_suite_runs_as_the_application_role(db, settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0] == settings.DATABASE_APP_ROLE
    refuse_unsafe_role()


@pytest.mark.django_db(transaction=True)
def test_an_owner_is_refused_as_a_server():
    with as_owner(), pytest.raises(UnsafeRole):
        refuse_unsafe_role()


def test_each_agency_sees_its_own_people_only(cast):
    with acting_in(cast.kepahiang):
        ours = names()
        assert raw_names() == ours
    with acting_in(cast.outsider):
        theirs = names()
        assert raw_names() == theirs
    assert "Sari Wulandari, S.Kom." in ours
    assert "Lina Kartika" in theirs
    assert not ours & theirs


def test_outside_an_agency_the_manager_raises_and_sql_shows_nothing(cast):
    with pytest.raises(NoAgency):
        Person.objects.count()
    assert raw_names() == set()


@pytest.mark.django_db(transaction=True)
def test_without_the_policy_the_stranger_appears(cast):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP POLICY agency ON organisation_person")
        cursor.execute("CREATE POLICY agency ON organisation_person USING (true) WITH CHECK (true)")
    try:
        with acting_in(cast.kepahiang):
            assert "Lina Kartika" in raw_names()
            assert "Lina Kartika" not in names(), "the manager still carries the agency"
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP POLICY agency ON organisation_person")
            cursor.execute(
                f"CREATE POLICY agency ON organisation_person"
                f" USING (agency_id = {CURRENT}) WITH CHECK (agency_id = {CURRENT})"
            )
    with acting_in(cast.kepahiang):
        assert "Lina Kartika" not in raw_names()


def test_nested_scopes_restore_the_former_agency(cast):
    with acting_in(cast.kepahiang):
        ours = raw_names()
        with acting_in(cast.outsider):
            assert raw_names() != ours
        assert raw_names() == ours
        with pytest.raises(ValueError, match="on purpose"), acting_in(cast.outsider):
            raise ValueError("on purpose")
        assert raw_names() == ours
    with pytest.raises(NoAgency):
        current_agency_id()
    assert raw_names() == set()


def test_rows_of_another_agency_cannot_be_written_or_pointed_to(cast):
    with acting_in(cast.kepahiang), pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.create(agency_id=cast.outsider.pk, number="9", name="Penyusup")
    with acting_in(cast.kepahiang), pytest.raises(IntegrityError), transaction.atomic():
        unit = Unit.objects.create(code="X")
        UnitPeriod.objects.create(unit=unit, parent_id=cast.units["HQ"].pk, name="X", from_on=SINCE)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_joins_carry_the_agency(cast):
    with acting_in(cast.kepahiang):
        sql = str(Assignment.objects.filter(person__name="Sari").select_related("position").query)
    assert '"organisation_person"."agency_id" = ("organisation_assignment"."agency_id")' in sql


def test_truncate_and_policy_changes_are_refused_to_the_application(db):
    for statement in (
        "TRUNCATE organisation_person CASCADE",
        "ALTER TABLE organisation_person DISABLE ROW LEVEL SECURITY",
        "SET ROLE selaras_owner",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_memberships_are_read_before_an_agency_is_known(cast):
    with transaction.atomic():
        doors = doors_of(cast.users["Sari"])
        assert [door.agency_name for door in doors] == [cast.kepahiang.name]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_membership")
            assert cursor.fetchone()[0] == 0, "the person's own policy must not outlive the look-up"


TABLES = (
    "organisation_person",
    "planning_plan",
    "planning_planversion",
    "recognition_praise",
    "core_notice",
    "core_event",
    "core_eventvalue",
)
SIDES = {"kepahiang": ("Dewi", "Sari", "Wati"), "outsider": ("Tono", "Lina", "Tono")}
EMPLOYMENT = {"kepahiang": "NON_ASN", "outsider": "COMPANY"}
WORK = ("add_person", "create_plan", "submit", "praise", "tell", "fail")
STEPS = st.lists(st.tuples(st.sampled_from(sorted(SIDES)), st.sampled_from(WORK)), max_size=10)
NEWS = notices.register("test.tenancy", "Kabar %(what)s.")


def raw_rows() -> dict[str, set[int]]:
    """What the database itself shows, asked without the manager and without a condition."""
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT id FROM {table}")
            found[table] = {row[0] for row in cursor.fetchall()}
    return found


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_random_work_of_two_agencies_never_mixes(cast, steps):
    """After any interleaving of real work the database shows each agency what was made in its name, and no more."""
    with transaction.atomic():
        _interleave(cast, steps)
        transaction.set_rollback(True)


def _interleave(cast, steps):
    known = {}
    for name in SIDES:
        with acting_in(getattr(cast, name)):
            known[name] = raw_rows()
    for count, (name, what) in enumerate(steps):
        with acting_in(getattr(cast, name)):
            before = raw_rows()
            assert before == known[name], "work of the other agency has changed what this one sees"
            _do(cast, name, what, count)
            known[name] = raw_rows()
            assert all(before[table] <= known[name][table] for table in TABLES)
        assert not any(raw_rows().values()), "outside an agency the database shows nothing"
    for name in SIDES:
        with acting_in(getattr(cast, name)):
            assert raw_rows() == known[name]
    for table in TABLES:
        assert not known["kepahiang"][table] & known["outsider"][table], (
            f"{table} shows a row to both agencies"
        )


def _do(cast, side, what, count):
    officer, person, colleague = SIDES[side]
    by = {"by": cast.actor(officer, role="OFFICER"), "at": AT}
    own = {"by": cast.actor(person), "at": AT}
    if what == "add_person":
        organisation.add_person(
            number=f"N{count}", name=side, employment=EMPLOYMENT[side], from_on=TODAY, **by
        )
    elif what == "tell":
        members = [cast.members[person].pk]
        notices.tell(members=members, kind=NEWS, url="/", at=AT, values={"what": side})
    elif what == "praise":
        recognition.praise(person=cast[colleague], text=f"Terima kasih dari {side}.", **own)
    elif what == "fail":
        with pytest.raises(IntegrityError), transaction.atomic():
            organisation.add_person(
                number=f"N{count}", name=side, employment=EMPLOYMENT[side], from_on=TODAY, **by
            )
            Person.objects.create(number=cast[person].number, name="Twice")
    else:
        _plan(cast, what, person, by, own)


def _plan(cast, what, person, by, own):
    if Plan.objects.filter(assignment=cast.assignments[person]).exists():
        if what == "submit":
            version = PlanVersion.objects.get(plan__assignment=cast.assignments[person])
            with pytest.raises(Refused):
                planning.submit(version=version, **own)
        return
    period = Period.objects.first()
    if period is None:
        period = planning.create_period(year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", **by)
        period = planning.open_period(period=period, **by)
    planning.create_plan(period=period, assignment=cast.assignments[person], **own)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", TABLES)
def test_the_interleaving_would_see_a_dropped_policy(cast, table):
    """The property is of use only if it fails where the policy is gone."""
    steps = [(name, what) for name in SIDES for what in ("create_plan", "praise", "tell", "add_person")]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"DROP POLICY agency ON {table}")
        cursor.execute(f"CREATE POLICY agency ON {table} USING (true) WITH CHECK (true)")
    try:
        with pytest.raises(AssertionError):
            _interleave(cast, steps)
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"DROP POLICY agency ON {table}")
            cursor.execute(
                f"CREATE POLICY agency ON {table} USING (agency_id = {CURRENT}) WITH CHECK (agency_id = {CURRENT})"
            )
