"""In a real browser: the regulations, a calculator and a choice, in both languages and sizes; axe finds nothing."""

import os
from datetime import date

import pytest
from django.urls import reverse
from tests.cast import AT
from tests.journeys.visitor import AXE, DESKTOP, PHONE, RULES

from selaras.core.tenancy import acting_in
from selaras.regulations import operations
from selaras.regulations.models import Choice, Topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PREDICATE = "?asked=1&on=2026-07-15&scheme=permenpanrb-6-2022&results=ABOVE&behaviour=MEETS"
PAID = (
    "?asked=1&on=2026-07-15&base=5000000&predicate=NEEDS_IMPROVEMENT&events.LATE_3=1&served=22&whole=22"
    "&sanction=MEDIUM"
)
PEOPLE = (
    "?asked=1&on=2026-07-15&scheme=se-menpanrb-3-2023&organisation=EXCELLENT&counts.VERY_GOOD=8&counts.GOOD=2"
)
PLACES = [
    ("instruments", [], ""),
    ("instrument", ["permenpanrb-6-2022"], ""),
    ("instrument", ["permenpanrb-8-2021"], "?on=2021-12-31"),
    ("instrument", ["se-menpanrb-3-2023"], ""),
    ("instrument", ["perbkn-4-2025"], "?on=2026-07-15"),
    ("calculators", [], ""),
    ("calculator", ["predicate"], PREDICATE),
    ("calculator", ["distribution"], PEOPLE),
    ("calculator", ["credit"], "?asked=1"),
    ("calculator", ["predicate"], PREDICATE.replace("2026-07-15", "2020-01-01")),
    ("calculator", ["nip"], ""),
    ("calculator", ["allowance"], PAID),
    ("choices", [], ""),
    ("choice", ["allowance"], ""),
    ("choice", ["distribution"], ""),
]


@pytest.fixture
def decided(cast):
    """Two decisions about the warnings, committed: one that holds and one that comes."""
    with acting_in(cast.kepahiang):
        by = cast.actor("Dewi", role="OFFICER")
        for day, word in ((date(2026, 2, 1), "SILENT"), (date(2026, 9, 1), "WARN")):
            operations.record_choice(
                topic=Topic.DISTRIBUTION, from_on=day, value={"check": word}, reason="Rapat pimpinan", by=by, at=AT
            )  # fmt: skip


def address(live_server, name, keys, query=""):
    return live_server.url + reverse(f"regulations:{name}", args=keys) + query


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(decided, page_as, live_server, size, language):
    if not AXE.exists():
        assert os.environ.get("REQUIRE_BROWSER") != "1", "axe-core is missing where the browser is required"
        pytest.skip("axe-core is not there yet: `make test` fetches it")
    page = page_as("Dewi", "OFFICER", size, language)
    found = []
    for place in PLACES:
        page.goto(address(live_server, *place))
        keep(page, f"{size[0]}-{language}-{PLACES.index(place):02}")
        assert page.locator("h1").count() == 1, place
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], place
        page.evaluate(AXE.read_text())
        broken = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")["violations"]
        found += [(place[:2], one["id"], [node["html"] for node in one["nodes"]]) for one in broken]
    assert found == []
    assert page.troubles == []


def keep(page, name):
    """Keep a picture for looking at, where a folder is named."""
    if "JOURNEY_SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['JOURNEY_SHOTS']}/{name}.png", full_page=True)


def test_a_link_carries_the_question_to_somebody_else(cast, page_as, live_server):
    asking, reading = page_as("Sari"), page_as("Budi", size=DESKTOP)
    asking.goto(address(live_server, "calculator", ["credit"]))
    asking.get_by_label("Jenjang").select_option(label="Ahli Pertama")
    asking.get_by_label("Predikat").select_option(label="Sangat Baik")
    asking.get_by_label("Bulan dalam setahun").fill("12")
    asking.get_by_role("button", name="Hitung").click()
    asking.get_by_text("18,75").first.wait_for()
    reading.goto(asking.url)
    reading.get_by_text("18,75").first.wait_for()
    assert "months=12" in reading.url


def test_a_nip_leaves_no_trace_in_the_address(cast, page_as, live_server):
    page = page_as("Sari")
    page.goto(address(live_server, "calculator", ["nip"]))
    page.get_by_label("NIP").fill("198609262015051001")
    page.get_by_role("button", name="Hitung").click()
    page.get_by_text("26 September 1986").first.wait_for()
    assert "1986" not in page.url


def test_an_officer_records_a_choice_and_an_employee_reads_it(cast, page_as, live_server):
    page = page_as("Dewi", "OFFICER")
    page.goto(address(live_server, "choice", ["working-week"]))
    page.get_by_label("Hari kerja dalam sepekan").select_option(label="Senin sampai dengan Sabtu")
    page.get_by_label("Berlaku sejak").fill("2026-09-01")
    page.get_by_label("Alasan").fill("Peraturan Bupati 3/2026")
    page.get_by_role("button", name="Catat pilihan").click()
    page.get_by_text("Pilihan telah dicatat.").wait_for()
    with acting_in(cast.kepahiang):
        assert Choice.objects.filter(from_on=date(2026, 9, 1), value={"week": "SIX"}).exists()
    reader = page_as("Sari")
    reader.goto(address(live_server, "choice", ["working-week"]))
    reader.get_by_text("Peraturan Bupati 3/2026").wait_for()
    assert reader.get_by_role("button", name="Catat pilihan").count() == 0
