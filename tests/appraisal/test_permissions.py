"""Who may do what: the whole cast against every step, in both directions, and never across agencies."""

from datetime import date

import pytest
from tests.appraisal.year import at

from selaras.appraisal import operations, queries
from selaras.appraisal.permissions import (
    can_accept,
    can_ask_opinion,
    can_decide,
    can_judge,
    can_move,
    can_object,
    can_report,
    can_run_window,
    can_see,
    can_see_result,
    can_set_achievement,
    can_take_part,
)
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 14)
CAST = {
    "Sari": None, "Budi": None, "Ratna": None, "Wati": None, "Yusuf": None, "Dewi": "OFFICER", "Hasan": "HEAD",
    "Joko": "AUDITOR", "Oki": "OPERATOR",
}  # fmt: skip
MAY = {
    "OPEN": {
        can_see: "Sari Budi Ratna Dewi Hasan Joko",
        can_see_result: "Budi",
        can_judge: "Budi",
        can_take_part: "Sari",
        can_ask_opinion: "Sari Budi",
        can_move: "Dewi",
        can_decide: "Ratna",
    },
    "DELIVERED": {
        can_see_result: "Sari Budi Ratna Dewi Hasan Joko",
        can_accept: "Sari",
        can_object: "Sari",
        can_report: "Budi Ratna Dewi",
        can_move: "",
        can_take_part: "",
        can_ask_opinion: "",
    },
}


@pytest.mark.parametrize("state", list(MAY))
def test_the_cast_against_every_predicate(steps, state):
    if state == "OPEN":
        steps.open()
    else:
        steps.delivered()
    evaluation = steps.evaluation("Sari")
    for predicate, allowed in MAY[state].items():
        answers = {name for name, role in CAST.items() if predicate(steps.who(name, DAY, role), evaluation)}
        assert answers == set(allowed.split()), predicate.__name__
        for name in CAST.keys() - answers:
            assert str(predicate(steps.who(name, DAY, CAST[name]), evaluation).reason), (
                "a refusal has a sentence"
            )


def test_roles_that_count_only_when_chosen(steps):
    steps.open()
    evaluation = steps.evaluation("Sari")
    assert not can_see(steps.who("Dewi", DAY, "EMPLOYEE"), evaluation)
    assert can_set_achievement(steps.who("Hasan", DAY, "HEAD"), steps.cast.units["MUTASI"].pk)
    assert not can_set_achievement(steps.who("Budi", DAY), steps.cast.units["MUTASI"].pk)
    assert can_run_window(steps.who("Dewi", DAY, "OFFICER"), steps.year.quarter)
    assert not can_run_window(steps.who("Hasan", DAY, "HEAD"), steps.year.quarter)


def test_lists_show_what_may_be_seen(steps):
    steps.open()
    seen = {name: queries.evaluations_for(steps.who(name, DAY, role)).count() for name, role in CAST.items()}
    assert seen == {
        "Sari": 1, "Budi": 3, "Ratna": 5, "Wati": 1, "Yusuf": 1, "Dewi": 6, "Hasan": 6, "Joko": 6, "Oki": 0
    }  # fmt: skip
    assert queries.evaluations_for(steps.who("Budi", DAY), role="APPRAISER").count() == 2


def test_another_agency_sees_nothing(steps):
    steps.open()
    outsider = steps.cast.actor("Tono", on=DAY, role="OFFICER")
    with acting_in(steps.cast.outsider):
        assert not queries.evaluations_for(outsider).exists()
        assert queries.distribution_of(steps.year.quarter.pk).ids == []


def test_an_officer_does_not_rate_for_somebody_with_an_account(steps):
    steps.achieve()
    steps.open()
    with pytest.raises(NotAllowed):
        steps.rate("Sari", "Dewi", role="OFFICER", on_behalf_reason="Sedang dinas luar")


def test_an_opinion_is_written_only_by_who_was_asked(steps):
    steps.open()
    words = {
        "results_rating": "MEETS", "results_grounds": "Baik", "behaviour_rating": "MEETS", "behaviour_grounds": "Baik"
    }  # fmt: skip
    sari = steps.evaluation("Sari")
    with pytest.raises(InvalidRefused):
        operations.save_opinion(
            evaluation=sari, kind="PEER", submit=True, by=steps.who("Wati", DAY), at=at(DAY), **words
        )
    with pytest.raises(InvalidRefused):
        operations.ask_opinion(
            evaluation=sari, author_id=steps.cast["Budi"].pk, by=steps.who("Sari", DAY), at=at(DAY)
        )
    asked = operations.ask_opinion(
        evaluation=sari, author_id=steps.cast["Wati"].pk, by=steps.who("Sari", DAY), at=at(DAY)
    )
    sent = operations.save_opinion(
        evaluation=sari, kind="PEER", submit=True, by=steps.who("Wati", DAY), at=at(DAY), **words
    )
    assert sent.pk == asked.pk
    with pytest.raises(NotAllowed):
        operations.save_opinion(
            evaluation=sari, kind="PEER", submit=False, by=steps.who("Wati", DAY), at=at(DAY), **words
        )
