"""The suite itself must be bound by row-level security, or every other test of it proves nothing."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_suite_runs_as_application_role():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, session_user, rolsuper, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("selaras_app", "selaras_app", False, False)


@pytest.mark.django_db(transaction=True)
def test_suite_is_the_application_role_after_a_flush_too():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("selaras_app",)
