"""Ten thousand rows: checked and imported as jobs with progress, in few statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, TODAY

from selaras.core.models import JobState
from selaras.organisation import tasks
from selaras.organisation.models import Assignment, Person
from selaras.organisation.operations.uploads import check_upload, start_import
from selaras.organisation.sheets.template import workbook_of

ROWS = 10_000
STATEMENTS = 400


@pytest.mark.slow
def test_ten_thousand_rows_come_in_as_jobs_with_progress(kepahiang, actor):
    dewi = actor("Dewi", role="OFFICER")
    content = workbook_of([a_row(number) for number in range(ROWS)])
    checked = check_upload(
        content=content, name="pegawai.xlsx", with_accounts=False, by=dewi, at=AT, on=TODAY
    )
    assert checked.state == JobState.QUEUED, "so many rows are not checked while the officer waits"
    people, told = Person.objects.count(), []
    result = tasks.check_import(lambda done, total: told.append((done, total)), checked)
    assert (result["counts"]["new"], result["counts"]["wrong"]) == (ROWS, 0)
    assert Person.objects.count() == people, "a check writes nothing"
    assert told == sorted(told) and told[-1] == (ROWS, ROWS) and len(told) > 2
    checked.state = JobState.DONE
    checked.save(update_fields=["state"])
    started = start_import(check=checked, by=dewi, at=AT, on=TODAY)
    told.clear()
    with CaptureQueriesContext(connection) as asked:
        tasks.import_workbook(lambda done, total: told.append((done, total)), started)
    assert Person.objects.count() == people + ROWS
    assert Assignment.objects.filter(person__number="N-9999").count() == 1
    assert told == sorted(told) and len(told) > 5
    assert len(asked) < STATEMENTS


def a_row(number):
    return {
        "number": f"N-{number}", "name": f"Orang {number}", "employment": "NON_ASN", "position_title": "Staf",
        "unit_code": f"X{number // 20}", "unit_name": f"Unit {number // 20}",
    }  # fmt: skip
