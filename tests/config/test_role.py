"""The suite itself must be bound by row-level security, or every other test of it proves nothing."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from tests.config.conftest import environment, free_port, selaras

from selaras.config import postgres
from selaras.config.postgres.layout import SUPERUSER


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


@pytest.mark.slow
@pytest.mark.parametrize("role", ["owner", "superuser"])
@pytest.mark.parametrize("part", ["web", "worker"])
def test_nobody_is_served_as_a_role_that_the_policies_do_not_bind(copied: Path, role: str, part: str):
    with postgres.in_use(copied) as held:
        address = held.owner_url if role == "owner" else held.urls.of(SUPERUSER, held.urls.database)
        given = {"DATABASE_URL": address, "DATABASE_OWNER_URL": held.owner_url}
        done = selaras(copied, "run", "--only", part, SELARAS_PORT=str(free_port()), **given)
    assert done.returncode == 1
    assert "not bound by row-level security" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("module", ["selaras.config.worker", "selaras.config.wsgi"])
def test_each_process_refuses_by_itself_too(copied: Path, module: str):
    """Whoever starts granian or the worker without the supervisor is not served as the owner either."""
    with postgres.in_use(copied) as held:
        done = subprocess.run(
            [sys.executable, "-m", module],
            env=environment(copied, DATABASE_URL=held.owner_url),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1
    assert "UnsafeRole" in done.stderr
