"""An employee number finds a login only with its own agency's code: the parameter hid behind the column's name."""

from django.db import migrations

FIND = """
CREATE OR REPLACE FUNCTION selaras_find_login(wanted text, code text) RETURNS TABLE (user_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.id FROM accounts_user u WHERE u.username = lower($1) OR lower(u.email) = lower($1)
    UNION
    SELECT m.user_id FROM organisation_person p
    JOIN accounts_membership m ON m.agency_id = p.agency_id AND m.id = p.member_id
    JOIN core_agency a ON a.id = p.agency_id
    WHERE p.number = $1 AND ($1 ~ '^[0-9]{18}$' OR a.code = $2)
$$
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_delegation_of_a_unit")]
    operations = [migrations.RunSQL(FIND, migrations.RunSQL.noop)]
