"""A notice knows in which role its page opens, and a member's notices are read by time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_receipt_digest")]
    operations = [
        migrations.AddField(
            "notice",
            "role",
            models.CharField(
                blank=True,
                default="",
                help_text="In which role the page opens; empty: as a person.",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(fields=["agency", "member", "-created_at", "-id"], name="core_notice_latest"),
        ),
    ]
