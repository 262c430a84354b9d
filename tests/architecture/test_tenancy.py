"""Every table of an agency is guarded in the database; every other table is listed with its reason."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import UniqueConstraint

from selaras.core.fields import AgencyForeignKey, AgencyKey

WITHOUT_AGENCY = {
    "core_agency": "the tenant itself; sign-in pages show its name",
    "accounts_user": "a key to the door: login and password, nothing about a person",
    "django_session": "a random key and which agency was chosen, readable only with the key",
    "django_migrations": "the history of the structure",
    "django_content_type": "names of tables; written by Django, read by nobody",
    "auth_permission": "Django's own permissions, unused; roles are in accounts.roles",
    "auth_group": "unused, comes with django.contrib.auth",
    "auth_group_permissions": "unused, comes with django.contrib.auth",
    "account_emailaddress": "allauth's addresses, unused: people's addresses are in their agency",
    "account_emailconfirmation": "allauth's confirmations, unused",
    "accounts_limit": "how often something was tried by login and address, before any agency is known",
    "axes_accessattempt": "failed sign-ins by login and address, before any agency is known",
    "axes_accessattemptexpiration": "when a lock-out of a failed sign-in ends",
    "axes_accesslog": "sign-ins by login, before any agency is known",
    "axes_accessfailurelog": "failed sign-ins, before any agency is known",
    "procrastinate_jobs": "the queue: ids only in its arguments",
    "procrastinate_events": "the queue's own history",
    "procrastinate_periodic_defers": "when periodic work was queued",
    "procrastinate_workers": "which workers are alive",
    "procrastinate_version": "the queue's structure",
}


def agency_models():
    return [
        model
        for model in apps.get_models()
        if any(isinstance(field, AgencyKey) for field in model._meta.local_fields)
    ]


def tables_in_database():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return {row[0] for row in cursor.fetchall()}


def test_every_table_has_an_agency_or_a_reason(db):
    guarded = {model._meta.db_table for model in agency_models()}
    unexplained = tables_in_database() - guarded - WITHOUT_AGENCY.keys()
    assert not unexplained, f"tables without agency and without a reason: {sorted(unexplained)}"
    assert all(WITHOUT_AGENCY.values())


@pytest.mark.parametrize("model", agency_models(), ids=lambda model: model._meta.db_table)
def test_a_table_of_an_agency_is_guarded(db, model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) = current_user"
            " FROM pg_class WHERE relname = %s",
            [table],
        )
        assert cursor.fetchone() == (True, True, False), f"{table}: row-level security must be on and forced"
        cursor.execute(
            "SELECT qual, with_check FROM pg_policies WHERE tablename = %s AND policyname = 'agency'", [table]
        )
        qual, check = cursor.fetchone()
    assert "app.agency" in qual and "app.agency" in check


@pytest.mark.parametrize("model", agency_models(), ids=lambda model: model._meta.db_table)
def test_unique_constraints_begin_with_the_agency(model):
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            assert constraint.fields[:1] == ("agency",), f"{constraint.name} must begin with the agency"
    assert not model._meta.unique_together
    assert not [field.name for field in model._meta.local_fields if field.unique and not field.primary_key]


@pytest.mark.parametrize("model", agency_models(), ids=lambda model: model._meta.db_table)
def test_keys_between_agency_tables_are_composite(db, model):
    for field in model._meta.local_fields:
        if not field.remote_field or isinstance(field, AgencyKey):
            continue
        target = field.remote_field.model
        if any(isinstance(one, AgencyKey) for one in target._meta.local_fields):
            assert isinstance(field, AgencyForeignKey), (
                f"{model.__name__}.{field.name} must be an AgencyForeignKey"
            )
            assert composite_key_exists(model._meta.db_table, field.column)
        assert field.remote_field.related_name, (
            f"{model.__name__}.{field.name} needs a related_name (use '+')"
        )


def composite_key_exists(table, column):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(a.attname::text ORDER BY k.n) FROM pg_constraint c"
            " CROSS JOIN LATERAL unnest(c.conkey) WITH ORDINALITY AS k(num, n)"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num"
            " WHERE c.contype = 'f' AND c.conrelid = %s::regclass GROUP BY c.oid",
            [table],
        )
        return ["agency_id", column] in [row[0] for row in cursor.fetchall()]


def test_there_is_no_implicit_many_to_many():
    ours = [model for model in apps.get_models() if model.__module__.startswith("selaras.")]
    assert not [
        m
        for m in ours
        for field in m._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]
