"""The database wrapper: PostgreSQL with our schema editor."""

from django.db.backends.postgresql import base

from selaras.core.postgres.schema import AgencySchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL whose schema editor knows agencies."""

    SchemaEditorClass = AgencySchemaEditor
