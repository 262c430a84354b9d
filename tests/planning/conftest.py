"""The open year 2026 of Kepahiang."""

import pytest


@pytest.fixture
def year(kepahiang, actor):
    """The open year 2026; `tests.planning.making.Year` says what it can do."""
    from tests.planning.making import JANUARY, Year

    from selaras.planning import operations as ops

    by = actor("Dewi", on=JANUARY.date(), role="OFFICER")
    period = ops.create_period(year=2026, cadence="QUARTERLY", scheme="permenpanrb-6-2022", by=by, at=JANUARY)
    return Year(ops.open_period(period=period, by=by, at=JANUARY), actor)
