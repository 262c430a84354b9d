"""The two database roles: the application's, which row-level security binds, and the owner's, which migrates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection


class UnsafeRole(RuntimeError):
    """Raised when the product would serve people as a role that row-level security does not bind."""


def _use(values: dict[str, Any]) -> None:
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    connection.settings_dict.update(values)


@contextmanager
def as_owner() -> Iterator[None]:
    """Use the owner's login on the default connection inside the block; needs `settings.DATABASE_OWNER`."""
    owner = settings.DATABASE_OWNER
    if not owner:
        raise UnsafeRole("DATABASE_OWNER_URL is not set; it is needed to change the database's structure.")
    before = {key: connection.settings_dict[key] for key in owner}
    _use(owner)
    try:
        yield
    finally:
        _use(before)


def refuse_unsafe_role() -> None:
    """Raise `UnsafeRole` when the current role is a superuser, bypasses row-level security or owns tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls,"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid AND relkind = 'r')"
            " FROM pg_roles r WHERE rolname = current_user"
        )
        name, is_super, bypasses, owns = cursor.fetchone()
    if is_super or bypasses or owns:
        raise UnsafeRole(
            f"The database role {name} is not bound by row-level security; set DATABASE_URL to the application role."
        )


def refuse_unsafe_role_at_start() -> None:
    """Ask on a connection that is given back, before a process serves anybody."""
    try:
        refuse_unsafe_role()
    finally:
        connection.close()


def grant_defaults(**kwargs: Any) -> None:
    """Let the application role read and write, but not truncate or alter, whatever migrations create."""
    if connection.settings_dict["USER"] == settings.DATABASE_APP_ROLE:
        return
    role = connection.ops.quote_name(settings.DATABASE_APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
        )
        cursor.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}")
