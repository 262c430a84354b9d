"""Attempts are counted once for all web processes: the table in which allauth's limits keep them, as Django wants it."""

from django.db import migrations

MAKE = """
CREATE TABLE accounts_limit (
    cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX accounts_limit_expires ON accounts_limit (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_count_invitations")]
    operations = [migrations.RunSQL(MAKE, "DROP TABLE accounts_limit")]
