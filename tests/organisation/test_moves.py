"""Who appraises after a move, when acting, by delegation, over a vacancy (PermenPANRB 6/2022 Lampiran IV.A)."""

from datetime import date, timedelta

import pytest
from tests.cast import AT, TODAY

from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused
from selaras.organisation import operations
from selaras.organisation.models import Person
from selaras.organisation.queries import appraiser_of
from selaras.organisation.queries.reasons import answer_for
from selaras.rules.appraisers import choices_after_move, outgoing_appraiser_evaluates

DAY = timedelta(days=1)


@pytest.fixture
def dewi(kepahiang, actor):
    return actor("Dewi", role="OFFICER")


def test_mv_1_after_a_move_the_new_appraiser_appraises(kepahiang, dewi):
    """MV-1: Sari, executing staff, moves in February; the new unit's head appraises from that day."""
    sari, moved = kepahiang["Sari"], date(2026, 2, 9)
    operations.assign(person=sari, position=kepahiang.positions["Dewi"], from_on=moved, by=dewi, at=AT)
    assert appraiser_of(sari, moved - DAY).appraiser_id == kepahiang["Budi"].pk
    after = appraiser_of(sari, moved)
    assert after.appraiser_id == kepahiang["Yusuf"].pk
    assert after.appraiser_unit_id == kepahiang.units["DIKLAT"].pk
    assert {one.code for one in choices_after_move("PERIODIC", on=moved)} == {
        "NEW_APPRAISER",
        "REUSE_PREVIOUS",
    }
    assert {one.code for one in choices_after_move("ANNUAL", on=moved)} == {"NEW_APPRAISER"}


def test_mv_1_between_agencies_each_knows_its_own_half(cast, actor):
    moved = date(2026, 2, 9)
    with acting_in(cast.kepahiang):
        sari = cast["Sari"]
        by = actor("Dewi", role="OFFICER")
        operations.end_assignment(assignment=cast.assignments["Sari"], until_on=moved, by=by, at=AT)
        assert appraiser_of(sari, moved) is None
        assert appraiser_of(sari, moved - DAY).appraiser_id == cast["Budi"].pk
    with acting_in(cast.outsider):
        boss = actor("Tono", role="OFFICER")
        again = operations.add_person(
            number="199203152018012001", name="Sari", employment="PNS", from_on=moved, by=boss, at=AT
        )
        operations.assign(person=again, position=cast.positions["Lina"], from_on=moved, by=boss, at=AT)
        assert appraiser_of(again, moved).appraiser_id == cast["Tono"].pk
        assert appraiser_of(again, moved - DAY) is None


@pytest.mark.parametrize(("moves_on", "evaluates"), [(date(2026, 8, 25), False), (date(2026, 9, 25), True)])
def test_mv_2_and_3_the_outgoing_appraiser_evaluates_only_inside_the_window(
    kepahiang, dewi, moves_on, evaluates
):
    """MV-2 and MV-3: Purnama (here Budi) moves on 25 August or 25 September; the window runs in late September."""
    budi, sari = kepahiang["Budi"], kepahiang["Sari"]
    operations.end_assignment(assignment=kepahiang.assignments["Budi"], until_on=moves_on, by=dewi, at=AT)
    assert appraiser_of(sari, moves_on - DAY).appraiser_id == budi.pk
    after = appraiser_of(sari, moves_on)
    assert (after.appraiser_id, after.reason) == (kepahiang["Ratna"].pk, "ESCALATED")
    ruling = outgoing_appraiser_evaluates(
        moves_on, window_from_on=date(2026, 9, 18), window_until_on=date(2026, 10, 7), on=moves_on
    )
    assert ruling.allowed is evaluates


def functional_head(cast, by):
    """A school headed by a teacher: a functional position that leads a unit."""
    school = operations.add_unit(
        code="SD1",
        name="SD Negeri 1",
        parent_id=cast.units["DIKLAT"].pk,
        from_on=date(2026, 1, 1),
        by=by,
        at=AT,
    )
    post = operations.add_position(
        code="GURU", unit_id=school.pk, title="Guru Ahli Madya", kind="FUNCTIONAL_EXPERT", level="AHLI_MADYA",
        from_on=date(2026, 1, 1), by=by, at=AT,
    )  # fmt: skip
    staff = operations.add_position(
        code="TU", unit_id=school.pk, title="Pengadministrasi", kind="ADMINISTRATION", level="PELAKSANA",
        from_on=date(2026, 1, 1), by=by, at=AT,
    )  # fmt: skip
    operations.set_head(unit=school, position=post, from_on=date(2026, 1, 1), by=by, at=AT)
    operations.assign(person=cast["Joko"], position=post, from_on=date(2026, 1, 1), by=by, at=AT)
    operations.assign(person=cast["Wati"], position=staff, from_on=date(2026, 1, 1), by=by, at=AT)
    return school


def test_dl_1_and_2_a_functional_unit_leader_appraises_only_with_delegated_authority(kepahiang, dewi):
    """DL-1 and DL-2: the teacher who heads a school, the nutritionist who heads an installation."""
    school = functional_head(kepahiang, dewi)
    before = appraiser_of(kepahiang["Wati"], TODAY)
    assert (before.appraiser_id, before.reason) == (kepahiang["Yusuf"].pk, "ESCALATED")
    operations.delegate_authority(
        delegate=kepahiang["Joko"], unit=school, from_on=date(2026, 3, 1), until_on=None,
        reason="Kepala sekolah", by=dewi, at=AT,
    )  # fmt: skip
    after = appraiser_of(kepahiang["Wati"], TODAY)
    assert (after.appraiser_id, after.reason) == (kepahiang["Joko"].pk, "DELEGATED")
    assert after.appraiser_unit_id == school.pk
    assert "A.7" in after.article
    assert appraiser_of(kepahiang["Dewi"], TODAY).appraiser_id == kepahiang["Yusuf"].pk
    assert appraiser_of(kepahiang["Wati"], date(2026, 2, 1)).appraiser_id == kepahiang["Yusuf"].pk


def test_dl_3_a_functional_team_leader_who_leads_no_unit_is_refused(kepahiang, dewi):
    with pytest.raises(InvalidRefused) as refused:
        operations.delegate_authority(
            delegate=kepahiang["Sari"], official=kepahiang["Budi"], from_on=TODAY, until_on=None,
            reason="Ketua tim", by=dewi, at=AT,
        )  # fmt: skip
    assert "ketua tim" in refused.value.fields["delegate"]
    assert "angka 7" in refused.value.fields["delegate"]


def test_nobody_delegates_to_the_person_who_is_appraised(kepahiang, dewi):
    with pytest.raises(InvalidRefused):
        operations.delegate_authority(
            delegate=kepahiang["Budi"], person=kepahiang["Budi"], from_on=TODAY, until_on=None,
            reason="x", by=dewi, at=AT,
        )  # fmt: skip


def test_an_officials_staff_can_be_delegated_to_another_official(kepahiang, dewi):
    operations.delegate_authority(
        delegate=kepahiang["Yusuf"], official=kepahiang["Budi"], from_on=TODAY, until_on=TODAY + 30 * DAY,
        reason="Tugas belajar singkat", by=dewi, at=AT,
    )  # fmt: skip
    found = appraiser_of(kepahiang["Sari"], TODAY)
    assert (found.appraiser_id, found.reason) == (kepahiang["Yusuf"].pk, "DELEGATED")
    assert appraiser_of(kepahiang["Sari"], TODAY + 30 * DAY).appraiser_id == kepahiang["Budi"].pk


def test_a_5_an_acting_official_is_appraised_where_the_acting_post_reports(kepahiang, dewi):
    """Lampiran IV.A.5: whoever acts as Plt is appraised by the head of the unit reported to as Plt."""
    yusuf, budi = kepahiang["Yusuf"], kepahiang["Budi"]
    operations.end_assignment(assignment=kepahiang.assignments["Yusuf"], until_on=TODAY, by=dewi, at=AT)
    operations.assign(
        person=kepahiang["Wati"], position=kepahiang.positions["Yusuf"], kind="PLT", from_on=TODAY,
        until_on=TODAY + 90 * DAY, by=dewi, at=AT,
    )  # fmt: skip
    found = appraiser_of(kepahiang["Wati"], TODAY)
    assert (found.appraiser_id, found.reason) == (kepahiang["Ratna"].pk, "PLT_UNIT_HEAD")
    assert appraiser_of(kepahiang["Wati"], TODAY - DAY).appraiser_id == budi.pk
    staff = appraiser_of(kepahiang["Dewi"], TODAY)
    assert (staff.appraiser_id, staff.reason) == (kepahiang["Wati"].pk, "ACTING")
    assert appraiser_of(kepahiang["Dewi"], TODAY - DAY).appraiser_id == yusuf.pk


def test_a_vacancy_escalates_level_by_level(kepahiang, dewi):
    """Lampiran IV.A.2: permanently unable, so the appraiser's superior evaluates, level by level."""
    for name in ("Budi", "Ratna"):
        operations.end_assignment(assignment=kepahiang.assignments[name], until_on=TODAY, by=dewi, at=AT)
    found = appraiser_of(kepahiang["Sari"], TODAY)
    assert (found.appraiser_id, found.reason) == (kepahiang["Hasan"].pk, "ESCALATED")
    assert found.superior_id == kepahiang["Zurdi"].pk


def test_executing_staff_never_appraise_even_when_named_as_superior(kepahiang, dewi):
    post = operations.add_position(
        code="STAF", unit_id=kepahiang.units["MUTASI"].pk, title="Pengelola Data", kind="ADMINISTRATION",
        level="PELAKSANA", from_on=date(2026, 1, 1), by=dewi, at=AT,
    )  # fmt: skip
    operations.change_position(
        position=kepahiang.positions["Sari"],
        values={"superior_id": post.pk},
        from_on=date(2026, 1, 1),
        by=dewi,
        at=AT,
    )
    operations.assign(person=kepahiang["Wati"], position=post, from_on=date(2026, 1, 1), by=dewi, at=AT)
    assert appraiser_of(kepahiang["Sari"], TODAY).appraiser_id == kepahiang["Budi"].pk


def test_a_backdated_correction_changes_the_answer_for_those_days_only(kepahiang, dewi):
    sari = kepahiang["Sari"]
    operations.assign(
        person=sari, position=kepahiang.positions["Dewi"], from_on=date(2025, 6, 1), by=dewi, at=AT
    )
    operations.assign(
        person=sari, position=kepahiang.positions["Sari"], from_on=date(2026, 1, 1), by=dewi, at=AT
    )
    found = [
        appraiser_of(sari, day).appraiser_id
        for day in (date(2025, 5, 31), date(2025, 6, 1), date(2026, 1, 1))
    ]
    assert found == [kepahiang["Budi"].pk, kepahiang["Yusuf"].pk, kepahiang["Budi"].pk]


def test_the_answer_names_everybody_and_the_article(kepahiang):
    answer = answer_for(kepahiang["Sari"].pk, TODAY)
    assert (answer.appraiser.name, answer.superior.name) == (
        "Budi Santoso, S.IP.",
        "Ratna Juwita, S.Sos., M.A.P.",
    )
    assert str(answer.sentence) == "Atasan langsung menilai."
    nobody = answer_for(Person.objects.create(number="X", name="X").pk, TODAY)
    assert nobody.found is None
