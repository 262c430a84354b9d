"""The console: creating an agency and its officer, and importing people, as `selaras` dispatches them."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from selaras.accounts.models import User
from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused
from selaras.organisation.models import Grant, Person
from selaras.organisation.sheets.template import example_rows, workbook_of


def test_an_agency_its_officer_and_its_people_from_the_console(cast, tmp_path):
    out = StringIO()
    call_command("create_agency", "plaju", "Kecamatan Plaju", kind="REGIONAL", place="Palembang", stdout=out)
    assert "selaras create-officer plaju LOGIN" in out.getvalue(), "the console says what comes next"
    call_command("create_officer", "plaju", "198501012010011001", email="p@example.test", stdout=out)
    assert "Initial password" in out.getvalue()
    assert User.objects.get(username="198501012010011001").must_change_password
    agency = Agency.objects.get(code="plaju")
    file = tmp_path / "pegawai.xlsx"
    file.write_bytes(workbook_of(example_rows()))
    call_command("import_people", "plaju", str(file), dry_run=True, stdout=out)
    with acting_in(agency):
        assert not Person.objects.exists()
        assert Grant.objects.get().role == "OFFICER"
    call_command("import_people", "plaju", str(file), accounts=True, stdout=out)
    assert "3 new" in out.getvalue() or "4 new" in out.getvalue()
    call_command("import_people", "plaju", str(file), stdout=out)
    assert "0 changes" in out.getvalue()
    with acting_in(agency):
        assert Person.objects.count() == 3
        # The example's numbers have accounts in the other agency already: their owners are asked.
        assert Person.objects.exclude(invitation=None).count() == 3


def test_mistakes_are_one_sentence(cast, tmp_path):
    bad = tmp_path / "x.csv"
    bad.write_text("NIP,Nama\nH-1,\n")
    out = StringIO()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("import_people", "kepahiang", str(bad), stdout=out)
    assert "tidak boleh kosong" in out.getvalue()
    for words in (
        ("import_people", "tidakada", str(bad)),
        ("import_people", "kepahiang", "tidak-ada.xlsx"),
        ("create_officer", "tidakada", "x"),
        ("doctor", "--agency", "x"),
        ("demo", "--people", "-5"),
        ("demo", "--people", "3"),
    ):
        with pytest.raises(CommandError):
            call_command(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("create_agency", "A B/../x", "Nama"),
        ("create_agency", "", "Nama"),
        ("create_officer", "kepahiang", "dua kata"),
        ("create_officer", "kepahiang", ""),
        ("create_officer", "kepahiang", "officer", "--email", "bukan-email"),
    ],
)
def test_codes_logins_and_addresses_that_nobody_could_use_are_refused(cast, words):
    users = User.objects.count()
    with pytest.raises(InvalidRefused):
        call_command(*words)
    assert (Agency.objects.filter(name="Nama").count(), User.objects.count()) == (0, users)


def test_the_commands_of_the_console_exist():
    from django.core.management import get_commands

    from selaras.config.cli.parser import DJANGO_COMMANDS

    known = get_commands()
    for name in ("create-agency", "create-officer", "import-people", "doctor"):
        assert name in DJANGO_COMMANDS
        assert known[name.replace("-", "_")] == "selaras.organisation"
