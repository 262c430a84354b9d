"""The steps of an evaluation as people take them on screen, at either size: opened, rated, delivered, signed."""

from tests.journeys.visitor import Visitor


def open_the_year(officer: Visitor, work_off, people: int) -> None:
    """Asked first, then done by a job; afterwards the desk says whose achievement is missing."""
    officer.desk().press("Open the window", "main")
    asks = officer.page.locator("main a[href$='/open/']").first
    officer.go(asks).sees(str(people))
    officer.press("Yes, open the evaluations")
    work_off()


def enter_achievements(officer: Visitor, units: int) -> None:
    """What the organisation has achieved, for each unit whose people wait for it."""
    officer.desk().press("Enter", "main")
    for _unit in range(units):
        officer.press_at("main .sl-row-actions a.btn-primary")
        officer.fill(achievement="GOOD", grounds="Laporan perjanjian kinerja 2026")
        officer.press("Save the achievement")
    assert officer.page.locator("main .sl-row-actions a.btn-primary").count() == 0, "nobody waits any longer"


def appraise_oneself(employee: Visitor, results: str, behaviour: str) -> None:
    """What the employee thinks of the year."""
    employee.desk().press("Write", "main")
    employee.fill(results_rating="MEETS", results_grounds=results)
    employee.fill(behaviour_rating="MEETS", behaviour_grounds=behaviour).press("Send to my appraiser")


def rate(appraiser: Visitor, results: str, behaviour: str) -> None:
    """Both ratings with their grounds, on the page that is open; then the result is delivered."""
    appraiser.fill(results_rating=results, results_grounds="Dibandingkan dengan target yang disepakati.")
    appraiser.fill(behaviour_rating=behaviour, behaviour_grounds="Dari umpan balik pemohon dan rekan kerja.")
    appraiser.press("Rate and sign").press("Deliver to the employee")


def accept(employee: Visitor) -> Visitor:
    """The employee reads the result and signs it."""
    return employee.desk().press("Read and sign").press("Sign the result", "main")
