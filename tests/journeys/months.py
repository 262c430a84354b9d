"""The steps of a month as people take them on screen, at either size: report, evidence, answer, reply."""

from pathlib import Path

from tests.journeys.visitor import Visitor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
REALISED = "textarea[name^=text-]"


def begin(employee: Visitor) -> Visitor:
    """From the desk to the report of the month that has ended."""
    return employee.desk().press("Fill in")


def prove(employee: Visitor, folder: Path) -> Visitor:
    """Add a file as evidence of the first result."""
    proof = folder / "daftar.pdf"
    proof.write_bytes(PDF)
    employee.touch(employee.page.locator("details:has(input[type=file]) > summary").first)
    employee.page.locator("input[type=file]").first.set_input_files(proof)
    employee.press("Add this evidence").sees("daftar.pdf")
    return employee


def answer(appraiser: Visitor, remark: str, words: str) -> Visitor:
    """Feedback on the first result with a symbol, and an answer to the whole."""
    appraiser.desk().press("Answer the report").press_at("main .sl-row-actions a")
    appraiser.page.locator("textarea[name^=remark-r]").first.fill(remark)
    appraiser.page.locator("select[name^=symbol-r]").first.select_option("THUMB")
    return appraiser.fill(answer=words).press("Send the answer")


def reply(employee: Visitor, remark: str, words: str) -> Visitor:
    """The employee finds the answer among the reports and goes on with the conversation."""
    employee.goes("Monthly reports").press_at("main .sl-row-actions a[href^='/reports/']").sees(remark)
    return employee.fill(text=words).press("Send the reply")
