"""Dated writing of units, positions, people and posts: the days before keep what they had."""

from datetime import date

import pytest
from tests.cast import AT, SINCE, TODAY

from selaras.core.audit import history_of
from selaras.core.models import Event, Notice
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused
from selaras.organisation import operations
from selaras.organisation.models import Assignment, Headship, Person, Position, PositionPeriod, UnitPeriod
from selaras.organisation.operations.dated import begin
from selaras.organisation.queries import appraiser_of, header_of

MARCH = date(2026, 3, 1)


@pytest.fixture
def dewi(kepahiang, actor):
    return actor("Dewi", role="OFFICER")


def test_a_renamed_unit_keeps_its_old_name_before(kepahiang, dewi):
    unit = kepahiang.units["MUTASI"]
    assert operations.change_unit(
        unit=unit, values={"name": "Bidang Mutasi, Promosi dan Kinerja"}, from_on=MARCH, by=dewi, at=AT
    )
    sari = kepahiang["Sari"].pk
    assert header_of(sari, date(2026, 2, 28)).unit == "Bidang Mutasi dan Promosi"
    assert header_of(sari, MARCH).unit == "Bidang Mutasi, Promosi dan Kinerja"
    assert not operations.change_unit(
        unit=unit, values={"name": "Bidang Mutasi, Promosi dan Kinerja"}, from_on=TODAY, by=dewi, at=AT
    )


def test_a_renamed_unit_keeps_its_parent(kepahiang, dewi):
    unit = kepahiang.units["MUTASI"]
    operations.change_unit(unit=unit, values={"name": "Bidang Baru"}, from_on=MARCH, by=dewi, at=AT)
    assert UnitPeriod.objects.get(unit=unit, from_on=MARCH).parent_id == kepahiang.units["BKPSDM"].pk


def test_a_write_between_two_rows_ends_where_the_next_begins(kepahiang):
    unit = kepahiang.units["DIKLAT"]
    begin(UnitPeriod, {"unit_id": unit.pk}, day=MARCH, name="Kemudian", parent_id=None)
    begin(UnitPeriod, {"unit_id": unit.pk}, day=date(2025, 5, 1), name="Sebelumnya", parent_id=None)
    rows = UnitPeriod.objects.filter(unit=unit).order_by("from_on").values_list("name", "from_on", "until_on")
    assert list(rows) == [
        ("Bidang Pengembangan Kompetensi", SINCE, date(2025, 5, 1)),
        ("Sebelumnya", date(2025, 5, 1), MARCH),
        ("Kemudian", MARCH, None),
    ]


def test_a_unit_never_hangs_below_itself(kepahiang, dewi):
    with pytest.raises(InvalidRefused) as refused:
        operations.change_unit(
            unit=kepahiang.units["BKPSDM"],
            values={"parent_id": kepahiang.units["MUTASI"].pk},
            from_on=TODAY,
            by=dewi,
            at=AT,
        )
    assert "parent" in refused.value.fields


def test_a_move_ends_the_old_post_and_tells_the_person(kepahiang, dewi):
    sari, there = kepahiang["Sari"], kepahiang.positions["Dewi"]
    operations.assign(person=sari, position=there, from_on=MARCH, letter="SK 12/2026", by=dewi, at=AT)
    rows = Assignment.objects.filter(person=sari).order_by("from_on")
    assert [(one.from_on, one.until_on) for one in rows] == [(SINCE, MARCH), (MARCH, None)]
    assert appraiser_of(sari, date(2026, 2, 28)).appraiser_id == kepahiang["Budi"].pk
    assert appraiser_of(sari, MARCH).appraiser_id == kepahiang["Yusuf"].pk
    assert Notice.objects.filter(member=kepahiang.members["Sari"], kind="organisation.assigned").count() == 1
    assert history_of(sari)[0].verb == "assignment.add"


def test_a_head_position_has_one_definitive_holder(kepahiang, dewi):
    with pytest.raises(InvalidRefused) as refused:
        operations.assign(
            person=kepahiang["Wati"], position=kepahiang.positions["Budi"], from_on=TODAY, by=dewi, at=AT
        )
    assert "position" in refused.value.fields


def test_plt_stands_beside_the_definitive_post(kepahiang, dewi):
    wati, post = kepahiang["Wati"], kepahiang.positions["Yusuf"]
    operations.end_assignment(assignment=kepahiang.assignments["Yusuf"], until_on=MARCH, by=dewi, at=AT)
    operations.assign(
        person=wati, position=post, kind="PLT", from_on=MARCH, until_on=date(2026, 9, 1), by=dewi, at=AT
    )
    assert Assignment.objects.filter(person=wati).count() == 2
    assert appraiser_of(kepahiang["Dewi"], TODAY).reason == "ACTING"
    with pytest.raises(InvalidRefused):
        operations.assign(
            person=wati, position=kepahiang.positions["Wati"], kind="PLT", from_on=TODAY, by=dewi, at=AT
        )


def test_a_stale_version_changes_nothing(kepahiang, dewi):
    sari = kepahiang["Sari"]
    operations.change_person(
        person=sari, values={"name": "Sari W."}, unit_id=None, on=TODAY, by=dewi, at=AT, version=1
    )
    with pytest.raises(StaleRefused):
        operations.change_person(
            person=sari, values={"name": "Sari X."}, unit_id=None, on=TODAY, by=dewi, at=AT, version=1
        )
    assert Person.objects.get(pk=sari.pk).name == "Sari W."


@pytest.mark.parametrize(
    ("number", "employment", "piece"),
    [
        ("19920315201801200", "PNS", "18"),
        ("199213152018012001", "PNS", "1992"),
        ("1234", "PPPK", "18"),
    ],
)
def test_wrong_numbers_are_refused_in_words(kepahiang, dewi, number, employment, piece):
    with pytest.raises(InvalidRefused) as refused:
        operations.add_person(number=number, name="X", employment=employment, from_on=TODAY, by=dewi, at=AT)
    assert piece in refused.value.fields["number"]


def test_free_numbers_are_free(kepahiang, dewi):
    person = operations.add_person(
        number="HON-7",
        name="Rudi",
        employment="NON_ASN",
        from_on=TODAY,
        by=dewi,
        at=AT,
        email="r@example.test",
    )
    assert person.number == "HON-7"


def test_a_number_belongs_to_one_person(kepahiang, dewi):
    with pytest.raises(InvalidRefused) as refused:
        operations.add_person(
            number="199203152018012001", name="Sari lagi", employment="PNS", from_on=TODAY, by=dewi, at=AT
        )
    assert "number" in refused.value.fields


def test_only_officers_in_reach_write(kepahiang, actor):
    for name, role in (
        ("Sari", None),
        ("Hasan", "HEAD"),
        ("Joko", "AUDITOR"),
        ("Oki", None),
        ("Dewi", "EMPLOYEE"),
    ):
        with pytest.raises(NotAllowed):
            operations.add_unit(
                code="X", name="X", parent_id=None, from_on=TODAY, by=actor(name, role=role), at=AT
            )


def test_an_officer_of_a_unit_stays_in_it(kepahiang, actor, dewi):
    operations.grant_role(
        member=kepahiang.members["Wati"],
        role="OFFICER",
        unit=kepahiang.units["MUTASI"],
        from_on=TODAY,
        by=dewi,
        at=AT,
    )
    wati = actor("Wati", role="OFFICER")
    operations.add_unit(
        code="SUB",
        name="Subbidang Mutasi",
        parent_id=kepahiang.units["MUTASI"].pk,
        from_on=TODAY,
        by=wati,
        at=AT,
    )
    with pytest.raises(NotAllowed):
        operations.assign(
            person=kepahiang["Sari"], position=kepahiang.positions["Dewi"], from_on=TODAY, by=wati, at=AT
        )


def test_kind_and_level_must_fit(kepahiang, dewi):
    with pytest.raises(InvalidRefused) as refused:
        operations.add_position(
            code="N",
            unit_id=kepahiang.units["MUTASI"].pk,
            title="Kepala",
            kind="JPT",
            level="AHLI_MUDA",
            from_on=TODAY,
            by=dewi,
            at=AT,
        )
    assert "level" in refused.value.fields


def test_superiors_never_run_in_a_circle(kepahiang, dewi):
    with pytest.raises(InvalidRefused) as refused:
        operations.change_position(
            position=kepahiang.positions["Hasan"],
            values={"superior_id": kepahiang.positions["Ratna"].pk},
            from_on=TODAY,
            by=dewi,
            at=AT,
        )
    assert "superior" in refused.value.fields


def test_a_new_head_ends_the_former_headship(kepahiang, dewi):
    unit = kepahiang.units["DIKLAT"]
    operations.set_head(unit=unit, position=kepahiang.positions["Dewi"], from_on=MARCH, by=dewi, at=AT)
    assert Headship.objects.filter(unit=unit).count() == 2
    with pytest.raises(InvalidRefused):
        operations.set_head(unit=unit, position=kepahiang.positions["Budi"], from_on=TODAY, by=dewi, at=AT)


def test_what_is_used_cannot_be_ended(kepahiang, dewi):
    with pytest.raises(InvalidRefused):
        operations.end_unit(unit=kepahiang.units["BKPSDM"], until_on=TODAY, by=dewi, at=AT)
    with pytest.raises(InvalidRefused):
        operations.end_position(position=kepahiang.positions["Sari"], until_on=TODAY, by=dewi, at=AT)


def test_ends_free_what_hangs_on_nothing(kepahiang, dewi):
    unit = operations.add_unit(code="ST", name="Sementara", parent_id=None, from_on=MARCH, by=dewi, at=AT)
    operations.end_unit(unit=unit, until_on=TODAY, by=dewi, at=AT)
    assert UnitPeriod.objects.get(unit=unit).until_on == TODAY
    post = operations.add_position(
        code="PP",
        unit_id=kepahiang.units["DIKLAT"].pk,
        title="P",
        kind="OTHER",
        from_on=MARCH,
        by=dewi,
        at=AT,
    )
    operations.end_position(position=post, until_on=TODAY, by=dewi, at=AT)
    assert PositionPeriod.objects.get(position=post).until_on == TODAY
    assert Position.objects.filter(pk=post.pk).exists()


def test_every_write_leaves_an_event(kepahiang, dewi):
    before = Event.objects.count()
    operations.set_rank(person=kepahiang["Sari"], rank="III/c", from_on=MARCH, unit_id=None, by=dewi, at=AT)
    operations.set_employment(
        person=kepahiang["Sari"],
        kind="PNS",
        status="STUDY_LEAVE",
        from_on=MARCH,
        unit_id=None,
        by=dewi,
        at=AT,
    )
    operations.set_holiday(day=date(2026, 8, 19), is_holiday=True, reason="SK Bupati", by=dewi, at=AT)
    assert Event.objects.count() == before + 3
