"""An API token names its agency and member before any agency is known, through one narrow function."""

from django.db import migrations

FIND = """
CREATE FUNCTION selaras_find_token(wanted text, at timestamptz)
RETURNS TABLE (agency_id bigint, member_id bigint, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.agency_id, t.member_id, t.role FROM core_apitoken t
    JOIN accounts_membership m ON m.agency_id = t.agency_id AND m.id = t.member_id AND m.is_active
    JOIN accounts_user u ON u.id = m.user_id AND u.is_active
    JOIN core_agency a ON a.id = t.agency_id
    WHERE t.token_hash = wanted AND t.revoked_at IS NULL
      AND t.expires_on >= (at AT TIME ZONE a.time_zone)::date
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0003_events_are_append_only"), ("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FIND, "DROP FUNCTION selaras_find_token(text, timestamptz)")]
