"""Whoever opens a page learns in the same question whether an agency waits for an answer; counting needs one function."""

from django.db import migrations

COUNT = """
CREATE FUNCTION selaras_count_invitations(wanted bigint) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM accounts_invitation WHERE user_id = wanted
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_invitation")]
    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION selaras_count_invitations(bigint)")]
