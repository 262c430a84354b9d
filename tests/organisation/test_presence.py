"""Whether somebody can act: an account that opens, work that has not ended; beside a row and alone alike."""

from datetime import timedelta

import pytest
from tests.cast import TODAY

from selaras.accounts.models import Membership, User
from selaras.core.tenancy import acting_in
from selaras.organisation.models import Assignment, EmploymentPeriod
from selaras.organisation.queries.presence import (
    Presence,
    presence_beside,
    presence_of,
    present,
    with_presence,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sari(kepahiang):
    return kepahiang["Sari"]


def seen(person):
    """What each way of asking says."""
    row = Assignment.objects.filter(person=person).annotate(**presence_beside(TODAY, "person")).first()
    alone = with_presence(TODAY).get(pk=person.pk).presence
    assert row.person_presence == alone == presence_of(person, TODAY).value
    is_there = Assignment.objects.filter(present(TODAY, "person"), person=person).exists()
    assert is_there == (alone == "PRESENT")
    del person.known_presence
    return Presence(alone)


def test_with_an_account_and_work(sari):
    assert seen(sari) is Presence.PRESENT


def test_a_closed_account_or_membership_opens_nothing(sari):
    Membership.objects.filter(pk=sari.member_id).update(is_active=False)
    assert seen(sari) is Presence.WITHOUT_ACCOUNT
    Membership.objects.filter(pk=sari.member_id).update(is_active=True)
    User.objects.filter(pk=sari.member.user_id).update(is_active=False)
    assert seen(sari) is Presence.WITHOUT_ACCOUNT


def test_work_that_has_ended(sari):
    EmploymentPeriod.objects.filter(person=sari).update(until_on=TODAY)
    assert seen(sari) is Presence.LEFT
    EmploymentPeriod.objects.filter(person=sari).update(until_on=TODAY + timedelta(days=1))
    assert seen(sari) is Presence.PRESENT


def test_who_never_worked_here_has_not_left(sari):
    EmploymentPeriod.objects.filter(person=sari).delete()
    assert seen(sari) is Presence.PRESENT


def test_another_agency_finds_nobody(sari, kepahiang):
    with acting_in(kepahiang.outsider):
        assert not with_presence(TODAY).filter(pk=sari.pk).exists()
