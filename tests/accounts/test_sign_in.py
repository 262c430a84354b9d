"""Signing in by every identifier, being locked out, and coming in again."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.cast import AT, PASSWORD, TODAY

from selaras.accounts import operations as accounts
from selaras.accounts.lockout import counted_name
from selaras.accounts.models import User
from selaras.accounts.queries import invitations_of, users_of_login
from selaras.core.tenancy import acting_in
from selaras.core.verdict import NotAllowed, StateRefused
from selaras.organisation import operations
from selaras.organisation.models import Person


def sign_in(login, password=PASSWORD, agency="", client=None):
    client = client or Client()
    answer = client.post(reverse("account_login"), {"login": login, "password": password, "agency": agency})
    return client, answer


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("login", "agency"),
    [
        ("199203152018012001", ""),
        (" 199203152018012001 ", ""),
        ("19920315 201801 2 001", ""),
        ("19920315\u00a0201801\u00a02\u00a0001", ""),
        ("19920315.201801.2.001", ""),
        ("sari@example.test", ""),
        ("SARI@example.test", ""),
    ],
)
def test_nip_and_email_need_no_agency(cast, login, agency):
    client, answer = sign_in(login, agency=agency)
    assert is_in(client)
    assert answer.status_code == 302


def test_an_employee_number_needs_the_code_of_the_agency(cast):
    client, answer = sign_in("K-002")
    assert not is_in(client)
    assert answer.status_code == 200
    client, _answer = sign_in("K-002", agency="outsider")
    assert is_in(client)
    assert not is_in(sign_in("K-002", agency="kepahiang")[0])


def test_a_failed_employee_number_is_told_of_the_code_whether_it_is_known_or_not(cast):
    for login in ("K-002", "K-999"):
        page = sign_in(login)[1].content.decode()
        assert "kode instansi atau perusahaan Anda." in page
    assert "isi juga kode" not in sign_in("199203152018012001", "salah-sekali-99")[1].content.decode()


def test_the_page_speaks_of_one_thing_by_one_name(cast):
    page = Client().get(reverse("account_login")).content.decode()
    assert page.count("Lupa kata sandi") == 1
    assert "Ingat Saya" not in page and not re.search(r">\s*Sandi", page) and "mail" not in page
    change = cast.client("Sari").get(reverse("account_change_password")).content.decode()
    assert not re.search(r">\s*Sandi", change)


def test_people_are_greeted_by_their_name(cast):
    client, _answer = sign_in("K-002", agency="outsider")
    page = client.get(reverse("web:desk")).content.decode()
    assert "Selamat datang, Lina Kartika" in page, "not by the login"


def test_wrong_password_and_unknown_login_look_the_same(cast):
    one = sign_in("199203152018012001", "salah-sekali-99")[1].content.decode()
    other = sign_in("999999999999999999", "salah-sekali-99")[1].content.decode()
    hidden = re.compile(r'value="[^"]*"')
    assert hidden.sub("", one) == hidden.sub("", other)


def test_after_five_failures_the_door_is_locked_until_an_officer_opens_it(cast):
    client = Client()
    for _attempt in range(5):
        _client, answer = sign_in("199203152018012001", "salah-sekali-99", client=client)
    assert answer.status_code == 429
    assert "15 menit" in answer.content.decode()
    assert sign_in("199203152018012001", client=client)[1].status_code == 429
    assert accounts.is_locked(["199203152018012001"])
    officer = cast.client("Dewi", "OFFICER")
    page = officer.get(reverse("organisation:person", args=[cast["Sari"].pk])).content.decode()
    assert "Terkunci" in page
    officer.post(reverse("organisation:member_act", args=[cast.members["Sari"].pk]), {"act": "unlock"})
    assert is_in(sign_in("199203152018012001", client=client)[0])


def failed(login, agency="", times=5):
    client = Client()
    for _attempt in range(times):
        answer = sign_in(login, "salah-sekali-99", agency, client)[1]
    return answer.status_code


def test_a_login_is_counted_once_however_it_is_typed(cast):
    assert failed("SARI@example.test", times=4) == 200
    assert failed("sari@example.test", times=1) == 429
    assert accounts.is_locked([counted_name(" Sari@Example.test")])


def test_a_nip_typed_in_groups_begins_no_new_count(cast):
    assert failed("19920315 201801 2 001", times=4) == 200
    assert failed("199203152018012001", times=1) == 429


def test_another_agency_code_begins_no_new_count_for_a_nip(cast):
    assert failed("199203152018012001", "kepahiang", 4) == 200
    assert failed("199203152018012001", "outsider", 1) == 429


def test_the_same_employee_number_in_two_agencies_is_counted_apart(cast):
    assert failed("007", "kepahiang") == 429
    assert failed("007", "outsider", 1) == 200
    assert failed("K-002", "kepahiang") == 429
    assert is_in(sign_in("K-002", agency="outsider")[0])


def test_an_employee_number_that_is_locked_is_shown_and_unlocked(cast):
    assert failed("k-002", "outsider") == 429
    officer = cast.client("Tono", "OFFICER")
    with acting_in(cast.outsider):
        locked = Person.objects.get(number="K-002")
    page = reverse("organisation:person", args=[locked.pk])
    assert "Terkunci" in officer.get(page).content.decode()
    officer.post(reverse("organisation:member_act", args=[locked.member_id]), {"act": "unlock"})
    assert "Terkunci" not in officer.get(page).content.decode()
    assert is_in(sign_in("K-002", agency="outsider")[0])


def test_success_forgets_the_failures_of_the_name_that_was_typed(cast):
    client = Client()
    for _attempt in range(4):
        sign_in("sari@example.test", "salah-sekali-99", client=client)
    assert is_in(sign_in("sari@example.test")[0])
    assert failed("sari@example.test", times=1) == 200


def test_an_inactive_membership_opens_nothing(cast, actor):
    with acting_in(cast.kepahiang):
        operations.set_member_active(
            member=cast.members["Sari"],
            is_active=False,
            unit_id=None,
            by=actor("Dewi", role="OFFICER"),
            at=AT,
        )
    answer = cast.client("Sari").get(reverse("organisation:people"))
    assert answer.url == reverse("accounts:agencies")


def test_an_officer_gives_an_initial_password_that_must_be_changed(cast):
    officer = cast.client("Dewi", "OFFICER")
    act = reverse("organisation:member_act", args=[cast.members["Sari"].pk])
    answer = officer.post(act, {"act": "reset", "back": "person"})
    assert answer["Cache-Control"] == "private, no-store"
    page = answer.content.decode()
    password = re.search(r"<dd>(\w+-\w+-\w+-\d\d)</dd>", page)[1]
    again = officer.get(reverse("organisation:person", args=[cast["Sari"].pk])).content.decode()
    assert password not in again, "an initial password is shown once"
    kept = [str(one.get_decoded()) for one in Session.objects.all()]
    assert not [one for one in kept if password in one], "no session holds it in clear"
    client, answer = sign_in("199203152018012001", password)
    assert answer.url == reverse("account_change_password")
    assert client.get(reverse("organisation:people")).url == reverse("account_change_password")
    change = reverse("account_change_password")
    same = client.post(change, {"oldpassword": password, "password1": password, "password2": password})
    assert same.status_code == 200
    own = "pilihan-sendiri-77"
    client.post(change, {"oldpassword": password, "password1": own, "password2": own})
    assert client.get(reverse("organisation:people")).status_code == 200
    assert not User.objects.get(pk=cast.users["Sari"].pk).must_change_password


def test_a_weak_password_is_refused_in_words(cast):
    client = cast.client("Sari")
    data = {"oldpassword": PASSWORD, "password1": "12345678901", "password2": "12345678901"}
    page = client.post(reverse("account_change_password"), data).content.decode()
    assert "angka" in page


def test_a_password_is_reset_by_email(cast):
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "sari@example.test"})
    assert len(mail.outbox) == 1
    path = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = client.get(path, follow=True)
    own = "pilihan-sendiri-78"
    client.post(form.request["PATH_INFO"], {"password1": own, "password2": own})
    assert is_in(sign_in("sari@example.test", own)[0])


def test_an_unknown_address_learns_nothing(cast):
    known = Client().post(reverse("account_reset_password"), {"email": "sari@example.test"})
    unknown = Client().post(reverse("account_reset_password"), {"email": "siapa@example.test"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_an_officer_may_not_set_the_password_of_an_account_that_opens_another_agency(cast, actor):
    with acting_in(cast.outsider):
        boss = actor("Tono", role="OFFICER")
        person = operations.add_person(
            number="199203152018012001", name="Sari", employment="PNS", from_on=TODAY, by=boss, at=AT
        )
        made = operations.create_member_for_person(person=person, unit_id=None, by=boss, at=AT)
        assert made.is_linked
        assert made.password is None
        assert made.user == cast.users["Sari"]
    (invited,) = invitations_of(made.user.pk)
    member = operations.accept_invitation(invited=invited, user=made.user, code=made.code, at=AT)
    with acting_in(cast.outsider), pytest.raises(NotAllowed):
        operations.reset_password(member=member, unit_id=None, by=boss, at=AT)
    client, _answer = sign_in("199203152018012001")
    page = client.get(reverse("accounts:agencies")).content.decode()
    assert "PT Outsider Nusantara" in page
    assert "Badan Kepegawaian Kabupaten Kepahiang" in page


def test_accounts_are_named_by_nip_or_by_code_and_number(cast, actor):
    with acting_in(cast.outsider):
        boss = actor("Tono", role="OFFICER")
        person = operations.add_person(
            number="K-9",
            name="Rina",
            employment="COMPANY",
            from_on=TODAY,
            by=boss,
            at=AT,
            email="rina@example.test",
        )
        made = operations.create_member_for_person(person=person, unit_id=None, by=boss, at=AT)
        assert made.user.username == "outsider-k-9"
        assert Person.objects.get(pk=person.pk).member_id == made.member.pk
        with pytest.raises(StateRefused):
            operations.create_member_for_person(person=person, unit_id=None, by=boss, at=AT)
    assert users_of_login("K-9", "outsider") == [made.user]
    assert users_of_login("K-9") == []


def test_roles_are_granted_never_to_oneself_and_one_officer_stays(cast, actor):
    from selaras.organisation.models import Grant

    with acting_in(cast.kepahiang):
        dewi = actor("Dewi", role="OFFICER")
        with pytest.raises(NotAllowed):
            operations.grant_role(
                member=cast.members["Dewi"], role="HEAD", unit=None, from_on=TODAY, by=dewi, at=AT
            )
        with pytest.raises(NotAllowed):
            operations.grant_role(
                member=cast.members["Sari"], role="OPERATOR", unit=None, from_on=TODAY, by=dewi, at=AT
            )
        grant = Grant.objects.get(member=cast.members["Dewi"])
        with pytest.raises(StateRefused):
            operations.revoke_grant(grant=grant, by=dewi, at=AT)
        head = Grant.objects.get(member=cast.members["Hasan"])
        operations.revoke_grant(grant=head, by=dewi, at=AT)
        assert "HEAD" not in actor("Hasan").roles


def test_an_officer_leaves_the_operator_alone(cast, actor):
    with acting_in(cast.kepahiang), pytest.raises(NotAllowed):
        operations.reset_password(
            member=cast.members["Oki"], unit_id=None, by=actor("Dewi", role="OFFICER"), at=AT
        )


def test_an_operator_creates_an_agency_with_its_officer(cast):
    from selaras.core.models import Agency

    client = cast.client("Oki", "OPERATOR")
    data = {
        "code": "binjai",
        "name": "Badan Kepegawaian Kota Binjai",
        "short_name": "BKD Binjai",
        "kind": "REGIONAL",
        "place": "Binjai",
        "time_zone": "Asia/Jakarta",
        "working_week": "5",
        "officer": "197501012000031001",
    }
    answer = client.post(reverse("organisation:agency_add"), data)
    assert answer["Cache-Control"] == "private, no-store"
    password = re.search(r"<dd>(\w+-\w+-\w+-\d\d)</dd>", answer.content.decode())[1]
    assert Agency.objects.filter(code="binjai").exists()
    _officer, answer = sign_in("197501012000031001", password)
    assert answer.url == reverse("account_change_password")
