"""Sign-in looks a login up before any agency is known, through one narrow function."""

from django.db import migrations

FIND = """
CREATE FUNCTION selaras_find_login(wanted text, code text) RETURNS TABLE (user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id FROM accounts_user u WHERE u.username = lower(wanted) OR lower(u.email) = lower(wanted)
    UNION
    SELECT m.user_id FROM organisation_person p
    JOIN accounts_membership m ON m.agency_id = p.agency_id AND m.id = p.member_id
    JOIN core_agency a ON a.id = p.agency_id
    WHERE p.number = wanted AND (wanted ~ '^[0-9]{18}$' OR a.code = code)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial"), ("accounts", "0002_own_memberships")]
    operations = [migrations.RunSQL(FIND, "DROP FUNCTION selaras_find_login(text, text)")]
