"""The limits of SE MenPANRB 3/2023 beside the distribution while rating: counts, no names, never a block."""

from datetime import date

import pytest
from django.urls import reverse
from tests.appraisal.test_pages import grow
from tests.cast import AT

from selaras.appraisal import queries
from selaras.appraisal.models import Evaluation
from selaras.regulations.models import Topic
from selaras.regulations.operations import record_choice
from selaras.regulations.queries.topics import TOPICS

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 10)


@pytest.fixture
def group(steps):
    """Budi evaluates Sari, Wati and ten others of his unit, whose achievement is Good."""
    steps.achieve()
    grow(steps, 10)
    return steps


def sign_all(steps, count, predicate="GOOD"):
    rows = Evaluation.objects.filter(person__name__startswith="Pegawai Nomor").order_by("pk")[:count]
    Evaluation.objects.filter(pk__in=[one.pk for one in rows]).update(
        state="RATED", predicate=predicate, results_rating="MEETS", behaviour_rating="MEETS",
        rated_at="2026-07-09T03:00:00Z",
    )  # fmt: skip


def limits(steps, name="Sari", who="Budi", achievement="GOOD", chosen=""):
    evaluation = steps.evaluation(name)
    return queries.limits_for(
        queries.group_of(steps.who(who, DAY), evaluation), evaluation, achievement, chosen
    )


def test_the_group_is_that_whose_achievement_counts_and_the_choice_counts_too(group):
    sign_all(group, 9)
    found = limits(group, chosen="GOOD")
    assert (found.size, found.given, found.hidden, found.is_small) == (12, 10, 0, False)
    good, low = found.lines
    assert (good.rule, good.predicates, good.most, good.people, good.is_broken) == (
        "MAX",
        ("GOOD",),
        8,
        10,
        True,
    )
    assert (low.rule, low.people, low.is_broken) == ("EXIST", 0, True)
    other = limits(group, chosen="NEEDS_IMPROVEMENT")
    assert [line.is_broken for line in other.lines] == [True, False]


def test_a_small_group_is_told_so(steps):
    steps.achieve()
    steps.open()
    small = limits(steps, "Budi", "Ratna", achievement="POOR", chosen="GOOD")
    assert (small.size, small.is_small, small.found) == (2, True, None), "two people cannot meet three limits"
    assert limits(steps, achievement="") is None, "no achievement, no limits"


def test_who_may_not_see_the_others_is_told_how_many_are_not_counted(group):
    sari = group.evaluation("Sari")
    Evaluation.objects.filter(pk=sari.pk).update(appraiser=group.cast["Yusuf"])
    seen = limits(group, who="Yusuf")
    assert (seen.size, seen.hidden) == (1, 11)


def test_on_the_page_and_in_the_preview_without_names(group, client_as):
    sign_all(group, 9)
    sari = group.evaluation("Sari")
    client = client_as("Budi", "APPRAISER")
    page = client.get(reverse("appraisal:rate", args=[sari.pk])).content.decode()
    assert 'id="limits-title"' in page and "Pegawai Nomor" not in page
    url = reverse("appraisal:rate_preview", args=[sari.pk])
    text = client.get(url, {"results_rating": "MEETS", "behaviour_rating": "MEETS"}).content.decode()
    assert "SE MenPANRB 3/2023" in text and "sl-tint-amber" in text and "Pegawai Nomor" not in text
    assert group.rate().state == "RATED", "a limit is never a block"
    assert client_as("Sari").get(url).status_code == 403


def test_an_agency_that_chose_silence_is_shown_no_limits(group, client_as, actor):
    sign_all(group, 9)
    url = reverse("appraisal:rate", args=[group.evaluation("Sari").pk])
    preview = reverse("appraisal:rate_preview", args=[group.evaluation("Sari").pk])
    assert 'id="limits-title"' in client_as("Budi", "APPRAISER").get(url).content.decode()
    record_choice(
        topic=Topic.DISTRIBUTION, from_on=date(2026, 1, 1), value={"check": "SILENT"}, reason="Uji coba satu tahun.",
        by=actor("Dewi", role="OFFICER"), at=AT,
    )  # fmt: skip
    ratings = {"results_rating": "MEETS", "behaviour_rating": "MEETS"}
    for address, query in ((url, {}), (preview, ratings)):
        text = client_as("Budi", "APPRAISER").get(address, query).content.decode()
        assert 'id="limits-title"' not in text


def test_the_laws_sample_guides_stand_beside_the_choices_and_choose_nothing(group, client_as):
    url = reverse("appraisal:rate", args=[group.evaluation("Sari").pk])
    page = client_as("Budi", "APPRAISER").get(url).content.decode()
    assert "contoh panduan rating hasil kerja" in page and "contoh panduan rating perilaku kerja" in page
    assert "Sebagian besar atau seluruh hasil kerja di atas ekspektasi" in page
    assert "menjaga penerapannya" in page and " checked" not in page.split('id="judgement"')[1]


def test_the_preview_listens_to_ratings_only(group, client_as):
    text = (
        client_as("Budi").get(reverse("appraisal:rate", args=[group.evaluation("Sari").pk])).content.decode()
    )
    listening = text.split("hx-get=")[1:]
    assert len(listening) == 2
    assert all("<textarea" not in part.split("</fieldset>")[0] for part in listening)


@pytest.mark.parametrize("chosen", [False, True])
def test_a_delivered_result_says_what_its_predicate_pays_by_the_choice_of_the_agency(
    group, client_as, actor, chosen
):
    if chosen:
        value = dict(TOPICS[Topic.ALLOWANCE].default(group.cast.kepahiang, date(2026, 1, 1)) or {})
        value["factors"] = {**value["factors"], "GOOD": "95.00"}
        record_choice(
            topic=Topic.ALLOWANCE, from_on=date(2026, 1, 1), value=value, reason="Peraturan Bupati 52/2025.",
            by=actor("Dewi", role="OFFICER"), at=AT,
        )  # fmt: skip
    rated = group.rate()
    url = reverse("appraisal:evaluation", args=[rated.pk])
    assert "bagian produktivitas" not in client_as("Budi", "APPRAISER").get(url).content.decode()
    Evaluation.objects.filter(pk=rated.pk).update(delivered_on=DAY, state="DELIVERED")
    page = client_as("Sari").get(url).content.decode()
    assert f"membayar {'95' if chosen else '100'}\u00a0% dari bagian produktivitas" in page
    assert ("berlaku sejak 1 Januari 2026" in page) is chosen
