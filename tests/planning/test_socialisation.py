"""Targets and standards: published to a unit and below, acknowledged, reminded."""

import pytest
from tests.planning.making import JANUARY

from selaras.core.models import Notice
from selaras.core.verdict import NotAllowed, StateRefused
from selaras.planning.operations import socialisation as ops
from selaras.planning.queries import waiting_for
from selaras.planning.queries.socialisation import publications_for, readers_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(year, cast):
    return ops.save_publication(
        period=year.period, unit=cast.units["MUTASI"], title="Target bidang mutasi", body="Tujuh hari kerja.",
        by=year.on("Dewi", "OFFICER"), at=JANUARY,
    )  # fmt: skip


def test_nobody_sees_a_draft(year, text):
    assert not publications_for(year.on("Sari")).exists()
    assert publications_for(year.on("Dewi", "OFFICER")).get() == text
    with pytest.raises(NotAllowed):
        ops.acknowledge(publication=text, by=year.on("Sari"), at=JANUARY)


@pytest.mark.parametrize(("name", "role"), [("Budi", "APPRAISER"), ("Hasan", "HEAD"), ("Joko", "AUDITOR")])
def test_only_the_officer_publishes(year, text, name, role):
    with pytest.raises(NotAllowed):
        ops.publish(publication=text, by=year.on(name, role), at=JANUARY)


def test_everybody_below_is_told_and_acknowledges_once(year, cast, text):
    dewi = year.on("Dewi", "OFFICER")
    ops.publish(publication=text, by=dewi, at=JANUARY)
    told = set(Notice.objects.filter(kind="publication.new").values_list("member", flat=True))
    assert told == {cast[name].member_id for name in ("Sari", "Wati", "Budi")}
    assert any("Target bidang mutasi" in str(one.text) for one in waiting_for(year.on("Sari")))
    assert not any("Target bidang mutasi" in str(one.text) for one in waiting_for(year.on("Yusuf")))
    first = ops.acknowledge(publication=text, by=year.on("Sari"), at=JANUARY)
    assert ops.acknowledge(publication=text, by=year.on("Sari"), at=JANUARY) == first
    with pytest.raises(NotAllowed):
        ops.acknowledge(publication=text, by=year.on("Yusuf"), at=JANUARY)
    done = {one.name: one.acknowledged_at is not None for one in readers_of(text, JANUARY.date())}
    assert done == {cast["Sari"].name: True, cast["Wati"].name: False, cast["Budi"].name: False}
    assert ops.remind(publication=text, by=dewi, at=JANUARY) == 2
    with pytest.raises(StateRefused):
        ops.publish(publication=text, by=dewi, at=JANUARY)
    with pytest.raises(StateRefused):
        ops.save_publication(
            publication=text, period=year.period, unit=cast.units["MUTASI"], title="Lain", body="x", by=dewi,
            at=JANUARY,
        )  # fmt: skip
