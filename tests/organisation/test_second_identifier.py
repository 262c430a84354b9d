"""Whoever grants a role never chooses by a bare number, and counts of people are written right."""

import pytest
from django.urls import reverse
from tests.cast import AT

from selaras.core.models import Job

OPERATOR = ("Oki", "OPERATOR")


@pytest.fixture
def operator(client_as):
    return client_as(*OPERATOR)


def test_an_operator_sees_the_unit_beside_each_login_and_no_name(kepahiang, operator):
    for url in (
        reverse("organisation:grant_add") + f"?q={kepahiang['Sari'].number}",
        reverse("organisation:members"),
    ):
        text = operator.get(url).content.decode()
        assert "Sari Wulandari" not in text
        assert f"{kepahiang['Sari'].number} · Bidang Mutasi" in text


def test_a_choice_from_an_earlier_search_keeps_its_words(kepahiang, operator):
    member = kepahiang["Sari"].member_id
    sent = {"member": member, "role": "AUDITOR", "from_on": ""}
    text = operator.post(reverse("organisation:grant_add") + "?q=nobody", sent).content.decode()
    assert f"{kepahiang['Sari'].number} · Bidang Mutasi" in text and f">{member}<" not in text


def test_one_person_is_not_one_people(kepahiang, client_as):
    dewi = client_as("Dewi", "OFFICER")
    dewi.cookies["selaras_language"] = "en"
    text = dewi.get(reverse("organisation:units")).content.decode()
    assert "1 person" in text and "1 people" not in text


def test_work_with_nothing_to_do_counts_nothing(kepahiang, client_as, actor):
    job = Job.objects.create(
        kind="monitoring.send_request", state="DONE", started_by_id=actor("Dewi").member_id,
        created_at=AT, started_at=AT, finished_at=AT, result={"sent": 0},
    )  # fmt: skip
    dewi = client_as("Dewi", "OFFICER")
    for url in (reverse("jobs:job", args=[job.pk]), reverse("jobs:jobs")):
        text = dewi.get(url).content.decode()
        assert "0 dari" not in text and "<progress" not in text
