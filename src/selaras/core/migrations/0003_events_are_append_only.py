"""The application may add events and seals, never alter or remove them."""

from django.conf import settings
from django.db import migrations

TABLES = ("core_event", "core_eventseal")


def restrict(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for table in TABLES:
        schema_editor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {role}")


def release(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for table in TABLES:
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_mechanisms")]
    operations = [migrations.RunPython(restrict, release)]
