"""Targets and standards: published to a unit and below, acknowledged, reminded."""

from datetime import date

import pytest
from tests.planning.making import JANUARY

from selaras.core.models import Notice
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.planning.models import Publication
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


def test_a_day_that_has_passed_makes_nobody_late(year, cast, text):
    by = year.on("Dewi", "OFFICER")
    past = {"period": year.period, "unit": cast.units["MUTASI"], "title": "Lama", "body": "x", "by": by}
    with pytest.raises(InvalidRefused) as refused:
        ops.save_publication(**past, at=JANUARY, acknowledge_by_on=date(2026, 1, 11))
    assert "acknowledge_by_on" in refused.value.fields
    Publication.objects.filter(pk=text.pk).update(acknowledge_by_on=date(2026, 1, 2))
    text.refresh_from_db()
    with pytest.raises(InvalidRefused):
        ops.publish(publication=text, by=by, at=JANUARY)
    assert not Publication.objects.filter(published_at__isnull=False).exists()


def test_what_was_published_is_withdrawn_with_a_reason(year, text, client_as):
    by = year.on("Dewi", "OFFICER")
    with pytest.raises(StateRefused):
        ops.withdraw(publication=text, reason="Salah.", by=by, at=JANUARY)
    ops.publish(publication=text, by=by, at=JANUARY)
    ops.acknowledge(publication=text, by=year.on("Wati"), at=JANUARY)
    with pytest.raises(InvalidRefused):
        ops.withdraw(publication=text, reason=" ", by=by, at=JANUARY)
    with pytest.raises(NotAllowed):
        ops.withdraw(publication=text, reason="Salah.", by=year.on("Budi", "APPRAISER"), at=JANUARY)
    answer = client_as("Dewi", "OFFICER").post(
        f"/socialisation/{text.pk}/act/", {"act": "withdraw", "reason": "Targetnya keliru."}, follow=True
    )
    assert "Targetnya keliru." in answer.content.decode()
    text.refresh_from_db()
    assert text.withdrawn_at is not None and text.acknowledgements.count() == 1
    assert not any("Target bidang mutasi" in str(one.text) for one in waiting_for(year.on("Sari")))
    told = set(Notice.objects.filter(kind="publication.withdrawn").values_list("member", flat=True))
    assert len(told) == 3
    with pytest.raises(StateRefused):
        ops.acknowledge(publication=text, by=year.on("Sari"), at=JANUARY)
    assert "Targetnya keliru." in client_as("Sari").get(f"/socialisation/{text.pk}/").content.decode()
