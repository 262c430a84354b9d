"""In a real browser: a draft saves itself while somebody types, and says so."""

from __future__ import annotations

import pytest
from tests.planning.making import JANUARY, Year

from selaras.core.tenancy import acting_in
from selaras.planning import operations as ops
from selaras.planning.models import ExpectedResult, PlanVersion
from selaras.planning.queries import content_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def draft(cast):
    """Sari's draft with one result, committed."""
    with acting_in(cast.kepahiang):
        by = cast.actor("Dewi", on=JANUARY.date(), role="OFFICER")
        period = ops.create_period(
            year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=JANUARY
        )
        year = Year(ops.open_period(period=period, by=by, at=JANUARY), cast.actor)
        version = year.written(cast["Sari"])
        return version.plan_id, content_of(version).results[0].lineage_id


def test_a_result_saves_itself(page_as, live_server, cast, draft):
    plan, lineage = draft
    page = page_as("Sari")
    page.goto(f"{live_server.url}/plans/{plan}/results/{lineage}/")
    text = page.locator("textarea[name=text]")
    text.fill("Usul mutasi pegawai selesai dalam lima hari")
    saved = page.locator("[data-autosave-status]")
    saved.filter(has_text="Tersimpan").wait_for(timeout=5000)
    page.locator("select[name=i0-target_kind]").select_option("RANGE")
    page.locator("input[name=i0-target_low]").fill("120")
    page.locator("input[name=i0-target_high]").fill("130,5")
    page.wait_for_timeout(1500)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with acting_in(cast.kepahiang):
        row = ExpectedResult.objects.get(lineage=lineage)
        assert row.text == "Usul mutasi pegawai selesai dalam lima hari"
        indicator = content_of(PlanVersion.objects.get(plan=plan)).results[0].indicators[0]
        assert str(indicator.target_high) == "130.50"
    page.get_by_role("button", name="Simpan").click()
    page.wait_for_url(f"**/plans/{plan}/edit/")
    assert not page.troubles
