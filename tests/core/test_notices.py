"""Notices speak the reader's language, come in the order of time, and open a page the reader may see."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation
from tests.appraisal.year import Steps, build
from tests.cast import AT

from selaras.appraisal.operations.notices import DELIVERED, OPENED
from selaras.core import notices
from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.jobs.mail import send_digests

KIND = notices.register("test.ordered", "%(what)s")


@pytest.fixture
def delivered(kepahiang):
    """Sari's result is delivered by somebody who works in English."""
    steps = Steps(build(kepahiang))
    with translation.override("en"):
        steps.delivered()
    return steps


def test_a_window_is_named_in_the_readers_language(delivered):
    told = Notice.objects.filter(kind=DELIVERED).get()
    assert "Quarter" not in str(told.values), "the keys are kept, never the words of the writer"
    with translation.override("id"):
        assert "Triwulan II 2026" in notices.text_of(told)
    with translation.override("en"):
        assert "Quarter II 2026" in notices.text_of(told)


def test_the_letter_names_the_window_in_the_readers_language(delivered):
    cast = delivered.cast
    type(cast.users["Sari"]).objects.filter(pk=cast.users["Wati"].pk).update(language="en")
    Notice.objects.exclude(kind=OPENED).delete()
    send_digests(cast.kepahiang, AT)
    bodies = {one.to[0]: one.body for one in mail.outbox}
    assert "Triwulan II 2026" in bodies["sari@example.test"]
    assert "Quarter II 2026" in bodies["wati@example.test"] and "Triwulan" not in bodies["wati@example.test"]


def test_the_year_and_a_month_have_names_too(kepahiang):
    keys = {"number": 0, "judged_from": "2026-03-01", "year": 2026}
    for more, names in (
        ({"kind": "ANNUAL", "cadence": "QUARTERLY"}, ("Tahun 2026", "Year 2026")),
        ({"kind": "PERIODIC", "cadence": "MONTHLY"}, ("Maret 2026", "March 2026")),
    ):
        values = {"window": notices.shaped("appraisal.window", **keys, **more)}
        row = Notice(kind=OPENED, values=values)
        for language, name in zip(("id", "en"), names, strict=True):
            with translation.override(language):
                assert name in notices.text_of(row)


def test_a_shape_that_nobody_knows_is_refused():
    with pytest.raises(KeyError):
        notices.shaped("test.unknown", number=1)


def test_the_list_is_in_the_order_of_time_and_pages_are_bounded(cast, client_as):
    member = cast.members["Sari"]
    with acting_in(cast.kepahiang):
        for hours, what in ((2, "kedua"), (3, "ketiga"), (1, "pertama")):
            Notice.objects.create(
                member=member,
                kind=KIND,
                url="/",
                values={"what": what},
                created_at=AT + timedelta(hours=hours),
            )
        Notice.objects.bulk_create(
            Notice(member=member, kind=KIND, url="/", values={"what": "purbakala"}, created_at=AT)
            for _ in range(40)
        )
    client = client_as("Sari")
    page = client.get(reverse("accounts:notices")).content.decode()
    assert page.index("ketiga") < page.index("kedua") < page.index("pertama")
    assert page.count("purbakala") == 17
    beyond = client.get(reverse("accounts:notices"), {"page": "99999999"}).content.decode()
    assert beyond.count("purbakala") == 3


def told(cast, name, url, role=""):
    with acting_in(cast.kepahiang):
        return Notice.objects.create(
            member=cast.members[name], kind=KIND, url=url, role=role, values={"what": "x"}, created_at=AT
        )


def test_a_link_moves_nobody_and_the_button_does(cast, client_as):
    notice = told(cast, "Dewi", reverse("organisation:holidays"), "OFFICER")
    client = client_as("Dewi", "EMPLOYEE")
    assert client.get(notice.url).status_code == 403
    address = reverse("accounts:open_notice", args=[notice.pk])
    before = dict(client.session)
    asks = client.get(address)
    assert asks.status_code == 200 and dict(client.session) == before
    asked = asks.content.decode()
    assert f"sebagai Pengelola kinerja di {cast.kepahiang.name}" in asked
    assert client.get(notice.url).status_code == 403, "nothing changed in the other tabs"
    with acting_in(cast.kepahiang):
        assert Notice.objects.get(pk=notice.pk).read_at is None
    answer = client.post(address, follow=True)
    assert answer.status_code == 200 and answer.wsgi_request.actor.role == "OFFICER"
    with acting_in(cast.kepahiang):
        assert Notice.objects.get(pk=notice.pk).read_at is not None


def test_a_notice_opens_at_once_where_its_reader_already_works(cast, client_as):
    notice = told(cast, "Dewi", reverse("organisation:holidays"), "OFFICER")
    answer = client_as("Dewi", "OFFICER").get(reverse("accounts:open_notice", args=[notice.pk]))
    assert answer.status_code == 302 and answer["Location"] == notice.url


def test_an_operator_opens_a_notice_as_the_person_to_whom_it_was_sent(cast, client_as):
    from selaras.organisation.models import Grant

    with acting_in(cast.kepahiang):
        Grant.objects.create(member=cast.members["Wati"], role="OPERATOR", from_on=AT.date())
    notice = told(cast, "Wati", reverse("appraisal:evaluations") + "?role=MINE")
    client = client_as("Wati", "OPERATOR")
    assert client.get(notice.url).status_code == 403
    answer = client.post(reverse("accounts:open_notice", args=[notice.pk]), follow=True)
    assert answer.status_code == 200 and answer.wsgi_request.actor.role == "EMPLOYEE"


def test_a_role_that_is_no_longer_held_is_not_given(cast, client_as):
    notice = told(cast, "Sari", reverse("accounts:account"), "OFFICER")
    answer = client_as("Sari").get(reverse("accounts:open_notice", args=[notice.pk]), follow=True)
    assert answer.wsgi_request.actor.role == "EMPLOYEE"


def test_nobody_opens_the_notice_of_another_person(cast, client_as):
    notice = told(cast, "Sari", reverse("accounts:account"))
    address = reverse("accounts:open_notice", args=[notice.pk])
    for name in ("Wati", "Tono"):
        client = client_as(name)
        assert client.get(address).status_code == client.post(address).status_code == 404


def test_a_notice_opens_the_agency_in_which_it_was_sent(cast, client_as):
    from selaras.accounts.models import Membership

    with acting_in(cast.outsider):
        member = Membership.objects.create(user=cast.users["Sari"], created_at=AT)
        elsewhere = Notice.objects.create(
            member=member, kind=KIND, url=reverse("accounts:account"), values={"what": "x"}, created_at=AT
        )
    here = told(cast, "Sari", reverse("accounts:account"))
    client = client_as("Sari")
    for notice, agency in ((elsewhere, cast.outsider), (here, cast.kepahiang)):
        address, before = reverse("accounts:open_notice", args=[notice.pk]), dict(client.session)
        asks = client.get(address)
        assert agency.name in asks.content.decode() and dict(client.session) == before
        answer = client.post(address, follow=True)
        assert answer.status_code == 200 and answer.wsgi_request.agency == agency
        assert client.get(address)["Location"] == notice.url
        assert agency.name in answer.content.decode()
    session = client.session
    del session["agency"]
    session.save()
    address = reverse("accounts:open_notice", args=[elsewhere.pk])
    assert client.get(address).status_code == 200 and "agency" not in client.session
    answer = client.post(address, follow=True)
    assert answer.wsgi_request.agency == cast.outsider, "no agency was chosen yet"
