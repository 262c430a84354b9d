"""Each look of an auditor leaves an event, on pages, in lists and over the API, or the page is about nobody."""

import pytest
from django.db import transaction
from django.urls import resolve, reverse
from tests.architecture import test_routes
from tests.architecture.test_routes import PUBLIC, arguments, table

from selaras.config.looks import ABOUT_NOBODY, is_recorded
from selaras.core.models import Event, EventValue
from selaras.core.tenancy import acting_in

pytestmark = pytest.mark.django_db
made = test_routes.made
SEEN = sorted(
    name
    for name, methods in table().items()
    if "Joko" in methods.get("get", {}).get(200, "").split() and name not in PUBLIC
)


def looks_at(made, address, person="Joko"):
    """The events that one look leaves; the look is rolled back."""
    with transaction.atomic():
        with acting_in(made.cast.kepahiang):
            last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        got = made.clients[person].get(address)
        for close in got._resource_closers:
            close()
        assert got.status_code == 200
        with acting_in(made.cast.kepahiang):
            rows = EventValue.objects.filter(event__pk__gt=last).select_related("event")
            events = [(one.event.verb, one.event.actor_id, one.after) for one in rows]
        transaction.set_rollback(True)
    return events


@pytest.mark.parametrize("name", SEEN)
def test_every_page_that_an_auditor_opens_leaves_an_event(made, name):
    address = reverse(name, kwargs=arguments(name, made))
    events = looks_at(made, address)
    if not is_recorded(resolve(address)):
        assert name.split(":")[0] in ABOUT_NOBODY or ":" not in name
        assert not events
        return
    assert events, f"{name} is read by the auditor and nobody ever learns of it"
    assert {actor for _verb, actor, _after in events} == {made.cast.members["Joko"].pk}
    assert len([verb for verb, _actor, _after in events if verb == "list.look"]) <= 1


def test_the_event_says_which_list_with_which_filter_and_how_many(made):
    for address in ("/evaluations/?role=&q=Sari&page=1", "/api/v1/evaluations?page=1"):
        ((verb, _actor, after),) = looks_at(made, address)
        assert verb == "list.look"
        assert after["lists"][0]["kind"] == "appraisal.evaluation" and after["lists"][0]["page"] == 1
        assert after["lists"][0]["count"] >= 1
        assert "page" in after["filter"]


@pytest.mark.parametrize("person", ["Sari", "Dewi", "Hasan"])
def test_only_an_auditor_is_watched(made, person):
    assert not [
        verb for verb, *_rest in looks_at(made, reverse("appraisal:evaluations"), person) if "look" in verb
    ]
