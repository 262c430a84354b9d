"""Praise is given in one's own name, read by all colleagues, and withdrawn by the giver or an officer."""

import pytest
from tests.cast import AT

from selaras.core.models import Event, Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused
from selaras.recognition import operations
from selaras.recognition.models import Praise
from selaras.recognition.queries import praises_for, standing_of


def praise(cast, actor, giver="Wati", person="Sari", text="Membereskan berkas mutasi tanpa diminta."):
    return operations.praise(person=cast[person], text=text, by=actor(giver), at=AT)


def test_praise_is_seen_by_all_and_told_to_the_person(kepahiang, actor):
    made = praise(kepahiang, actor)
    assert made.unit_id == kepahiang.units["MUTASI"].pk
    assert [one.text for one in praises_for(actor("Ratna"))] == [made.text]
    notice = Notice.objects.get(member=kepahiang.members["Sari"])
    assert notice.values["who"] == "Wati Handayani, A.Md."
    assert Event.objects.filter(verb="recognition.praise", object_id=made.pk).exists()


def test_nobody_praises_oneself_or_says_nothing(kepahiang, actor):
    with pytest.raises(NotAllowed):
        praise(kepahiang, actor, giver="Sari", person="Sari")
    with pytest.raises(InvalidRefused) as refused:
        praise(kepahiang, actor, text="   ")
    assert "text" in refused.value.fields
    with pytest.raises(InvalidRefused):
        praise(kepahiang, actor, text="a" * 601)


@pytest.mark.parametrize("role", ["AUDITOR"])
def test_an_auditor_reads_and_does_not_praise(kepahiang, actor, role):
    made = praise(kepahiang, actor)
    assert list(praises_for(actor("Joko", role=role))) == [made]
    with pytest.raises(NotAllowed):
        operations.praise(person=kepahiang["Sari"], text="Baik", by=actor("Joko", role=role), at=AT)


def test_an_operator_sees_nothing_and_praises_nobody(kepahiang, actor):
    praise(kepahiang, actor)
    with pytest.raises(NotAllowed):
        praises_for(actor("Oki"))
    with pytest.raises(NotAllowed):
        operations.praise(person=kepahiang["Sari"], text="Baik", by=actor("Oki"), at=AT)


def test_the_other_agency_sees_nothing(kepahiang, actor, cast):
    praise(kepahiang, actor)
    with acting_in(cast.outsider):
        assert not praises_for(actor("Lina")).exists()
        assert not Praise.objects.exists()


def test_the_giver_withdraws_without_a_reason(kepahiang, actor):
    made = praise(kepahiang, actor)
    operations.withdraw_praise(praise=made, by=actor("Wati"), at=AT, version=1)
    assert not praises_for(actor("Sari")).exists()
    with pytest.raises(NotAllowed):
        operations.withdraw_praise(praise=made, by=actor("Wati"), at=AT)


def test_an_officer_withdraws_with_a_reason_and_the_giver_is_told(kepahiang, actor):
    made = praise(kepahiang, actor)
    officer = actor("Dewi", role="OFFICER")
    with pytest.raises(InvalidRefused):
        operations.withdraw_praise(praise=made, by=officer, at=AT)
    operations.withdraw_praise(praise=made, by=officer, at=AT, reason="Memuat data pribadi warga.")
    assert Notice.objects.filter(
        member=kepahiang.members["Wati"], kind="recognition.praise_withdrawn"
    ).exists()


def test_a_stale_withdrawal_and_a_stranger_are_refused(kepahiang, actor):
    made = praise(kepahiang, actor)
    with pytest.raises(StaleRefused):
        operations.withdraw_praise(praise=made, by=actor("Wati"), at=AT, version=7)
    with pytest.raises(NotAllowed):
        operations.withdraw_praise(praise=made, by=actor("Budi"), at=AT)


def test_search_and_own_figures(kepahiang, actor):
    praise(kepahiang, actor)
    praise(kepahiang, actor, giver="Budi", person="Wati", text="Arsip rapi.")
    assert praises_for(actor("Sari"), q="arsip").count() == 1
    assert praises_for(actor("Sari"), whose="mine").count() == 1
    assert praises_for(actor("Wati"), whose="given").count() == 1
    standing = standing_of(actor("Wati"))
    assert (standing.received, standing.given, standing.awards) == (1, 1, 0)
    assert standing_of(actor("Oki")) is None
