"""A signed-in person may read the own memberships before an agency is chosen."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(
            "CREATE POLICY own ON accounts_membership FOR SELECT"
            " USING (user_id = nullif(current_setting('app.person', true), '')::bigint)",
            "DROP POLICY own ON accounts_membership",
        )
    ]
