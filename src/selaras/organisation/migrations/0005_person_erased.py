"""Marks people whose personal data was erased, with who did it and when."""

import django.db.models.deletion
from django.db import migrations, models

import selaras.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_count_doors"),
        ("organisation", "0004_find_login_by_code"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(blank=True, help_text="Since when an alias stands here.", null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_by",
            field=selaras.core.fields.AgencyForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_at__isnull", False), ("erased_by__isnull", False)),
                    models.Q(("erased_at__isnull", True), ("erased_by__isnull", True)),
                    _connector="OR",
                ),
                name="organisation_person_erased",
            ),
        ),
    ]
