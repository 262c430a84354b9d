"""What was issued or signed stays as it is: the application may only mark papers and empty what is no longer kept."""

from django.conf import settings
from django.db import migrations

MAY = {
    "documents_paper": ("state", "superseded_by_id", "content", "initials", "file_id"),
    "documents_signature": ("signer_name", "signer_number", "signer_position"),
}
GUARDS = """
CREATE FUNCTION selaras_paper_only_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.content IS DISTINCT FROM OLD.content AND NEW.content <> '{}'::jsonb)
        OR (NEW.initials IS DISTINCT FROM OLD.initials AND NEW.initials <> '') THEN
        RAISE EXCEPTION 'The content of an issued paper may be emptied, not altered.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_paper_only_emptied BEFORE UPDATE ON documents_paper
    FOR EACH ROW EXECUTE FUNCTION selaras_paper_only_emptied();
CREATE FUNCTION selaras_signature_only_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.signer_name, NEW.signer_number, NEW.signer_position)
        IS DISTINCT FROM (OLD.signer_name, OLD.signer_number, OLD.signer_position)
        AND (NEW.signer_number, NEW.signer_position) IS DISTINCT FROM ('', '—') THEN
        RAISE EXCEPTION 'A signature may be emptied, not altered.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER documents_signature_only_emptied BEFORE UPDATE ON documents_signature
    FOR EACH ROW EXECUTE FUNCTION selaras_signature_only_emptied();
"""
NO_GUARDS = """
DROP TRIGGER documents_paper_only_emptied ON documents_paper;
DROP TRIGGER documents_signature_only_emptied ON documents_signature;
DROP FUNCTION selaras_paper_only_emptied();
DROP FUNCTION selaras_signature_only_emptied();
"""
COLUMNS = """agency text, form text, number text, issued_at timestamptz, content_hash text,
    state text, initials text, replaced_by text"""
FIND = """
DROP FUNCTION selaras_verify_paper(text);
CREATE FUNCTION selaras_verify_paper(wanted text) RETURNS TABLE ({columns}{more})
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.name, p.form, p.number, p.issued_at, p.content_hash, p.state, p.initials, coalesce(s.number, ''){chosen}
    FROM documents_paper p JOIN core_agency a ON a.id = p.agency_id
    LEFT JOIN documents_paper s ON s.agency_id = p.agency_id AND s.id = p.superseded_by_id
    WHERE p.token = wanted
$$
"""
WIDER = FIND.format(columns=COLUMNS, more=", agency_id bigint, paper_id bigint", chosen=", p.agency_id, p.id")
NARROWER = FIND.format(columns=COLUMNS, more="", chosen="")


def restrict(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for table, columns in MAY.items():
        schema_editor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {role}")
        schema_editor.execute(f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {role}")


def release(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    for table in MAY:
        schema_editor.execute(f"GRANT UPDATE, DELETE ON {table} TO {role}")


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_verify_paper")]
    operations = [
        migrations.RunSQL(GUARDS, NO_GUARDS),
        migrations.RunSQL(WIDER, NARROWER),
        migrations.RunPython(restrict, release),
    ]
