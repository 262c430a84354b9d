"""Keep from which day the days for signing again count, so that they follow the agency's working days too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0004_results_taken_back_and_reused")]
    operations = [
        migrations.AddField(
            "evaluation",
            "sign_again_since",
            models.DateField(help_text="The day on which those days began to count.", null=True),
        ),
    ]
