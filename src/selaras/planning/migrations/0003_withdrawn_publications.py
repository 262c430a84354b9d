"""Lets a published text be withdrawn with a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds when and why a publication was withdrawn."""

    dependencies = [("planning", "0002_plans_in_detail")]

    operations = [
        migrations.AddField("publication", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "publication", "withdrawn_reason", models.CharField(blank=True, default="", max_length=2000)
        ),
    ]
