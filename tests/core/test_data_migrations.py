"""A data migration, run by the owner, changes the rows of every agency: none is silently left out."""

import pytest
from django.db import connection, migrations
from django.db.migrations.state import ProjectState

from selaras.core.roles import as_owner
from selaras.core.tenancy import acting_in
from selaras.organisation.models import UnitPeriod


def shout(apps, schema_editor):
    period = apps.get_model("organisation", "UnitPeriod")
    for one in period.objects.all():
        period.objects.filter(pk=one.pk).update(short_name=one.name.upper()[:60])


@pytest.mark.django_db(transaction=True)
def test_a_data_migration_changes_rows_of_two_agencies(cast):
    from django.apps import apps

    step = migrations.RunPython(shout, migrations.RunPython.noop)
    with as_owner(), connection.schema_editor() as editor:
        state = ProjectState.from_apps(apps)
        step.database_forwards("organisation", editor, state, state)
    for agency in (cast.kepahiang, cast.outsider):
        with acting_in(agency):
            periods = list(UnitPeriod.objects.all())
            assert periods
            assert all(one.short_name == one.name.upper()[:60] for one in periods)


@pytest.mark.django_db(transaction=True)
def test_the_application_role_would_have_touched_no_row(cast):
    """Why migrations run as the owner: bound by row-level security they would do nothing and say nothing."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organisation_unitperiod SET short_name = 'x'")
        assert cursor.rowcount == 0
