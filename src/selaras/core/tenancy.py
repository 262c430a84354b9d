"""Which agency the current work belongs to, and the manager that refuses work without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models.expressions import Expression
from django.db.models.sql import Query

Row = TypeVar("Row", bound=models.Model, covariant=True)

_agency: ContextVar[int | None] = ContextVar("selaras_agency", default=None)


class NoAgency(RuntimeError):
    """Raised when a table of an agency is touched outside `acting_in`."""


def current_agency_id() -> int:
    """Return the id of the agency in whose name the current work is done, or raise `NoAgency`."""
    agency_id = _agency.get()
    if agency_id is None:
        raise NoAgency("No agency is set: wrap this work in selaras.core.tenancy.acting_in(agency).")
    return agency_id


def _set_local(agency_id: int | None) -> None:
    value = "''" if agency_id is None else str(int(agency_id))
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL app.agency = {value}")


@contextmanager
def acting_in(agency: models.Model | int) -> Iterator[int]:
    """Run the block as work of one agency, in one transaction, seen by PostgreSQL's policies too.

    SET LOCAL outlives a released savepoint, so the former value is written back on normal exit; on an
    error, or where the block asked for a rollback, the rollback does so. The context variable is reset
    before the commit: hooks that run after it must open their own scope, because PostgreSQL would show
    them nothing.
    """
    agency_id = int(agency.pk) if isinstance(agency, models.Model) else int(agency)
    before = _agency.get()
    with transaction.atomic():
        if before != agency_id:
            _set_local(agency_id)
        token = _agency.set(agency_id)
        try:
            yield agency_id
        finally:
            _agency.reset(token)
        if before != agency_id and not connection.needs_rollback:
            _set_local(before)


class CurrentAgency(Expression):
    """The current agency's id, read when the SQL is compiled, so that a forgotten scope raises."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Compile to a parameter, or raise `NoAgency`."""
        return "%s", (current_agency_id(),)


_conditions: dict[type[models.Model], Query] = {}


class AgencyManager(models.Manager[Row]):
    """The only manager of agency tables: every query carries the agency."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the rows of the current agency; compiling it outside `acting_in` raises `NoAgency`.

        The condition is built once and copied, because every request begins a dozen queries with it. What is kept
        is never run and names no agency: which one it is, is asked when the copy is compiled.
        """
        rows = super().get_queryset()
        if self.model not in _conditions:
            _conditions[self.model] = rows.filter(agency_id=CurrentAgency()).query
        rows.query = _conditions[self.model].chain()
        return rows
