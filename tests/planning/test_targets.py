"""Targets: the kind decides what counts, a number is read without guessing, and half a range is found."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.planning.making import JANUARY, RESULT

from selaras.planning import operations as ops
from selaras.planning.forms.amounts import AmountField
from selaras.planning.queries import content_of, errors_in, findings_of

pytestmark = pytest.mark.django_db


def saved(year, cast, **target):
    version = year.plan(cast["Sari"]).versions.select_related("plan__period", "plan__assignment").get()
    given = ops.IndicatorInput(text="Usul diperiksa", aspect="QUALITY", **target)
    ops.save_result(
        version=version, result=replace(RESULT, indicators=(given,)), by=year.on("Sari"), at=JANUARY
    )
    return version, content_of(version)


def test_a_number_counts_although_words_stand_there_too(year, cast):
    _version, content = saved(
        year, cast, target_text="90 – 95%", target_kind="NUMBER", target_low=Decimal(80), measure="%"
    )
    assert content.results[0].indicators[0].target == "80%"
    assert content.results[0].indicators[0].target_text == ""


def test_half_a_range_is_found_before_submitting(year, cast):
    version, content = saved(
        year, cast, target_text="90 – 95%", target_kind="RANGE", target_low=Decimal(90), measure="%"
    )
    found = errors_in(findings_of(version, content, JANUARY.date()))
    assert any("target" in one.en for one in found)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("id", "12,5", "12.5"), ("id", "12.500", "12500"), ("id", "1.234,56", "1234.56"), ("id", "120", "120"),
        ("en", "12.5", "12.5"), ("en", "12,500", "12500"), ("en", "61.95", "61.95"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_the_language_writes_it(language, text, number):
    with translation.override(language):
        assert AmountField().clean(text) == Decimal(number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "12.5"),
        ("id", "1.2.3"),
        ("id", "-3"),
        ("id", "12.50"),
        ("en", "12,5"),
        ("en", "-3"),
        ("en", "1e3"),
    ],
)
def test_what_could_mean_two_numbers_is_refused_with_an_example(language, text):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        AmountField().clean(text)
    assert refused.value.messages[0].endswith(".")


def test_the_page_says_how_a_target_was_read(year, cast, client_as):
    version, content = saved(year, cast, target_text="90%")
    url = f"/plans/{version.plan_id}/results/{content.results[0].lineage_id}/"
    sent = {
        "version": content.results[0].version, "text": RESULT.text, "kind": "MAIN", "source": "MPH",
        "kept_by": "ORGANISATION", "indicators": "1", "i0-text": "Usul diperiksa", "i0-aspect": "QUALITY",
        "i0-target_kind": "NUMBER", "i0-target_low": "12.500", "i0-measure": "usul", "i0-direction": "MORE",
        "i0-target_text": "90%",
    }  # fmt: skip
    page = client_as("Sari").post(url, sent, follow=True).content.decode()
    assert "12.500 usul" in page
