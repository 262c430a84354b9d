"""A BLUD is a public agency and a BUMD a company, so that they are two kinds."""

from django.db import migrations, models

KINDS = [
    ("CENTRAL", "Central government agency"),
    ("REGIONAL", "Regional government agency"),
    ("BLUD", "Regional service agency (BLUD)"),
    ("BUMD", "Regional enterprise (BUMD)"),
    ("COMPANY", "Company"),
]


class Migration(migrations.Migration):
    dependencies = [("core", "0008_calendar_of_agency")]
    operations = [
        migrations.AlterField("agency", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.RemoveConstraint("agency", "core_agency_kind"),
        migrations.AddConstraint(
            "agency",
            models.CheckConstraint(
                condition=models.Q(("kind__in", [code for code, _label in KINDS])), name="core_agency_kind"
            ),
        ),
    ]
