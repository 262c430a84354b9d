"""An officer may set the password only of people whose account opens no other agency; counting needs one function."""

from django.db import migrations

COUNT = """
CREATE FUNCTION selaras_count_doors(wanted bigint) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*)::integer FROM accounts_membership WHERE user_id = wanted
$$
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_own_memberships")]
    operations = [migrations.RunSQL(COUNT, "DROP FUNCTION selaras_count_doors(bigint)")]
