"""A result that the superior changed (D.1.3, Lampiran V.B): reported by the superior, signed by all three who may."""

from datetime import date

import pytest
from benchmarks.pages import OUTSIDE
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.appraisal.year import at

from selaras.appraisal import operations, queries
from selaras.appraisal.permissions import can_report, can_sign_changed
from selaras.appraisal.views.steps import actions, next_line
from selaras.core import clock
from selaras.core.verdict import InvalidRefused, NotAllowed
from selaras.documents.models import Paper, SignatureMethod
from selaras.documents.operations import pdf_of
from selaras.organisation.models import EmploymentPeriod, Person

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 21)


@pytest.fixture
def changed(steps):
    steps.delivered()
    steps.decide(steps.object(), "CHANGED", results_rating="ABOVE", behaviour_rating="ABOVE")
    return steps


def page_of(steps, name, role=None):
    user = steps.who(name, DAY, role)
    found = queries.evaluation_for(user, steps.evaluation("Sari").pk, at=at(DAY))
    return user, found, queries.objection_of(found)


def buttons(steps, name, role=None):
    return {one["code"]: one for one in actions(*page_of(steps, name, role)) if one["allowed"]}


def sign(steps, name, role=None, **more):
    return operations.sign_changed(
        evaluation=steps.evaluation("Sari"), by=steps.who(name, DAY, role), at=at(DAY), **more
    )


def report(steps, name, role=None):
    return operations.report(evaluation=steps.evaluation("Sari"), by=steps.who(name, DAY, role), at=at(DAY))


def marks(steps):
    """Who stands on the valid D.1.3, and by which hand."""
    paper = Paper.objects.get(form="D.1.3", state="VALID", subject_id=steps.evaluation("Sari").pk)
    return {one["role"]: one["mark"] and one["mark"]["method"] for one in paper.content["signatures"]}, paper


def test_the_superior_reports_what_the_superior_changed(changed):
    desk = {
        name: [one.button for one in queries.waiting_for(changed.who(name, DAY))]
        for name in ("Budi", "Ratna")
    }
    assert "Laporkan hasil" in desk["Ratna"] and "Laporkan hasil" not in desk["Budi"]
    assert "report" in buttons(changed, "Ratna") and "report" not in buttons(changed, "Budi")
    assert changed.cast["Ratna"].name in next_line(*page_of(changed, "Sari"))
    with pytest.raises(NotAllowed, match="atasan penilai"):
        report(changed, "Budi")
    assert report(changed, "Ratna").state == "REPORTED"


def test_an_officer_still_records_the_report_of_a_changed_result(changed):
    assert can_report(changed.who("Dewi", DAY, "OFFICER"), changed.evaluation("Sari"))
    assert report(changed, "Dewi", "OFFICER").state == "REPORTED"


def test_an_upheld_result_is_reported_by_the_appraiser(steps):
    steps.delivered()
    steps.decide(steps.object())
    assert not can_sign_changed(steps.who("Sari", DAY), steps.evaluation("Sari"))
    assert "Laporkan hasil" in [one.button for one in queries.waiting_for(steps.who("Budi", DAY))]
    assert report(steps, "Budi").state == "REPORTED"


def test_employee_and_appraiser_add_their_signatures_to_the_paper(changed):
    assert marks(changed)[0] == {"APPRAISER": None, "EMPLOYEE": None, "SUPERIOR": SignatureMethod.CLICK}
    before = marks(changed)[1].content_hash
    assert "sign_changed" in buttons(changed, "Sari") and "sign_changed" not in buttons(changed, "Ratna")
    sign(changed, "Sari")
    assert report(changed, "Ratna").state == "REPORTED", "no step waits for a signature"
    sign(changed, "Budi")
    found, paper = marks(changed)
    assert found == dict.fromkeys(("APPRAISER", "EMPLOYEE", "SUPERIOR"), SignatureMethod.CLICK)
    assert paper.content_hash == before, "all three signed the same words"
    assert pdf_of(paper).startswith(b"%PDF")
    assert Paper.objects.filter(form="D.1.3", state="SUPERSEDED").count() == 2
    assert changed.evaluation("Sari").state == "REPORTED"
    with pytest.raises(NotAllowed, match="sudah ditandatangani"):
        sign(changed, "Sari")
    assert "sign_changed" not in buttons(changed, "Budi")


@pytest.mark.parametrize(
    ("who", "role"), [("Ratna", None), ("Wati", None), ("Dewi", "OFFICER"), ("Joko", "AUDITOR")]
)
def test_nobody_else_signs_the_changed_result(changed, who, role):
    with pytest.raises(NotAllowed):
        sign(changed, who, role)


def test_an_officer_records_a_signature_by_hand_with_a_reason(changed):
    Person.objects.filter(pk=changed.cast["Sari"].pk).update(member=None)
    assert buttons(changed, "Dewi", "OFFICER")["sign_changed"]["asks"]
    with pytest.raises(InvalidRefused):
        sign(changed, "Dewi", "OFFICER")
    sign(changed, "Dewi", "OFFICER", on_behalf_reason="Ditandatangani di atas kertas, map 7.")
    assert marks(changed)[0]["EMPLOYEE"] == SignatureMethod.WET


def test_nobody_signs_in_the_name_of_somebody_who_has_left(changed):
    EmploymentPeriod.objects.filter(person=changed.cast["Budi"]).delete()
    EmploymentPeriod.objects.create(
        person=changed.cast["Budi"], kind="PNS", from_on=date(2020, 1, 1), until_on=date(2026, 7, 20)
    )
    assert not can_sign_changed(changed.who("Dewi", DAY, "OFFICER"), changed.evaluation("Sari"))


def test_a_closed_year_takes_no_signature(changed):
    changed.year.period.state = "CLOSED"
    changed.year.period.save()
    assert not can_sign_changed(changed.who("Sari", DAY), changed.evaluation("Sari"))


def test_the_button_of_the_page_signs(changed, client_as):
    sari = changed.evaluation("Sari")
    with clock.fixed(at(DAY)):
        client = client_as("Sari")
        url = reverse("appraisal:evaluation", args=[sari.pk])
        assert 'value="sign_changed"' in client.get(url).content.decode()
        answer = client.post(
            reverse("appraisal:step", args=[sari.pk]),
            {"step": "sign_changed", "version": sari.version},
            follow=True,
        )
    assert "sudah ditandatangani" in answer.content.decode() and marks(changed)[0]["EMPLOYEE"]
    assert 'value="sign_changed"' not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "role"), [("Sari", None), ("Budi", None), ("Ratna", None), ("Dewi", "OFFICER")]
)
def test_the_page_of_a_changed_result_keeps_to_twelve_statements(changed, client_as, who, role):
    with clock.fixed(at(DAY)):
        client = client_as(who, role) if role else client_as(who)
        url = reverse("appraisal:evaluation", args=[changed.evaluation("Sari").pk])
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
    asked = [one["sql"] for one in caught.captured_queries if not one["sql"].startswith(OUTSIDE)]
    assert len(asked) <= 12, asked
