"""A corrected e-mail reaches the account at once, or waits for its owner where more than this agency depends on it."""

import pytest
from django.urls import reverse
from tests.accounts.test_invitations import asked
from tests.cast import AT, TODAY

from selaras.accounts.models import User
from selaras.accounts.queries import invitations_of
from selaras.core.models import Event, Notice
from selaras.core.tenancy import acting_in
from selaras.organisation import operations
from selaras.organisation.models import Person

NEW = "sari.baru@example.test"


def corrected(cast, actor, name="Sari", email=NEW):
    with acting_in(cast.kepahiang):
        operations.change_person(
            person=Person.objects.get(pk=cast[name].pk),
            values={"email": email},
            unit_id=None,
            on=TODAY,
            by=actor("Dewi", role="OFFICER"),
            at=AT,
        )
    return User.objects.get(pk=cast.users[name].pk).email


def test_a_corrected_address_reaches_the_account_and_its_owner_is_told(cast, actor):
    assert corrected(cast, actor) == NEW
    with acting_in(cast.kepahiang):
        assert Notice.objects.filter(kind="organisation.email", member=cast.members["Sari"]).exists()
        assert Event.objects.filter(verb="account.email").exists()


def test_an_operators_account_and_a_taken_address_stay(cast, actor):
    assert corrected(cast, actor, email="budi@example.test") == "sari@example.test"
    with acting_in(cast.kepahiang):
        operations.grant_role(
            member=cast.members["Sari"],
            role="OPERATOR",
            unit=None,
            from_on=TODAY,
            by=actor("Oki", role="OPERATOR"),
            at=AT,
        )
    assert corrected(cast, actor) == "sari@example.test"


def test_who_works_in_two_agencies_confirms_the_address(cast, actor):
    _person, made = asked(cast, actor)
    invited = invitations_of(cast.users["Sari"].pk)[0]
    operations.accept_invitation(invited=invited, user=cast.users["Sari"], code=made.code, at=AT)
    assert corrected(cast, actor) == "sari@example.test"
    client = cast.client("Sari")
    session = client.session
    session["agency"] = cast.kepahiang.pk
    session.save()
    address = reverse("organisation:own_email")
    assert NEW in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert User.objects.get(pk=cast.users["Sari"].pk).email == NEW


@pytest.mark.parametrize("name", ["Oki", "Hasan"])
def test_the_page_opens_for_everybody(cast, name):
    assert cast.client(name).get(reverse("organisation:own_email")).status_code == 200
