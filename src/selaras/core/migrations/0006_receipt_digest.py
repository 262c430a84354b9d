"""A receipt knows the words it was given for, the answer's headers, and whether the answer was kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0005_timetable_mark")]
    operations = [
        migrations.AddField("receipt", "digest", models.CharField(blank=True, default="", max_length=64)),
        migrations.AddField("receipt", "headers", models.JSONField(default=dict)),
        migrations.AddField("receipt", "is_kept", models.BooleanField(default=True)),
    ]
