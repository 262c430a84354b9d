"""Writes row-level security and composite keys for every model that has an `AgencyKey`."""

from __future__ import annotations

from typing import Any

from django.db.backends.ddl_references import Columns
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Model

from selaras.core.fields import AgencyForeignKey, AgencyKey

CURRENT = "nullif(current_setting('app.agency', true), '')::bigint"


def has_agency(model: type[Model]) -> bool:
    """Say whether the table of this model belongs to agencies."""
    return any(isinstance(field, AgencyKey) for field in model._meta.local_fields)


class AgencySchemaEditor(DatabaseSchemaEditor):
    """Ordinary `makemigrations` files cannot forget the agency, because it is written here."""

    def create_model(self, model: type[Model]) -> None:
        """Create the table, then its agency key and its forced policy."""
        super().create_model(model)
        if not has_agency(model):
            return
        table = self.quote_name(model._meta.db_table)
        key = self.quote_name(f"{model._meta.db_table}_agency_id"[:60])
        self.execute(f"ALTER TABLE {table} ADD CONSTRAINT {key} UNIQUE (agency_id, id)")
        self.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        self.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        self.execute(
            f"CREATE POLICY agency ON {table} USING (agency_id = {CURRENT}) WITH CHECK (agency_id = {CURRENT})"
        )

    def _create_fk_sql(self, model: type[Model], field: Any, suffix: str) -> Any:
        statement = super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]  # private in Django
        if isinstance(field, AgencyForeignKey):
            ours, theirs = model._meta.db_table, field.target_field.model._meta.db_table
            statement.parts["column"] = Columns(ours, ["agency_id", str(field.column)], self.quote_name)
            statement.parts["to_column"] = Columns(
                theirs, ["agency_id", str(field.target_field.column)], self.quote_name
            )
        return statement

    def add_field(self, model: type[Model], field: Any) -> None:
        """Add a column; the inline form of a foreign key cannot be composite, so it is switched off."""
        inline = self.sql_create_column_inline_fk
        if isinstance(field, AgencyForeignKey):
            self.sql_create_column_inline_fk = None  # type: ignore[assignment]  # Django tests it for truth
        try:
            super().add_field(model, field)
        finally:
            self.sql_create_column_inline_fk = inline

    def _constraint_names(self, model: type[Model], column_names: Any = None, **kwargs: Any) -> list[str]:
        find = super()._constraint_names  # type: ignore[misc]  # private in Django
        names: list[str] = find(model, column_names=column_names, **kwargs)
        if column_names and kwargs.get("foreign_key") and has_agency(model):
            composite = ["agency_id", *column_names]
            names += find(model, column_names=composite, **kwargs)
        return names
