"""Every list that can be exported: the same rows, the same permission, the same statements for one row and for many."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook
from tests.appraisal.test_pages import grow
from tests.appraisal.year import Steps, build

from selaras.core.models import Event

pytestmark = pytest.mark.django_db
LISTS = {
    "plans": "/plans/?period={period}",
    "evaluations": "/evaluations/?window={quarter}",
    "completion by unit": "/reports/completion/?month=2026-06",
    "completion by person": "/reports/completion/?month=2026-06&by=person",
    "hours": "/trainings/hours/units/?year=2026",
    "follow-up": "/recognition/follow-up/?q=",
    "sanctions": "/sanctions/?q=",
    "insight": "/insight/?window={quarter}",
}


@pytest.fixture
def year(kepahiang):
    made = build(kepahiang)
    steps = Steps(made)
    steps.achieve()
    steps.open()
    return made


def address(name, year):
    return LISTS[name].format(period=year.period.pk, quarter=year.quarter.pk) + "&export=xlsx"


def sheet(answer):
    assert answer.status_code == 200
    assert (
        answer["Content-Type"].endswith("spreadsheetml.sheet")
        and "attachment" in answer["Content-Disposition"]
    )
    content = b"".join(answer.streaming_content)
    return CalamineWorkbook.from_filelike(BytesIO(content))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_exported_and_recorded(name, year, client_as):
    client = client_as("Dewi", "OFFICER")
    book = sheet(client.get(address(name, year)))
    assert len(book.get_sheet_by_index(0).to_python()) >= 1 and len(book.sheet_names) == 2
    assert Event.objects.filter(verb="list.export").count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_who_may_not_open_the_list_may_not_export_it(name, year, client_as):
    client = client_as("Oki", "OPERATOR")
    url = address(name, year)
    page, taken = client.get(url.replace("&export=xlsx", "")), client.get(url)
    if page.status_code == 200:
        assert len(sheet(taken).get_sheet_by_index(0).to_python()) == 1, "nothing but the headers"
    else:
        assert taken.status_code == page.status_code


def test_the_workbook_holds_the_rows_of_the_page(year, client_as, cast):
    officer = client_as("Dewi", "OFFICER")
    plans = sheet(officer.get(address("plans", year))).get_sheet_by_index(0).to_python()
    assert {cast["Sari"].name, cast["Budi"].name} <= {row[0] for row in plans}
    found = sheet(officer.get(address("evaluations", year) + f"&q={cast['Sari'].name}"))
    rows = found.get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == [cast["Sari"].name]
    assert rows[1][5] == "", "no predicate before there is one"
    mine = sheet(client_as("Budi", "APPRAISER").get(address("plans", year))).get_sheet_by_index(0).to_python()
    assert cast["Yusuf"].name not in {row[0] for row in mine}, "an appraiser exports the own people only"


def test_the_page_offers_the_workbook_of_its_filters(year, client_as):
    page = client_as("Dewi", "OFFICER").get(f"/plans/?period={year.period.pk}&state=SET").content.decode()
    assert "export=xlsx" in page and "state=SET&amp;export=xlsx" in page


@pytest.mark.parametrize("name", ["plans", "evaluations", "completion by person"])
def test_more_rows_take_no_more_statements(name, year, client_as, cast):
    client = client_as("Dewi", "OFFICER")

    def counted():
        with CaptureQueriesContext(connection) as seen:
            rows = sheet(client.get(address(name, year))).get_sheet_by_index(0).to_python()
        return len(seen), len(rows)

    counted()
    few, before = counted()
    grow(Steps(year), 30)
    many, after = counted()
    assert after >= before + 20 and many <= few


def test_a_workbook_says_in_words_which_filters_were_set(year, client_as):
    unit = year.cast.units["MUTASI"]
    asked = address("evaluations", year) + f"&state=OPEN&q=Sari&sort=name&unit={unit.pk}"
    about = sheet(client_as("Dewi", "OFFICER").get(asked)).get_sheet_by_index(1).to_python()
    (said,) = [row[1] for row in about if row[0] == "Saringan halaman"]
    assert said.endswith("Status: Sedang dievaluasi; Pencarian: Sari; Unit kerja: Bidang Mutasi dan Promosi")
    assert "=" not in said and "name" not in said
