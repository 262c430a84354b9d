"""After much was written the planner of the database knows it at once; the application may ask for nothing else."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.cast import AT, TODAY

from selaras.core import statistics
from selaras.organisation.models import Person
from selaras.organisation.operations import import_people
from selaras.organisation.sheets.reading import read

pytestmark = pytest.mark.django_db


def known_rows(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def test_statistics_follow_what_was_written(kepahiang):
    Person.objects.bulk_create(Person(name=f"P{n}", number=f"1990010120150110{n:02d}") for n in range(50))
    assert statistics.refresh("organisation") > 5
    assert known_rows("organisation_person") >= 50
    assert statistics.refresh() > statistics.refresh("organisation")


def test_the_application_owns_no_table_and_names_none(kepahiang):
    assert statistics.refresh("x; DROP TABLE core_agency") == 0
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE organisation_person")


def test_an_import_asks_for_fresh_statistics(kepahiang, actor):
    headers = "NIP,Nama,Jenis kepegawaian,Kode jabatan,Jabatan,Kode unit,TMT jabatan"
    rows = f"{headers}\nH-1,Andi,Non-ASN,J1,Staf,MUTASI,01-02-2024".encode()
    officer = actor("Dewi", role="OFFICER")
    import_people(table=read(rows, "pegawai.csv"), by=officer, at=AT, on=TODAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'stages' FROM procrastinate_jobs WHERE task_name = 'core.refresh_statistics'"
        )
        assert "organisation" in cursor.fetchone()[0]
