"""What the officer does on screen before and beside the plans: people, passwords, strategy, awards, training."""

import re
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from tests.journeys.visitor import Visitor

STRIP = re.compile(r"(\d{18}|RS\d{4})\n(\S+)\s+(\w+-\w+-\w+-\d+)")


def upload(officer: Visitor, path: Path) -> Visitor:
    """Have a workbook checked; nothing is written yet."""
    officer.goes("Import of people").page.set_input_files("[name=file]", path)
    return officer.press("Check the workbook")


def print_passwords(officer: Visitor) -> dict[str, tuple[str, str]]:
    """Print the sheet of the people who are ticked: number → login and initial password, as on the strips."""
    button = officer.page.get_by_role("button", name=officer.says("Make the sheet (PDF)"))
    with officer.page.expect_download() as started:
        officer.touch(button)
    sheet = PdfReader(BytesIO(Path(started.value.path()).read_bytes()))
    text = "\n".join(page.extract_text() for page in sheet.pages)
    return {number: (login, password) for number, login, password in STRIP.findall(text)}


def open_the_period(officer: Visitor) -> None:
    """The year, asked about before everybody gets to know of it."""
    officer.goes("Periods").press("Add a period").fill(year="2026", cadence="QUARTERLY")
    officer.press("Create the period").press("Open the period")
    officer.reads("Everybody finds on the desk that a plan for this year has to be written.")
    officer.press("Yes, open the period")


def set_out(officer: Visitor, unit: str) -> None:
    """A goal of the strategic plan with its targets, and the agreement of this year taken from it."""
    officer.goes("Strategy and agreements").press("Add a goal").choose("unit", unit)
    officer.fill(code="S1", text="Pelayanan rumah sakit yang aman", first_year="2025", last_year="2029")
    officer.press("Save").press("Add an indicator")
    officer.fill(text="Kepuasan pasien", measure="persen", baseline="84", baseline_year="2024")
    officer.fill(target_2026="90").press("Save")
    officer.goes("Strategy and agreements").press_at("main .sl-tabs a[href='/agreements/']")
    officer.press("Begin an agreement").choose("unit", unit).press("Begin the agreement")
    officer.press("Take lines from the strategic plan").sees("Kepuasan pasien")


def publish(officer: Visitor, unit: str, title: str) -> None:
    """Targets and standards for everybody of a unit, to be confirmed by each."""
    officer.goes("Targets and standards").press("Write a new one").choose("unit", unit)
    officer.fill(title=title, body="Pasien dilayani paling lama enam puluh menit.")
    officer.fill(acknowledge_by_on="2026-02-27").press("Save").press("Publish")


def honour(officer: Visitor, colleague: Visitor, unit: str, person: str) -> None:
    """The employee of the month: opened by the officer, named by a colleague, chosen with a reason."""
    officer.goes("Recognition").press("Employee of the month", "main").press("Open a month")
    officer.choose("unit", unit).press("Open nominations")
    address = officer.page.url
    colleague.desk().press("Nominate")
    colleague.fill(person=person, reason="Menjaga ruang rawat tetap tenang.").press("Nominate", "main")
    officer.open(address.removeprefix(officer.server))
    officer.touch(officer.page.locator("#choose [name=person]").first)
    officer.page.locator("#choose [name=reason]").fill("Dipuji pasien dan rekan kerja.")
    officer.fill(early="on").press("Choose and tell everybody")


def train(officer: Visitor, person: str, weakness: str) -> None:
    """A training entered, somebody enrolled for a weakness, the attendance recorded."""
    officer.goes("Training").press("Enter a training")
    officer.fill(title="Pengelolaan waktu", kind="TECHNICAL", form="CLASSICAL")
    officer.fill(provider="BPSDM Provinsi Bengkulu", starts_on="2026-12-07", ends_on="2026-12-08", hours="16")
    officer.press("Enter the training").press("Enrol people")
    officer.touch(officer.page.locator(f"tr:has-text('{person}') [name=people]"))
    officer.fill(weakness=weakness).press("Enrol the chosen").press("Record attendance")
    officer.page.locator("select[name$=-state]").select_option("ATTENDED")
    officer.press("Record attendance", "main form")
