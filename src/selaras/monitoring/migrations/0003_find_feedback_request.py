"""A personal link names no agency: the request behind it is found through one narrow function."""

from django.db import migrations

FIND = """
CREATE FUNCTION selaras_find_feedback_request(wanted text) RETURNS TABLE (agency_id bigint, request_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.agency_id, r.id FROM monitoring_feedbackrequest r
    WHERE r.token_hash = wanted AND r.token_hash <> ''
$$
"""


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_report_moments")]
    operations = [migrations.RunSQL(FIND, "DROP FUNCTION selaras_find_feedback_request(text)")]
