"""What goes wrong in the forms of training is said in the form, in plain words, with all that was chosen."""

import re

import pytest
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.development.test_trainings import COURSE

from selaras.development import operations
from selaras.development.models import Enrolment

OFFICER = ("Dewi", "OFFICER")
WEAKNESS = "Menyusun laporan dengan O'Brien"


@pytest.fixture
def full(kepahiang, actor):
    """A training with a single place."""
    return operations.add_training(**COURSE, seats=1, by=actor("Dewi", role="OFFICER"), at=AT)


def test_more_people_than_places_keeps_every_tick(full, kepahiang, client_as):
    chosen = [kepahiang["Sari"].pk, kepahiang["Wati"].pk]
    url = reverse("development:enrol", args=[full.pk])
    answer = client_as(*OFFICER).post(url, {"people": chosen, "weakness": WEAKNESS})
    text = answer.content.decode()
    assert answer.status_code == 409 and Enrolment.objects.count() == 0
    assert "Belum ada yang didaftarkan; pilihan Anda tetap ada." in text
    assert "Tersisa 1 tempat, tetapi dibutuhkan 2." in text and 'id="enrol"' in text
    ticked = {int(one) for one in re.findall(r'name="people" value="(\d+)" checked', text)}
    assert ticked == set(chosen)
    assert "Menyusun laporan dengan O&#39;Brien" in text


def test_nobody_chosen_and_rubbish_come_back_to_the_list(full, client_as):
    url = reverse("development:enrol", args=[full.pk])
    for people in ([], ["x", "9" * 40, "-1"]):
        answer = client_as(*OFFICER).post(url, {"people": people})
        assert answer.status_code == 422 and 'id="enrol"' in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"hours": "0"}, "Isian ini paling sedikit 1."),
        ({"hours": "dua puluh"}, "Tulis bilangan bulat, tanpa koma dan tanpa kata."),
        ({"seats": "40000"}, "Isian ini paling banyak 32000."),
    ],
)
def test_numbers_are_refused_in_plain_words_together_with_the_days(full, client_as, values, said):
    sent = {"title": "", "starts_on": TODAY.isoformat(), "ends_on": "2020-01-01", **values}
    answer = client_as(*OFFICER).post(reverse("development:training_new"), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text and "Hari terakhir tidak boleh sebelum hari pertama." in text
