"""Initial passwords on paper: for those who never signed in, valid once, kept nowhere in clear."""

import uuid
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from tests.cast import AT, TODAY
from tests.organisation.test_erasure import tables_naming

from selaras.accounts.models import User
from selaras.core.models import Event
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed
from selaras.organisation.models import Grant, Person
from selaras.organisation.operations.slips import MOST_AT_ONCE, issue_slips
from selaras.organisation.queries.slips import awaiting_first_sign_in


@pytest.fixture
def fresh(kepahiang):
    """Everybody has signed in but Sari; Wati has no account."""
    User.objects.update(last_login=AT)
    User.objects.filter(pk=kepahiang.users["Sari"].pk).update(last_login=None)
    Person.objects.filter(pk=kepahiang["Wati"].pk).update(member=None)
    User.objects.filter(pk=kepahiang.users["Wati"].pk).update(username="lain")
    return kepahiang


def test_who_waits_is_in_reach_and_has_no_own_password(fresh, actor):
    officer = actor("Dewi", role="OFFICER")
    assert {one.name[:4] for one in awaiting_first_sign_in(officer)} == {"Sari", "Wati"}
    Grant.objects.create(
        member=fresh.members["Yusuf"], role="OFFICER", unit=fresh.units["DIKLAT"], from_on=TODAY
    )
    assert not awaiting_first_sign_in(actor("Yusuf", role="OFFICER")).exists()
    for who, role in (("Budi", None), ("Joko", "AUDITOR"), ("Hasan", "HEAD")):
        with pytest.raises(NotAllowed):
            awaiting_first_sign_in(actor(who, role=role))


def test_a_new_slip_makes_the_one_before_it_worthless(fresh, actor):
    officer = actor("Dewi", role="OFFICER")
    people = [fresh["Sari"].pk, fresh["Wati"].pk, fresh["Budi"].pk]
    first = {one.name[:4]: one for one in issue_slips(person_ids=people, by=officer, at=AT)}
    assert set(first) == {"Sari", "Wati"}, "Budi has an own password"
    second = issue_slips(person_ids=[fresh["Sari"].pk], by=officer, at=AT)[0]
    user = User.objects.get(pk=fresh.users["Sari"].pk)
    assert user.must_change_password and user.check_password(second.password)
    assert not user.check_password(first["Sari"].password)
    assert Event.objects.filter(verb="account.reset").count() == 2
    assert not tables_naming([first["Sari"].password, second.password, first["Wati"].password])


def test_bounds(fresh, actor):
    officer = actor("Dewi", role="OFFICER")
    for people in ([], [fresh["Budi"].pk], list(range(MOST_AT_ONCE + 1))):
        with pytest.raises(InvalidRefused):
            issue_slips(person_ids=people, by=officer, at=AT)


def test_the_page_prints_the_chosen_and_keeps_nothing(cast):
    with acting_in(cast.kepahiang):
        User.objects.update(last_login=AT)
        User.objects.filter(pk=cast.users["Sari"].pk).update(last_login=None)
    client, url = cast.client("Dewi", "OFFICER"), reverse("organisation:slips")
    assert "Sari Wulandari" in client.get(url).content.decode()
    assert url in client.get(reverse("organisation:people")).content.decode()
    for who in ("Wati", "Joko", "Oki", "Hasan"):
        assert cast.client(who).get(url).status_code == 403
    assert client.post(url, {}).status_code == 422
    sent = {"people": cast["Sari"].pk, "idempotency_key": str(uuid.uuid4())}
    answer = client.post(url, sent)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    text = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages[0].extract_text()
    assert "Sari Wulandari" in text and "199203152018012001" in text
    password = next(word for word in text.split() if word.count("-") == 3)
    with acting_in(cast.kepahiang):
        assert User.objects.get(pk=cast.users["Sari"].pk).check_password(password)
        assert not tables_naming([password])
    assert client.post(url, sent).status_code == 409, "the same sheet cannot be fetched again"


def test_who_holds_a_strip_already_is_not_ticked(cast):
    with acting_in(cast.kepahiang):
        others = User.objects.exclude(pk=cast.users["Dewi"].pk)
        others.update(last_login=None, must_change_password=True)
        User.objects.filter(pk=cast.users["Sari"].pk).update(must_change_password=False)
    page = cast.client("Dewi", "OFFICER").get(reverse("organisation:slips")).content.decode()
    assert f'value="{cast["Sari"].pk}" checked' in page
    assert f'value="{cast["Wati"].pk}">' in page


def test_the_next_sheet_begins_where_the_one_before_ended(cast, actor):
    with acting_in(cast.kepahiang):
        User.objects.update(last_login=None, must_change_password=False)
        first, *others = awaiting_first_sign_in(actor("Dewi", role="OFFICER"))
        issue_slips(person_ids=[first.pk], by=actor("Dewi", role="OFFICER"), at=AT)
        assert list(awaiting_first_sign_in(actor("Dewi", role="OFFICER"))) == [*others, first]


def test_statements_do_not_grow_with_those_who_wait(cast):
    client = cast.client("Dewi", "OFFICER")
    with acting_in(cast.kepahiang):
        User.objects.update(last_login=AT)
    counts = []
    for _again in range(2):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("organisation:slips")).status_code == 200
        free = ("SAVEPOINT", "RELEASE", "SET ", "BEGIN", "COMMIT")
        counts.append(len([one for one in caught if not one["sql"].startswith(free)]))
        with acting_in(cast.kepahiang):
            User.objects.update(last_login=None)
    assert counts[1] <= 12 and counts[1] <= counts[0] + 1
