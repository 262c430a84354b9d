"""No agency ever sees another's rows: not through the manager, not through SQL, not after a savepoint."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import SINCE

from selaras.accounts.queries import doors_of
from selaras.core.roles import UnsafeRole, as_owner, refuse_unsafe_role
from selaras.core.tenancy import NoAgency, acting_in, agency_or_none
from selaras.organisation.models import Assignment, Person, Unit, UnitPeriod


def names() -> set[str]:
    return set(Person.objects.values_list("name", flat=True))


def raw_names() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM organisation_person")
        return {row[0] for row in cursor.fetchall()}


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


def test_a_dropped_policy_is_a_leak_that_this_suite_would_see(cast):
    """A security test that cannot fail is a defect: without the policy the same question finds strangers."""
    with acting_in(cast.kepahiang), connection.cursor() as cursor:
        before = raw_names()
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = 'organisation_person'"
        )
        assert cursor.fetchone() == (True, True)
        assert "Lina Kartika" not in before


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
        current = "nullif(current_setting('app.agency', true), '')::bigint"
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP POLICY agency ON organisation_person")
            cursor.execute(
                f"CREATE POLICY agency ON organisation_person"
                f" USING (agency_id = {current}) WITH CHECK (agency_id = {current})"
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
    assert agency_or_none() is None
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


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["kepahiang", "outsider"]), st.sampled_from(["make", "rename", "delete", "fail"])
    ),
    max_size=12,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_random_work_of_two_agencies_never_mixes(cast, steps):
    """After any interleaving each agency holds exactly what a model of two separate lists says."""
    known: dict[str, list[str]] = {"kepahiang": [], "outsider": []}
    with transaction.atomic():
        for count, (name, what) in enumerate(steps):
            with acting_in(getattr(cast, name)):
                _do(known[name], what, f"{name}-{count}")
        for name, codes in known.items():
            with acting_in(getattr(cast, name)):
                made = Unit.objects.filter(code__contains="-").order_by("pk")
                assert list(made.values_list("code", flat=True)) == codes
        transaction.set_rollback(True)


def _do(codes: list[str], what: str, code: str) -> None:
    if what == "make":
        Unit.objects.create(code=code)
        codes.append(code)
    elif what == "rename" and codes:
        Unit.objects.filter(code=codes[-1]).update(code=code)
        codes[-1] = code
    elif what == "delete" and codes:
        Unit.objects.filter(code=codes.pop()).delete()
    elif what == "fail":
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.create(code=code)
            Unit.objects.create(code=code)
