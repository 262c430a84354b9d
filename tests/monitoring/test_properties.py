"""Whatever people try in whatever order, reports and requests stay within their tables and lose nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import AT, TODAY

from selaras.core.models import Event
from selaras.core.verdict import Refused
from selaras.monitoring import operations, queries
from selaras.monitoring.models import Feedback, FeedbackRequest, Report, ReportState, RequestState
from selaras.monitoring.operations import Asked, Draft, Remark, Said
from selaras.monitoring.workflow import REPORT, REQUEST

JUNE = date(2026, 6, 1)
WHO = st.sampled_from(["Sari", "Budi", "Ratna", "Wati", "Dewi", "Joko"])
VERSION = st.sampled_from([None, "now", "old"])
REPORT_MOVES = st.lists(
    st.tuples(WHO, st.sampled_from(["type", "submit", "withdraw", "answer", "reply"]), VERSION), max_size=12
)
REQUEST_MOVES = st.lists(
    st.tuples(WHO, st.sampled_from(["give", "decline", "withdraw", "expire"]), VERSION), max_size=6
)
HOUSE = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Undo(Exception):
    """Takes one example back, so that the next one begins anew."""


def attempt(act):
    """Do it, or be refused in words: anything else is a defect."""
    try:
        act()
        return True
    except Refused as refused:
        assert str(refused.sentence).strip()
        return False


def version_of(row, kind):
    return {None: None, "now": row.version, "old": row.version - 1}[kind]


def move_report(report, actor, who, what, kind):
    by, version = actor(who), version_of(report, kind)
    said = {"report": report, "by": by, "at": AT}
    acts = {
        "type": lambda: operations.save_draft(
            draft=Draft(texts={"challenges": who + what}), version=version, **said
        ),
        "submit": lambda: operations.submit(version=version, **said),
        "withdraw": lambda: operations.withdraw(version=version, **said),
        "answer": lambda: operations.answer(
            text=what, remarks=[Remark(behaviour="LOYAL", text="Ya")], version=version, **said
        ),
        "reply": lambda: operations.reply(text=what, **said),
    }
    return attempt(acts[what])


@pytest.mark.django_db
def test_a_report_never_leaves_its_table(plans, actor):
    from django.db import transaction

    allowed = {(step.name, from_, step.to) for step in REPORT.steps for from_ in step.from_}

    @HOUSE
    @given(REPORT_MOVES)
    def run(moves):
        with pytest.raises(Undo), transaction.atomic():
            report = operations.open_report(plan=plans["Sari"], month_on=JUNE, by=actor("Sari"), at=AT)
            for who, what, kind in moves:
                before = Report.objects.get(pk=report.pk)
                done = move_report(before, actor, who, what, kind)
                after = Report.objects.get(pk=report.pk)
                if before.state != after.state:
                    assert done and (what, before.state, after.state) in allowed
                    assert {"submit": "Sari", "withdraw": "Sari", "answer": "Budi"}[what] == who
                assert done or after.version == before.version
                assert (
                    after.state == ReportState.ANSWERED or not Feedback.objects.filter(report=report).exists()
                )
                assert (after.submitted_at is None) == (after.state == ReportState.DRAFT)
            raise Undo

    run()


@pytest.mark.django_db
def test_a_request_is_closed_once(plans, actor, kepahiang):
    from django.db import transaction

    allowed = {(step.name, from_, step.to) for step in REQUEST.steps for from_ in step.from_}

    def move(request, who, what, kind):
        said = {"request": request, "by": actor(who), "at": AT, "version": version_of(request, kind)}
        words = Said(behaviour="LOYAL", text="Ya", response="MIXED")
        acts = {
            "give": lambda: operations.answer_request(said=words, **said),
            "decline": lambda: operations.decline_request(**said),
            "withdraw": lambda: operations.withdraw_request(**said),
            "expire": lambda: REQUEST.take(request, "expire", by=said["by"], at=AT, version=said["version"]),
        }
        return attempt(acts[what])

    @HOUSE
    @given(REQUEST_MOVES)
    def run(moves):
        with pytest.raises(Undo), transaction.atomic():
            asked = Asked("?", TODAY + timedelta(days=3))
            made = operations.ask_colleague(
                plan=plans["Sari"], giver=kepahiang["Wati"], asked=asked, by=actor("Sari"), at=AT
            )
            for who, what, kind in moves:
                before = FeedbackRequest.objects.get(pk=made.pk)
                done = move(before, who, what, kind)
                after = FeedbackRequest.objects.get(pk=made.pk)
                if before.state != after.state:
                    assert done and (what, before.state, after.state) in allowed and what != "expire"
            given_ones = Feedback.objects.filter(request=made).count()
            assert given_ones == (FeedbackRequest.objects.get(pk=made.pk).state == RequestState.GIVEN)
            raise Undo

    run()


TEXT = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=60)


@pytest.mark.django_db
def test_autosave_loses_nothing_that_was_acknowledged(plans, actor):
    """Fields arrive one by one, some twice, some answers are lost: what is stored is always the newest text."""
    import uuid

    from django.db import transaction

    @HOUSE
    @given(st.lists(st.tuples(st.integers(0, 5), TEXT, st.booleans()), max_size=15))
    def run(writes):
        with pytest.raises(Undo), transaction.atomic():
            sari, page = actor("Sari"), uuid.uuid4()
            report = operations.open_report(plan=plans["Sari"], month_on=JUNE, by=sari, at=AT)
            places = [
                (e.result_id, e.indicator_id) for r in queries.sheet_of(report).results for e in r.entries
            ]
            events, version, newest = Event.objects.count(), report.version, {}
            for number, text, lost in writes:
                place = places[number % len(places)]
                draft = Draft(realisations={place: {"text": text}})
                saved = operations.save_draft(
                    report=report, draft=draft, by=sari, at=AT, version=version, page=page
                )
                version = version if lost else saved.version
                newest[place] = text
            sheet = queries.sheet_of(report)
            stored = {(e.result_id, e.indicator_id): e.text for r in sheet.results for e in r.entries}
            assert all(stored[place] == text for place, text in newest.items())
            assert Event.objects.count() == events
            raise Undo

    run()
