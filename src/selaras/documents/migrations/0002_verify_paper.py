"""The verification page looks a paper up before any agency is known, through one narrow function."""

from django.db import migrations

FIND = """
CREATE FUNCTION selaras_verify_paper(wanted text) RETURNS TABLE (
    agency text, form text, number text, issued_at timestamptz, content_hash text,
    state text, initials text, replaced_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.name, p.form, p.number, p.issued_at, p.content_hash, p.state, p.initials, coalesce(s.number, '')
    FROM documents_paper p JOIN core_agency a ON a.id = p.agency_id
    LEFT JOIN documents_paper s ON s.agency_id = p.agency_id AND s.id = p.superseded_by_id
    WHERE p.token = wanted
$$
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunSQL(FIND, "DROP FUNCTION selaras_verify_paper(text)")]
