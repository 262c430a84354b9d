"""An account made elsewhere is admitted only after its owner's yes, which a person may read before it is given."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import selaras.core.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_count_doors"), ("core", "0009_kinds_of_regional_agencies")]
    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("agency", selaras.core.fields.AgencyKey()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, default="", help_text="Granted with the yes; empty: none.", max_length=12
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    selaras.core.fields.AgencyForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("agency", "user"), name="accounts_invitation_user"),
        ),
        migrations.RunSQL(
            "CREATE POLICY own ON accounts_invitation FOR SELECT"
            " USING (user_id = nullif(current_setting('app.person', true), '')::bigint)",
            "DROP POLICY own ON accounts_invitation",
        ),
    ]
