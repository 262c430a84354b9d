"""The employee of the month is nominated by colleagues and chosen with a reason; awards carry a certificate."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.recognition.results import result_of

from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.documents.models import PaperState
from selaras.documents.queries import can_read_paper, papers_of
from selaras.recognition import operations
from selaras.recognition.models import AwardRound, Nomination
from selaras.recognition.queries import rounds_for, waiting_for
from selaras.recognition.queries.shortlist import reasons_in, shortlist_of
from selaras.regulations.models import Topic
from selaras.regulations.operations import record_choice

MONTH = date(2026, 7, 1)
LAST = date(2026, 7, 20)


@pytest.fixture
def july(kepahiang, actor):
    return operations.open_round(
        unit=kepahiang.units["BKPSDM"],
        month_on=MONTH,
        closes_on=LAST,
        by=actor("Dewi", role="OFFICER"),
        at=AT,
    )


def nominate(cast, actor, july, nominator="Wati", person="Sari", on=TODAY):
    return operations.nominate(
        award_round=july,
        person=cast[person],
        reason="Menyelesaikan 40 usul pensiun.",
        by=actor(nominator, on=on),
        at=AT,
    )


def test_a_month_is_opened_once_by_those_in_reach(kepahiang, actor, july):
    officer = actor("Dewi", role="OFFICER")
    with pytest.raises(InvalidRefused, match="."):
        operations.open_round(unit=july.unit, month_on=date(2026, 7, 9), closes_on=LAST, by=officer, at=AT)
    with pytest.raises(InvalidRefused):
        operations.open_round(unit=july.unit, month_on=date(2026, 8, 1), closes_on=LAST, by=officer, at=AT)
    with pytest.raises(NotAllowed):
        operations.open_round(unit=july.unit, month_on=MONTH, closes_on=LAST, by=actor("Budi"), at=AT)


def test_colleagues_nominate_and_may_change_their_mind(kepahiang, actor, july):
    nominate(kepahiang, actor, july)
    nominate(kepahiang, actor, july, person="Budi")
    assert [one.person_id for one in Nomination.objects.all()] == [kepahiang["Budi"].pk]
    assert rounds_for(actor("Wati")).get().has_mine


def test_nobody_nominates_oneself_a_stranger_to_the_unit_or_too_late(kepahiang, actor, july):
    with pytest.raises(InvalidRefused):
        nominate(kepahiang, actor, july, nominator="Sari", person="Sari")
    with pytest.raises(InvalidRefused):
        nominate(kepahiang, actor, july, person="Joko")
    with pytest.raises(NotAllowed):
        nominate(kepahiang, actor, july, on=LAST + timedelta(days=1))
    with pytest.raises(NotAllowed):
        operations.nominate(
            award_round=july, person=kepahiang["Sari"], reason="x", by=actor("Joko", role="AUDITOR"), at=AT
        )


def test_the_choice_makes_an_award_with_a_certificate_and_tells_everybody(kepahiang, actor, july):
    nominate(kepahiang, actor, july)
    award = operations.choose(
        award_round=july,
        person=kepahiang["Sari"],
        reason="Tekun dan menolong.",
        by=actor("Hasan", role="HEAD"),
        at=AT,
        version=1,
        early=True,
    )
    july.refresh_from_db()
    assert (july.state, award.kind) == ("CHOSEN", "EMPLOYEE_OF_MONTH")
    paper = papers_of(award)[0]
    assert paper.form == "AWARD" and paper.number.startswith("PIAGAM/00001")
    paper.refresh_from_db()
    assert paper.content["recipient"]["name"] == "Sari Wulandari, S.Kom."
    assert paper.content["signatures"][0]["name"] == "Hasan Basri, S.H., M.Si."
    assert can_read_paper(actor("Wati"), paper) and not can_read_paper(actor("Oki"), paper)
    kinds = dict(Notice.objects.values_list("member", "kind"))
    assert kinds[kepahiang.members["Sari"].pk] == "recognition.award_received"
    assert kinds[kepahiang.members["Wati"].pk] == "recognition.award_of_colleague"
    assert kepahiang.members["Joko"].pk not in kinds


def test_the_leader_of_the_unit_signs_when_an_officer_gives(kepahiang, actor, july):
    nominate(kepahiang, actor, july)
    award = operations.choose(
        award_round=july,
        person=kepahiang["Sari"],
        reason="Tekun.",
        by=actor("Dewi", role="OFFICER"),
        at=AT,
        early=True,
    )
    paper = papers_of(award)[0]
    paper.refresh_from_db()
    assert paper.content["signatures"][0]["name"].startswith("Ratna")


def test_only_a_nominated_person_is_chosen_and_never_oneself(kepahiang, actor, july):
    nominate(kepahiang, actor, july, person="Dewi")
    officer = actor("Dewi", role="OFFICER")
    with pytest.raises(InvalidRefused):
        operations.choose(
            award_round=july, person=kepahiang["Sari"], reason="x", by=officer, at=AT, early=True
        )
    with pytest.raises(InvalidRefused):
        operations.choose(
            award_round=july, person=kepahiang["Dewi"], reason="x", by=officer, at=AT, early=True
        )
    july.refresh_from_db()
    assert july.state == "OPEN"


def test_closing_needs_a_reason_and_ends_nominations(kepahiang, actor, july):
    officer = actor("Dewi", role="OFFICER")
    with pytest.raises(InvalidRefused):
        operations.close_round(award_round=july, reason=" ", by=officer, at=AT)
    with pytest.raises(StaleRefused):
        operations.close_round(award_round=july, reason="Tidak ada calon.", by=officer, at=AT, version=9)
    operations.close_round(award_round=july, reason="Tidak ada calon.", by=officer, at=AT)
    with pytest.raises(StateRefused):
        operations.close_round(award_round=july, reason="Lagi", by=officer, at=AT)
    with pytest.raises(NotAllowed):
        nominate(kepahiang, actor, july)


def test_the_desk_asks_for_nominations_then_for_the_choice(
    kepahiang, actor, july, django_assert_max_num_queries
):
    colleague = actor("Wati")
    with django_assert_max_num_queries(1):
        lines = waiting_for(colleague)
    assert [line.due_on for line in lines] == [LAST]
    assert waiting_for(actor("Joko")) == []
    nominate(kepahiang, actor, july)
    assert waiting_for(actor("Wati")) == []
    later = actor("Dewi", on=LAST + timedelta(days=1), role="OFFICER")
    assert [line.url for line in waiting_for(later)] == [reverse("recognition:round", args=[july.pk])]


def test_an_award_for_a_project_and_its_withdrawal(kepahiang, actor):
    head = actor("Hasan", role="HEAD")
    given = {
        "kind": "PROJECT",
        "title": "Aplikasi arsip digital",
        "reason": "Selesai tepat waktu.",
        "given_on": TODAY,
    }
    award = operations.give_award(person=kepahiang["Wati"], **given, by=head, at=AT)
    with pytest.raises(InvalidRefused):
        operations.give_award(
            person=kepahiang["Wati"], **{**given, "given_on": TODAY + timedelta(days=1)}, by=head, at=AT
        )
    with pytest.raises(InvalidRefused):
        operations.give_award(
            person=kepahiang["Wati"], **{**given, "kind": "EMPLOYEE_OF_MONTH"}, by=head, at=AT
        )
    with pytest.raises(NotAllowed):
        operations.give_award(person=kepahiang["Hasan"], **given, by=head, at=AT)
    with pytest.raises(NotAllowed):
        operations.give_award(person=kepahiang["Wati"], **given, by=actor("Budi"), at=AT)
    operations.withdraw_award(award=award, reason="Salah orang.", by=head, at=AT, version=1)
    assert papers_of(award)[0].state == PaperState.WITHDRAWN
    with pytest.raises(NotAllowed):
        operations.withdraw_award(award=award, reason="Salah orang.", by=head, at=AT)


def test_the_other_agency_sees_no_month(kepahiang, cast, actor, july):
    with acting_in(cast.outsider):
        assert not rounds_for(actor("Lina")).exists()
        assert not AwardRound.objects.filter(pk=july.pk).exists()


def test_a_choice_waits_for_the_nominations_or_is_confirmed(kepahiang, actor, july, client_as):
    nominate(kepahiang, actor, july)
    officer = client_as("Dewi", "OFFICER")
    address = reverse("recognition:round", args=[july.pk])
    assert "Rekan kerja masih dapat mencalonkan sampai 20 Juli 2026" in officer.get(address).content.decode()
    chosen = {"step": "choose", "person": kepahiang["Sari"].pk, "reason": "Tekun.", "version": 1}
    refused = officer.post(address, chosen)
    assert refused.status_code == 422 and "id_early" in refused.content.decode()
    july.refresh_from_db()
    assert july.state == "OPEN"
    assert officer.post(address, chosen | {"early": "on"}).status_code == 302
    july.refresh_from_db()
    assert july.state == "CHOSEN"


def conditions(actor, from_on=TODAY, **value):
    """The agency chooses its own conditions."""
    chosen = {"lowest_predicate": "GOOD", "months_between": 6, "newcomers": True} | value
    record_choice(
        topic=Topic.EMPLOYEE_OF_MONTH, from_on=from_on, value=chosen, reason="Keputusan Kepala Badan 7/2026",
        by=actor("Dewi", role="OFFICER"), at=AT,
    )  # fmt: skip


def delivered(cast, name, predicate):
    found = result_of(cast, name, predicate)
    type(found).objects.filter(pk=found.pk).update(delivered_on=date(2026, 1, 22))


def choose(cast, actor, month, person="Sari", on=TODAY):
    return operations.choose(
        award_round=month, person=cast[person], reason="Tekun.", by=actor("Dewi", on=on, role="OFFICER"), at=AT,
        early=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("predicate", "chosen", "lacks"),
    [
        (None, {}, ()),
        (None, {"newcomers": False}, ("PREDICATES",)),
        ("GOOD", {}, ()),
        ("GOOD", {"lowest_predicate": "VERY_GOOD"}, ("PREDICATES",)),
        ("NEEDS_IMPROVEMENT", {}, ("PREDICATES",)),
        ("NEEDS_IMPROVEMENT", {"lowest_predicate": "NEEDS_IMPROVEMENT"}, ()),
    ],
)
def test_the_shortlist_follows_the_choice_that_holds_on_the_day(kepahiang, actor, predicate, chosen, lacks):
    if predicate:
        delivered(kepahiang, "Sari", predicate)
    before = shortlist_of(kepahiang.kepahiang, [kepahiang["Sari"].pk], TODAY)
    conditions(actor, from_on=TODAY + timedelta(days=1), **chosen)
    assert shortlist_of(kepahiang.kepahiang, [kepahiang["Sari"].pk], TODAY) == before
    (ready,) = shortlist_of(kepahiang.kepahiang, [kepahiang["Sari"].pk], TODAY + timedelta(days=1)).values()
    assert ready.lacks == lacks and len(reasons_in(ready)) == len(lacks)


def test_whoever_lacks_a_condition_is_not_chosen_and_the_choosers_read_why(
    kepahiang, actor, july, client_as, django_assert_max_num_queries
):
    delivered(kepahiang, "Sari", "NEEDS_IMPROVEMENT")
    nominate(kepahiang, actor, july)
    nominate(kepahiang, actor, july, nominator="Sari", person="Wati")
    with pytest.raises(InvalidRefused, match="."):
        choose(kepahiang, actor, july)
    address = reverse("recognition:round", args=[july.pk])
    page = client_as("Dewi", "OFFICER").get(address).content.decode()
    assert "sekurang-kurangnya Baik." in page and "belum dapat dipilih" in page
    assert f'value="{kepahiang["Sari"].pk}"' not in page and f'value="{kepahiang["Wati"].pk}"' in page
    colleague = client_as("Wati").get(address).content.decode()
    assert "belum dapat dipilih" not in colleague and "Predikat terakhir sekurang-kurangnya Baik" in colleague
    with django_assert_max_num_queries(2):
        shortlist_of(kepahiang.kepahiang, [one.pk for one in kepahiang.people.values()], TODAY)
    assert choose(kepahiang, actor, july, person="Wati").person_id == kepahiang["Wati"].pk


def test_a_running_sanction_keeps_from_the_choice_but_a_nominator_learns_nothing(kepahiang, actor, july):
    officer = actor("Dewi", role="OFFICER")
    for level in ("REMINDER", "LIGHT"):
        sanction = operations.propose_sanction(
            person=kepahiang["Sari"], level=level, title="Teguran", article="PP 94/2021 Pasal 9", facts="Fakta.",
            by=officer, at=AT,
        )  # fmt: skip
        operations.enforce_sanction(sanction=sanction, letter="1", from_on=TODAY, by=officer, at=AT)
        (ready,) = shortlist_of(kepahiang.kepahiang, [kepahiang["Sari"].pk], TODAY).values()
        assert ready.ready is (level == "REMINDER")
    nominate(kepahiang, actor, july)
    with pytest.raises(InvalidRefused):
        choose(kepahiang, actor, july)
    operations.end_sanction(sanction=sanction, reason="Selesai dijalani.", by=officer, at=AT)
    assert choose(kepahiang, actor, july).person_id == kepahiang["Sari"].pk


def test_nobody_is_nominated_again_before_the_months_are_over(kepahiang, actor, july):
    nominate(kepahiang, actor, july)
    choose(kepahiang, actor, july)
    june = operations.open_round(
        unit=july.unit, month_on=date(2026, 6, 1), closes_on=LAST, by=actor("Dewi", role="OFFICER"), at=AT
    )
    with pytest.raises(InvalidRefused) as refused:
        nominate(kepahiang, actor, june)
    assert "6" in refused.value.fields["person"]
    conditions(actor, months_between=0)
    nominate(kepahiang, actor, june)
    assert choose(kepahiang, actor, june).person_id == kepahiang["Sari"].pk
