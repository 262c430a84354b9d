"""What a leader finds on the desk beside plans: the agreement of the unit, once there is something to sign."""

import pytest
from tests.planning.making import JANUARY

from selaras.planning.operations import strategy
from selaras.planning.queries import waiting_for

pytestmark = pytest.mark.django_db


def test_a_prepared_agreement_is_on_the_desk_of_the_units_head(year, cast):
    officer = {"by": year.on("Dewi", "OFFICER"), "at": JANUARY}
    made = strategy.create_agreement(period=year.period, unit=cast.units["BKPSDM"], **officer)
    address = f"/agreements/{made.pk}/"
    assert address not in [one.url for one in waiting_for(year.on("Ratna"))], "empty, so nothing to sign yet"
    item = {"goal": "Manajemen ASN", "indicator": "Indeks sistem merit", "target": "285"}
    strategy.save_item(agreement=made, **item, **officer)
    (line,) = [one for one in waiting_for(year.on("Ratna")) if one.url == address]
    assert "tanda tangani" in str(line.text)
    assert address not in [one.url for one in waiting_for(year.on("Budi"))]
    strategy.sign_agreement(agreement=made, by=year.on("Ratna"), at=JANUARY)
    assert address not in [one.url for one in waiting_for(year.on("Ratna"))]
