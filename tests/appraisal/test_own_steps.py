"""The page of an evaluation shows the reader's own steps, who acts next, and the list only the tabs one can use."""

from datetime import date

import pytest
from django.urls import reverse
from tests.appraisal.year import at

from selaras.appraisal import operations
from selaras.core import clock

pytestmark = pytest.mark.django_db


def page(client_as, steps, who, role=None):
    url = reverse("appraisal:evaluation", args=[steps.evaluation("Sari").pk])
    text = client_as(who, role).get(url).content.decode()
    return text.split('id="next"')[1].split("</section>")[0] if 'id="next"' in text else text


def test_steps_that_are_never_the_readers_are_not_shown(steps, client_as):
    steps.delivered()
    own = page(client_as, steps, "Sari")
    assert 'value="accept"' in own and "/objection/" in own
    for who, role in (
        ("Budi", None),
        ("Ratna", None),
        ("Dewi", "OFFICER"),
        ("Joko", "AUDITOR"),
        ("Hasan", "HEAD"),
    ):
        seen = page(client_as, steps, who, role)
        assert "disabled" not in seen and "<button" not in seen, who


def test_a_refused_step_of_ones_own_says_why(steps, client_as):
    steps.delivered()
    with clock.fixed(at(date(2026, 8, 10))):
        seen = page(client_as, steps, "Sari")
    assert "disabled" in seen and "hari kerja" in seen, "the days of the objection have passed"


@pytest.mark.parametrize(
    ("who", "name"), [("Sari", "Anda"), ("Budi", "Sari Wulandari"), ("Joko", "Sari Wulandari")]
)
def test_one_line_says_who_acts_next_until_when(steps, client_as, who, name):
    steps.delivered()
    seen = page(client_as, steps, who, "AUDITOR" if who == "Joko" else None)
    assert f"oleh {name}" in seen and "31 Juli 2026" in seen


def test_a_window_without_objection_is_not_late(steps, client_as):
    steps.delivered()
    steps.accept()
    url = reverse("appraisal:evaluation", args=[steps.evaluation("Sari").pk])
    with clock.fixed(at(date(2026, 8, 10))):
        text = client_as("Sari").get(url).content.decode()
    assert "Lewat pada 31 Juli 2026 tanpa keberatan" in text


def test_tabs_of_others_are_hidden_from_who_leads_nobody(steps, client_as):
    steps.open()
    url = reverse("appraisal:evaluations")
    assert "role=APPRAISER" not in client_as("Sari").get(url).content.decode()
    budi, ratna = (client_as(who).get(url).content.decode() for who in ("Budi", "Ratna"))
    assert "role=APPRAISER" in budi and "role=SUPERIOR" in ratna
    assert client_as("Sari").get(url + "?role=APPRAISER").status_code == 200


def test_no_page_urges_to_object(steps, client_as):
    steps.delivered()
    before = page(client_as, steps, "Sari")
    assert before.count("btn-primary") == 1 and 'value="accept"' in before.split("btn-primary")[1]
    steps.accept()
    after = page(client_as, steps, "Sari")
    assert "/objection/" in after and "btn-primary" not in after


def test_who_objects_instead_of_signing_owes_no_signature(steps, client_as):
    steps.delivered()
    steps.decide(steps.object())
    with clock.fixed(at(date(2026, 7, 21))):
        operations.report(
            evaluation=steps.evaluation("Sari"),
            by=steps.who("Dewi", date(2026, 7, 21), "OFFICER"),
            at=at(date(2026, 7, 21)),
        )
        url = reverse("appraisal:evaluation", args=[steps.evaluation("Sari").pk])
        text = client_as("Sari").get(url).content.decode()
    assert "Keberatan diputus" in text and "sekarang di sini" not in text
    assert "Tanda tangani dan kembalikan" not in text and "Ditandatangani pegawai" not in text
