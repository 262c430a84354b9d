"""The steps of a plan as people take them on screen, at either size: written, returned, agreed, signed, set."""

from tests.journeys.visitor import Visitor

ANNEX = {"RESOURCE": "Akses ke sistem informasi", "ACCOUNTABILITY": "Laporan setiap bulan kepada pimpinan"}


def write(
    employee: Visitor, text: str, served: str, indicator: dict[str, str], annex: dict[str, str] = ANNEX
) -> Visitor:
    """From the desk to the plan with one result, then behaviour and annex.

    `served` is the leader's result: chosen where the leader's plan is set already, written in words where not.
    """
    employee.desk().press("Begin").press("Begin the plan of %(year)s", year="2026").press("Add a result")
    if employee.page.locator("select[name=intervened] option", has_text=served).count():
        employee.choose("intervened", served)
    else:
        employee.fill(intervened_text=served)
    employee.fill(text=text, **{f"i0-{name}": value for name, value in indicator.items()})
    employee.press("Save", "main").press("Go on to %(part)s", part=employee.says("Work behaviour").lower())
    employee.fill(ADAPTIVE="Mencoba cara kerja baru setiap triwulan").press("Go on to the annex")
    return employee.fill(**annex).press("Go on to the check")


def mend(employee: Visitor) -> Visitor:
    """What was forgotten in the annex holds the plan back until it is written."""
    employee.reads("Put right what is listed above first.")
    return employee.press("Annex", "main ol").fill(**ANNEX).press("Go on to the check")


def submit(employee: Visitor) -> Visitor:
    """From the check to the appraiser."""
    return employee.press("Submit to the appraiser")


def send_back(appraiser: Visitor, reason: str) -> Visitor:
    """The appraiser returns the plan with a reason."""
    appraiser.desk().press("Look")
    appraiser.touch(appraiser.page.locator("summary", has_text=appraiser.says("Return with a reason")))
    appraiser.page.locator("details[open] textarea[name=reason]").fill(reason)
    return appraiser.press("Return with a reason", "details[open]")


def revise(employee: Visitor, reason: str, target: str) -> Visitor:
    """The employee reads why, changes the target and submits again."""
    employee.desk().press("Revise").sees(reason)
    employee.press("Write", ".sl-results").fill(**{"i0-target_text": target}).press("Save", "main")
    return submit(employee.press("Check and submit", "main ol"))


def bring_into_force(employee: Visitor, appraiser: Visitor) -> None:
    """Agreed by the appraiser, signed by the employee, set by the appraiser."""
    appraiser.desk().press("Look").press("Agree")
    employee.desk().press("Sign", "main").press("Sign", "main")
    appraiser.desk().press("Set the plan").press("Set and sign")
