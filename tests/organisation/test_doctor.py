"""The check of the data finds each kind of trouble, links to its fix, and asks the same for any size."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import AT, SINCE, TODAY

from selaras.core.tenancy import acting_in
from selaras.organisation import operations
from selaras.organisation.models import Assignment, Headship, Person, PositionPeriod, UnitPeriod
from selaras.organisation.queries.doctor import Trouble, in_circles, troubles_for, troubles_on


@pytest.fixture
def dewi(kepahiang, actor):
    return actor("Dewi", role="OFFICER")


def kinds():
    return {one.kind for one in troubles_on(TODAY)}


def test_the_cast_is_in_order(kepahiang):
    assert troubles_on(TODAY) == []


def test_loops_of_units_and_superiors(kepahiang):
    UnitPeriod.objects.filter(unit=kepahiang.units["BKPSDM"]).update(parent=kepahiang.units["MUTASI"])
    assert Trouble.UNIT_LOOP in kinds()
    UnitPeriod.objects.filter(unit=kepahiang.units["BKPSDM"]).update(parent=kepahiang.units["PEMKAB"])
    PositionPeriod.objects.filter(position=kepahiang.positions["Hasan"]).update(
        superior=kepahiang.positions["Ratna"]
    )
    found = [one for one in troubles_on(TODAY) if one.kind == Trouble.SUPERIOR_LOOP]
    assert {one.about for one in found} == {
        "Sekretaris Daerah",
        "Kepala Badan Kepegawaian dan Pengembangan SDM",
    }


def test_no_post_no_appraiser_no_head(kepahiang, dewi):
    operations.add_person(
        number="N", name="Tanpa Jabatan", employment="NON_ASN", from_on=TODAY, by=dewi, at=AT
    )
    operations.end_assignment(assignment=kepahiang.assignments["Zurdi"], until_on=TODAY, by=dewi, at=AT)
    found = {(one.kind, one.about) for one in troubles_on(TODAY)}
    assert (Trouble.NO_POST, "Tanpa Jabatan") in found
    assert (Trouble.NO_APPRAISER, "Hasan Basri, S.H., M.Si.") in found
    assert (Trouble.NO_HEAD, "Pemerintah Kabupaten Kepahiang") in found


def test_two_heads(kepahiang):
    Assignment.objects.filter(person=kepahiang["Wati"]).update(position=kepahiang.positions["Budi"])
    assert Trouble.TWO_HEADS in kinds()


def test_acting_posts_that_expired_or_never_end(kepahiang):
    start = TODAY - timedelta(days=60)
    Assignment.objects.filter(person=kepahiang["Yusuf"]).update(until_on=start)
    one = Assignment.objects.create(
        person=kepahiang["Wati"],
        position=kepahiang.positions["Yusuf"],
        kind="PLT",
        from_on=start,
        until_on=TODAY,
    )
    assert Trouble.EXPIRED_ACTING in kinds()
    Assignment.objects.filter(pk=one.pk).update(until_on=None)
    assert Trouble.ENDLESS_ACTING in kinds()
    assert Trouble.EXPIRED_ACTING not in kinds()


def act(cast, name, position, kind, since=5, until=30):
    return Assignment.objects.create(
        person=cast[name], position=cast.positions[position], kind=kind,
        from_on=TODAY - timedelta(days=since), until_on=TODAY + timedelta(days=until),
    )  # fmt: skip


def found(kind):
    return [
        (one.about.partition(" ·")[0].partition(",")[0], one.url)
        for one in troubles_on(TODAY)
        if one.kind == kind
    ]


def test_a_plt_beside_the_definitive_holder_and_two_plh_at_once(kepahiang):
    plh = act(kepahiang, "Wati", "Yusuf", "PLH", since=9)
    assert not kinds() & {Trouble.TWO_ACTING, Trouble.TWO_POSTS}, "a Plh stands in for a holder who is away"
    act(kepahiang, "Sari", "Yusuf", "PLH", since=3)
    url = f"/organisation/people/{kepahiang['Wati'].pk}/posts/{plh.pk}/end/"
    assert found(Trouble.TWO_ACTING) == [("Wati Handayani", url)], "the older letter is the one to end"
    Assignment.objects.filter(pk=plh.pk).delete()
    plt = act(kepahiang, "Wati", "Budi", "PLT")
    url = f"/organisation/people/{kepahiang['Wati'].pk}/posts/{plt.pk}/end/"
    assert found(Trouble.TWO_ACTING) == [("Wati Handayani", url)]
    Assignment.objects.filter(pk=plt.pk).update(until_on=TODAY)
    assert found(Trouble.TWO_ACTING) == []


def test_one_person_in_two_acting_posts(kepahiang, capsys):
    first = act(kepahiang, "Wati", "Yusuf", "PLH", since=9)
    act(kepahiang, "Wati", "Budi", "PLH", since=3)
    url = f"/organisation/people/{kepahiang['Wati'].pk}/posts/{first.pk}/end/"
    assert found(Trouble.TWO_POSTS) == [("Wati Handayani", url)]
    page = kepahiang.client("Dewi", "OFFICER").get("/organisation/doctor/").content.decode()
    assert url in page and "Dua jabatan Plt./Plh. sekaligus" in page


def test_a_functional_head_without_authority(kepahiang, dewi):
    Headship.objects.filter(unit=kepahiang.units["DIKLAT"]).update(position=kepahiang.positions["Dewi"])
    found = [one for one in troubles_on(TODAY) if one.kind == Trouble.NOT_DELEGATED]
    assert [one.about for one in found] == ["Dewi Anggraini, S.E."]
    assert found[0].url.endswith("?scope=unit")
    operations.delegate_authority(
        delegate=kepahiang["Dewi"], unit=kepahiang.units["DIKLAT"], from_on=TODAY, until_on=None, reason="x",
        by=dewi, at=AT,
    )  # fmt: skip
    assert Trouble.NOT_DELEGATED not in kinds()


def test_every_fix_leads_somewhere(cast, actor, client_as):
    with acting_in(cast.kepahiang):
        Assignment.objects.filter(person__in=[cast["Budi"], cast["Zurdi"]]).delete()
        Headship.objects.filter(unit=cast.units["DIKLAT"]).update(position=cast.positions["Dewi"])
        found = troubles_for(actor("Dewi", role="OFFICER"))
    assert len({one.kind for one in found}) >= 4
    client = client_as("Dewi", "OFFICER")
    for one in found:
        assert client.get(one.url).status_code == 200, one.url
    page = client.get("/organisation/doctor/", {"kind": "NO_HEAD", "q": "mutasi"}).content.decode()
    assert "Bidang Mutasi" in page
    assert "Dewi Anggraini" not in page.split("<main")[1]


def test_an_officer_of_a_unit_sees_the_troubles_there(kepahiang, actor, dewi):
    operations.grant_role(
        member=kepahiang.members["Budi"],
        role="OFFICER",
        unit=kepahiang.units["MUTASI"],
        from_on=TODAY,
        by=dewi,
        at=AT,
    )
    Assignment.objects.filter(person__in=[kepahiang["Ratna"], kepahiang["Budi"]]).delete()
    assert {one.unit for one in troubles_for(actor("Budi", role="OFFICER"))} == {"Bidang Mutasi dan Promosi"}


def test_the_same_statements_for_any_size(kepahiang):
    def count():
        with CaptureQueriesContext(connection) as caught:
            troubles_on(TODAY)
        return len(caught)

    small = count()
    people = Person.objects.bulk_create(Person(number=f"X{n}", name=f"X{n}") for n in range(200))
    Assignment.objects.bulk_create(
        Assignment(person=one, position=kepahiang.positions["Sari"], from_on=SINCE) for one in people
    )
    assert count() == small <= 7


def test_circles_in_a_map():
    assert in_circles({1: 2, 2: 3, 3: None}) == []
    assert sorted(in_circles({1: 2, 2: 3, 3: 2, 4: 1, 5: 5})) == [2, 3, 5]


def test_the_command_says_what_is_wrong(cast):
    out = StringIO()
    call_command("doctor", agency="kepahiang", stdout=out)
    assert "Everything is in order." in out.getvalue()
    with acting_in(cast.kepahiang):
        Assignment.objects.filter(person=cast["Budi"]).update(until_on=date(2026, 7, 1))
    with pytest.raises(SystemExit):
        call_command("doctor", agency="kepahiang", stdout=out)
    assert "/organisation/units/" in out.getvalue()
