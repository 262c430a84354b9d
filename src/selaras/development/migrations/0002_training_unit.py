"""Gives training the unit whose officers look after it."""

import django.db.models.deletion
from django.db import migrations

import selaras.core.fields


class Migration(migrations.Migration):

    dependencies = [
        ('development', '0001_initial'),
        ('organisation', '0004_find_login_by_code'),
    ]

    operations = [
        migrations.AddField(
            model_name='training',
            name='unit',
            field=selaras.core.fields.AgencyForeignKey(blank=True, help_text='The unit whose officers look after it; none: those of the whole agency.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
    ]
