"""A person may wait for the owner of an account that was made elsewhere, and then has no account yet."""

import django.db.models.deletion
from django.db import migrations, models

import selaras.core.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_invitation"), ("organisation", "0005_person_erased")]
    operations = [
        migrations.AddField(
            model_name="person",
            name="invitation",
            field=selaras.core.fields.AgencyForeignKey(
                blank=True,
                help_text="While the owner of an account that was made elsewhere has not answered.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=("agency", "invitation"), name="organisation_person_invitation"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("member", None), ("invitation", None), _connector="OR"),
                name="organisation_person_one_door",
            ),
        ),
    ]
