"""The steps of a plan as people take them on screen, at either size: written, returned, agreed, signed, set."""

from tests.journeys.visitor import Visitor


def write(employee: Visitor, text: str, served: str, indicator: dict[str, str]) -> Visitor:
    """From the desk to the plan with one result, then behaviour and annex; `served` names the leader's result."""
    employee.desk().press("Begin").press("Begin the plan of %(year)s", year="2026").press("Add a result")
    if served:
        employee.fill(intervened_text=served)
    employee.fill(text=text, **{f"i0-{name}": value for name, value in indicator.items()})
    employee.press("Save", "main").press("Go on to %(part)s", part=employee.says("Work behaviour").lower())
    employee.fill(ADAPTIVE="Mencoba cara kerja baru setiap triwulan").press("Go on to the annex")
    return employee.fill(RESOURCE="Akses ke sistem informasi").press("Go on to the check")


def submit(employee: Visitor) -> Visitor:
    """What was forgotten holds the plan back until it is written."""
    employee.reads("Put right what is listed above first.")
    employee.press("Annex", "main ol")
    employee.fill(ACCOUNTABILITY="Laporan setiap bulan kepada pimpinan").press("Go on to the check")
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
    employee.press("Check and submit", "main ol")
    return employee.press("Submit to the appraiser")


def bring_into_force(employee: Visitor, appraiser: Visitor) -> None:
    """Agreed by the appraiser, signed by the employee, set by the appraiser."""
    appraiser.desk().press("Look").press("Agree")
    employee.desk().press("Sign", "main").press("Sign", "main")
    appraiser.desk().press("Set the plan").press("Set and sign")
