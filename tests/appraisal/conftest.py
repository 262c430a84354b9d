"""Fixtures of appraisal: a year with windows and plans, and the steps of an evaluation."""

import pytest


@pytest.fixture
def year(kepahiang):
    """See `tests.appraisal.year.build`."""
    from tests.appraisal.year import build

    return build(kepahiang)


@pytest.fixture
def steps(year):
    """The steps of an evaluation as short calls: `steps.open()`, `steps.rate("Sari", "Budi", …)`."""
    from tests.appraisal.year import Steps

    return Steps(year)
