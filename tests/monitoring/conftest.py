"""The plans of the cast: Budi appraises Sari and Wati, Ratna is his superior."""

import pytest


@pytest.fixture
def plans(kepahiang):
    """Plans in force by first name."""
    from tests.monitoring import making

    return {
        "Sari": making.plan_of(kepahiang, "Sari", "Budi", "Ratna"),
        "Wati": making.plan_of(kepahiang, "Wati", "Budi", "Ratna"),
        "Budi": making.plan_of(kepahiang, "Budi", "Ratna", "Hasan"),
    }
