"""The application may have statistics of its tables refreshed, which only their owner can do."""

from django.db import migrations

ANALYZE = """
CREATE OR REPLACE FUNCTION selaras_analyze(stages text[]) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one name;
    done integer := 0;
BEGIN
    FOR one IN
        SELECT c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
          AND (cardinality(stages) = 0 OR split_part(c.relname, '_', 1) = ANY (stages))
        ORDER BY c.relname
    LOOP
        EXECUTE format('ANALYZE public.%I', one);
        done := done + 1;
    END LOOP;
    RETURN done;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0009_kinds_of_regional_agencies")]
    operations = [migrations.RunSQL(ANALYZE, "DROP FUNCTION selaras_analyze(text[])")]
