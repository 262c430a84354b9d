"""The employee of the month is nominated by colleagues and chosen with a reason; awards carry a certificate."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.documents.models import PaperState
from selaras.documents.queries import can_read_paper, papers_of
from selaras.recognition import operations
from selaras.recognition.models import AwardRound, Nomination
from selaras.recognition.queries import rounds_for, waiting_for

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
