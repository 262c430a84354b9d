"""Says in a neutral word that somebody who was asked cannot judge; nothing in the table changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0003_find_feedback_request")]
    operations = [
        migrations.AlterField(
            model_name="feedbackrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "Waiting"),
                    ("GIVEN", "Given"),
                    ("DECLINED", "Cannot judge it"),
                    ("WITHDRAWN", "Withdrawn"),
                    ("EXPIRED", "Expired"),
                ],
                default="OPEN",
                max_length=9,
            ),
        )
    ]
