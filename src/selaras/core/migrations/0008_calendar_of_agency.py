"""An agency says until which year it has entered all its days off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_notice_role")]
    operations = [
        migrations.AddField(
            "agency",
            "calendar_until",
            models.PositiveSmallIntegerField(
                blank=True, help_text="The last year whose days off are all entered.", null=True
            ),
        ),
    ]
