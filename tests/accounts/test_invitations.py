"""An account opens a second agency only when its owner says so and that agency's officer knows the person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.accounts import operations as accounts
from selaras.accounts.models import Invitation, Membership, User
from selaras.accounts.queries import doors_of, invitations_of, users_of_login
from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, StateRefused
from selaras.organisation import operations
from selaras.organisation.models import Assignment, Grant, Person
from selaras.organisation.operations.slips import issue_slips
from selaras.organisation.queries.reporting import holds_on
from selaras.organisation.queries.slips import awaiting_first_sign_in
from selaras.organisation.sheets.plan import plan
from selaras.organisation.sheets.plan.accounts import plan_accounts
from selaras.organisation.sheets.reading import read

SARI = "199203152018012001"
STRANGER = "199001012015011009"


def recorded(by, number=SARI, name="Sari", **more):
    return operations.add_person(
        number=number, name=name, employment="PNS", from_on=TODAY, by=by, at=AT, **more
    )


def asked(cast, actor, number=SARI, **more):
    """Tono of the other agency records somebody and opens an account."""
    with acting_in(cast.outsider):
        boss = actor("Tono", role="OFFICER")
        person = recorded(boss, number, **more)
        made = operations.create_member_for_person(person=person, unit_id=None, by=boss, at=AT)
        return Person.objects.get(pk=person.pk), made


def test_another_agency_takes_no_account_over(cast, actor):
    with acting_in(cast.kepahiang):
        password = accounts.set_initial_password(user=cast.users["Sari"])
    person, made = asked(cast, actor, email="penipu@example.test")
    assert (made.password, made.member, person.member_id) == (None, None, None)
    sari = User.objects.get(pk=cast.users["Sari"].pk)
    assert sari.check_password(password)
    assert sari.email == "sari@example.test"
    assert [door.agency_id for door in doors_of(sari)] == [cast.kepahiang.pk]
    with acting_in(cast.kepahiang):
        operations.reset_password(
            member=cast.members["Sari"], unit_id=None, by=actor("Dewi", role="OFFICER"), at=AT
        )


def test_the_owner_accepts_with_the_code_and_declines_without(cast, actor):
    person, made = asked(cast, actor)
    sari = cast.users["Sari"]
    (invited,) = invitations_of(sari.pk)
    with pytest.raises(InvalidRefused):
        operations.accept_invitation(invited=invited, user=sari, code="batimu-rokela-sudani", at=AT)
    operations.accept_invitation(invited=invited, user=sari, code=made.code.upper().replace("-", " "), at=AT)
    assert {door.agency_id for door in doors_of(sari)} == {cast.kepahiang.pk, cast.outsider.pk}
    with acting_in(cast.outsider):
        fresh = Person.objects.get(pk=person.pk)
        assert (fresh.member.user_id, fresh.invitation_id) == (sari.pk, None)
        assert Notice.objects.filter(kind="organisation.accepted").exists()
    with pytest.raises(StateRefused):
        operations.refuse_invitation(invited=invited, user=sari, at=AT)


def test_declining_leaves_nothing(cast, actor):
    person, _made = asked(cast, actor)
    sari = cast.users["Sari"]
    operations.refuse_invitation(invited=invitations_of(sari.pk)[0], user=sari, at=AT)
    assert invitations_of(sari.pk) == []
    with acting_in(cast.outsider):
        assert Person.objects.get(pk=person.pk).invitation_id is None
        assert not Membership.objects.filter(user=sari).exists()
        assert Notice.objects.filter(kind="organisation.refused_link").exists()


def test_nobody_answers_for_another(cast, actor):
    _person, made = asked(cast, actor)
    invited = invitations_of(cast.users["Sari"].pk)[0]
    with pytest.raises(StateRefused):
        operations.accept_invitation(invited=invited, user=cast.users["Budi"], code=made.code, at=AT)
    client = Client()
    client.force_login(cast.users["Budi"])
    assert client.get(reverse("organisation:invitation", args=[invited.id])).status_code == 404


def test_an_account_made_first_by_another_agency_enters_nowhere(cast, actor):
    _first, squatted = asked(cast, actor, STRANGER)
    assert squatted.password
    table = read(
        f"NIP,Nama,Jenis kepegawaian,Kode unit\n{STRANGER},Orang Asli,PNS,BKPSDM".encode(), "pegawai.csv"
    )
    with acting_in(cast.kepahiang):
        dewi = actor("Dewi", role="OFFICER")
        draft = plan(table, on=TODAY)
        plan_accounts(draft, cast.kepahiang.code)
        assert [one.row for one in draft.findings if one.code == "account_elsewhere"] == [2]
        recorded(dewi, STRANGER, "Orang Asli")
        operations.open_accounts(numbers=[STRANGER], agency=cast.kepahiang, by=dewi, at=AT)
        person = Person.objects.get(number=STRANGER)
        assert person.member_id is None
        assert person.invitation.user_id == squatted.user.pk
        assert operations.open_accounts(numbers=[STRANGER], agency=cast.kepahiang, by=dewi, at=AT) == 0
    assert [door.agency_id for door in doors_of(squatted.user)] == [cast.outsider.pk]
    with acting_in(cast.kepahiang):
        own = operations.create_member_for_person(
            person=person, unit_id=None, by=dewi, at=AT, is_separate=True
        )
        assert own.password
        assert own.user.username == f"{cast.kepahiang.code}-{STRANGER}"
        assert not Invitation.objects.exists()
    assert users_of_login(own.user.username) == [own.user]
    assert users_of_login(STRANGER) == [squatted.user]


def test_no_agency_locks_a_login_by_writing_the_number_beside_somebody_else(cast, actor):
    with acting_in(cast.outsider):
        boss = actor("Tono", role="OFFICER")
        person = recorded(boss, STRANGER)
        operations.create_member_for_person(person=person, unit_id=None, by=boss, at=AT)
        Person.objects.filter(pk=person.pk).update(number=SARI)
    assert users_of_login(SARI) == [cast.users["Sari"]]


def test_the_console_gives_no_role_before_the_yes(cast, actor):
    at = AT + timedelta(hours=1)
    made = operations.create_officer(agency=cast.outsider, login=SARI, at=at)
    assert (made.member, made.password) == (None, None)
    sari = cast.users["Sari"]
    with acting_in(cast.outsider):
        assert not Membership.objects.filter(user=sari).exists()
    member = operations.accept_invitation(
        invited=invitations_of(sari.pk)[0], user=sari, code=made.code, at=at
    )
    with acting_in(cast.outsider):
        assert Grant.objects.get(member=member).role == "OFFICER"


def test_the_sheet_of_passwords_asks_owners_and_hands_out_nothing(cast, actor):
    with acting_in(cast.outsider):
        boss = actor("Tono", role="OFFICER")
        post = Assignment.objects.filter(holds_on(TODAY)).first()
        person = recorded(boss)
        operations.assign(
            person=person,
            position=post.position,
            kind="PLT",
            from_on=TODAY,
            letter="1/2026",
            until_on=None,
            by=boss,
            at=AT,
        )
        assert issue_slips(person_ids=[person.pk], by=boss, at=AT) == []
        assert Person.objects.get(pk=person.pk).invitation_id
        assert not awaiting_first_sign_in(boss).filter(pk=person.pk).exists()


def test_the_line_on_the_desk_leads_to_yes_and_no(cast, actor):
    _person, made = asked(cast, actor)
    client = Client()
    client.force_login(cast.users["Sari"])
    desk = client.get(reverse("web:desk")).content.decode()
    address = reverse("organisation:invitation", args=[invitations_of(cast.users["Sari"].pk)[0].id])
    assert address in desk
    assert "PT Outsider Nusantara" in client.get(address).content.decode()
    wrong = client.post(address, {"code": "salah"})
    assert wrong.status_code == 422
    assert client.post(address, {"code": made.code}).status_code == 302
    assert "PT Outsider Nusantara" in client.get(reverse("accounts:agencies")).content.decode()


def test_the_officer_sees_who_is_waited_for_and_takes_it_back(cast, actor):
    person, made = asked(cast, actor)
    client = Client()
    client.force_login(cast.users["Tono"])
    session = client.session
    session["role"] = "OFFICER"
    session.save()
    page = client.get(reverse("organisation:person", args=[person.pk])).content.decode()
    assert made.code in page
    assert "enunggu persetujuan pemilik akun" in page
    assert client.post(reverse("organisation:person_withdraw", args=[person.pk])).status_code == 302
    assert invitations_of(cast.users["Sari"].pk) == []
