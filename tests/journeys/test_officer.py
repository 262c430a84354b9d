"""The officer's first week: sixty people from a workbook, five accounts, a period; on a desktop, in English."""

import io
from datetime import date

import pytest
from django.utils import translation
from tests.cast import PASSWORD
from tests.journeys.visitor import PHONE
from xlsxwriter import Workbook

from selaras.core.tenancy import acting_in
from selaras.organisation.models import Person
from selaras.organisation.sheets.columns import COLUMNS, Cell
from selaras.planning.models import Period

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.slow]
SINCE = date(2025, 1, 1)
UNITS = ("Perencanaan", "Keuangan", "Kepegawaian", "Pelayanan Medis", "Farmasi")
NAMES = (
    "Agus", "Ayu", "Bagas", "Citra", "Dimas", "Eka", "Fajar", "Gita", "Hendra", "Intan", "Kurnia", "Lestari",
)  # fmt: skip
SURNAMES = ("Pratama", "Utami", "Saputra", "Maharani", "Nugroho")


def staff():
    """A hospital of five divisions, twelve people each; the first of a division leads it."""
    for number in range(60):
        place, rank = divmod(number, 12)
        unit, leads = f"RS-{place + 1}", rank == 0
        yield {
            "number": f"RS{number + 1:04}",
            "name": f"{NAMES[rank]} {SURNAMES[place]}",
            "email": f"rs{number + 1}@example.test",
            "employment": "NON_ASN",
            "position_code": f"{unit}-{rank + 1:02}",
            "position_title": f"Kepala {UNITS[place]}" if leads else f"Staf {UNITS[place]} {rank}",
            "position_kind": "OTHER",
            "unit_code": unit,
            "unit_name": UNITS[place] if leads else "",
            "parent_code": "PEMKAB" if leads else "",
            "is_head": "YES" if leads else "",
            "from_on": SINCE,
        }


def workbook(people, path, **wrong):
    """The people in the shape of the template, in Indonesian; `wrong` spoils cells of the third row."""
    content = io.BytesIO()
    with translation.override("id"), Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Pegawai")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for index, column in enumerate(COLUMNS):
            sheet.write_string(0, index, str(column.header))
        for line, one in enumerate(people, 1):
            one = one | (wrong if line == 3 else {})
            for index, column in enumerate(COLUMNS):
                value = one.get(column.key, "")
                if column.cell == Cell.DATE and isinstance(value, date):
                    sheet.write_datetime(line, index, value, day)
                elif value != "":
                    sheet.write_string(line, index, str(column.choices.get(value, value)))
    path.write_bytes(content.getvalue())
    return path


def upload(dewi, path):
    dewi.open("/organisation/import/")
    dewi.page.set_input_files("[name=file]", path)
    dewi.press("Check the workbook")


def test_sixty_people_five_accounts_and_a_year(cast, enter, visitor, tmp_path):
    dewi = enter("Dewi", language="en").play("OFFICER")
    people = list(staff())

    upload(dewi, workbook(people, tmp_path / "salah.xlsx", unit_code="RS-99", from_on="31 Pebruari 2025"))
    dewi.reads("Mend the cells below in the workbook and upload it again")
    assert dewi.page.get_by_text("Row 4", exact=True).count() >= 2, "both spoilt cells are named"
    with acting_in(cast.kepahiang):
        assert not Person.objects.filter(number__startswith="RS").exists(), "a check writes nothing"

    upload(dewi, workbook(people, tmp_path / "pegawai.xlsx"))
    dewi.reads("No mistakes were found")
    dewi.press("Import now")
    with acting_in(cast.kepahiang):
        made = {one.number: one for one in Person.objects.filter(number__startswith="RS")}
    assert len(made) == 60

    upload(dewi, tmp_path / "pegawai.xlsx")
    assert dewi.page.get_by_role("button", name=dewi.says("Import now")).count() == 0, "again changes nothing"

    logins = [account(dewi, made[one["number"]].pk) for one in people[:5]]
    first_visit(visitor, *logins[1])

    dewi.open("/periods/").press("Add a period").fill(year="2026", cadence="QUARTERLY")
    dewi.press("Create the period").press("Open the period")
    assert state_of_the_year(cast) == "PREPARING", "the page only asks"
    dewi.reads("Everybody finds on the desk that a plan for this year has to be written.")
    dewi.press("Cancel").press("Open the period").press("Yes, open the period")
    assert state_of_the_year(cast) == "OPEN"


def state_of_the_year(cast):
    with acting_in(cast.kepahiang):
        return Period.objects.get().state


def account(dewi, person):
    """Open an account; the initial password is on the page this once."""
    dewi.open(f"/organisation/people/{person}/").press("Open an account")
    login, password = dewi.page.locator(".sl-tint-amber dd").all_inner_texts()[:2]
    return login.strip(), password.strip()


def first_visit(visitor, login, password):
    """The new colleague signs in at the phone and has to choose an own password first."""
    ayu = visitor(PHONE, "id").enter(login, password)
    assert "/password/change/" in ayu.page.url
    ayu.fill(oldpassword=password, password1=PASSWORD, password2=PASSWORD).press("Change the password")
    ayu.open("/").sees("Ayu Pratama")
