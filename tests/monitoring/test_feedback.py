"""Feedback: who gives it to whom, about what, who reads it, and how it is asked for."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.monitoring import making
from tests.monitoring.test_evidence import status_of

from selaras.core.models import Event, EventValue, Job, Notice
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.monitoring import operations, queries
from selaras.monitoring.models import Feedback, FeedbackRequest
from selaras.monitoring.operations import Asked, Party, Said
from selaras.organisation.models import Assignment, Person, Position, PositionPeriod
from selaras.planning.models import Plan, PlanVersion

SECRET = "Sering terlambat mengirim, tetapi hasilnya rapi"
SOON = TODAY + timedelta(days=7)


@pytest.fixture
def sari_plan(plans):
    return plans["Sari"]


def give(actor, who, plan, **said):
    by = actor(who)
    said = {"behaviour": "LOYAL", "text": SECRET, "response": "MIXED", **said}
    return operations.give_feedback(plan=queries.plan_to_judge(by, plan.pk), said=Said(**said), by=by, at=AT)


@pytest.mark.parametrize(
    ("giver", "receiver", "kind"),
    [
        ("Budi", "Sari", "LEADER"),
        ("Ratna", "Sari", "LEADER"),
        ("Wati", "Sari", "PEER"),
        ("Sari", "Budi", "STAFF"),
    ],
)
def test_the_line_and_the_unit_give_feedback(plans, actor, giver, receiver, kind):
    made = give(actor, giver, plans[receiver])
    assert (made.giver_kind, made.initiative, made.window.number) == (kind, "GIVER", 3)


@pytest.mark.parametrize("who", ["Sari", "Dewi", "Joko"])
def test_oneself_other_units_and_auditors_do_not(sari_plan, actor, who):
    with pytest.raises(NotAllowed):
        give(actor, who, sari_plan)


def test_it_is_about_one_thing_that_exists_and_says_something(sari_plan, plans, actor):
    mine, other = sari_plan.lineages.first(), plans["Wati"].lineages.first()
    wrong = [
        {"text": " ", "symbol": ""}, {"result_id": mine.pk}, {"behaviour": ""}, {"behaviour": "KIND"},
        {"behaviour": "", "result_id": other.pk}, {"given_on": TODAY + timedelta(days=1)},
        {"given_on": date(2025, 12, 31)},
        {"behaviour": "", "result_id": mine.pk, "indicator_id": other.indicators.first().pk},
    ]  # fmt: skip
    for said in wrong:
        with pytest.raises(InvalidRefused):
            give(actor, "Wati", sari_plan, **said)
    assert Feedback.objects.count() == 0


def test_the_book_orders_by_result_and_behaviour_and_counts_what_was_classified(sari_plan, actor):
    result = sari_plan.lineages.first()
    give(actor, "Wati", sari_plan, behaviour="", result_id=result.pk, symbol="THUMB", response="")
    give(
        actor, "Budi", sari_plan, behaviour="", result_id=result.pk, indicator_id=result.indicators.first().pk
    )
    give(actor, "Budi", sari_plan, response="", given_on=date(2026, 3, 1))
    book = queries.feedback_of(sari_plan)
    assert [len(book.by_result[result.pk]), len(book.by_behaviour["LOYAL"])] == [2, 1]
    assert book.count(book.lines).__dict__ == {"total": 3, "classified": 2, "positive": 1}
    first_quarter = sari_plan.period.windows.get(number=1)
    assert [one.behaviour for one in queries.feedback_of(sari_plan, first_quarter).lines] == ["LOYAL"]


def test_no_event_or_notice_holds_the_words(sari_plan, actor):
    give(actor, "Wati", sari_plan)
    assert Event.objects.filter(verb="feedback.give").count() == 1
    kept = str(list(EventValue.objects.values())) + str(list(Notice.objects.values()))
    assert SECRET not in kept


def test_who_reads_it(sari_plan, actor, client_as):
    made = give(actor, "Wati", sari_plan)
    url = f"{reverse('monitoring:feedback')}?plan={sari_plan.pk}&window=all"
    seen = {}
    for who, role in (("Sari", None), ("Budi", None), ("Ratna", None), ("Joko", "AUDITOR"), ("Wati", None),
                      ("Dewi", "OFFICER"), ("Hasan", "HEAD"), ("Oki", "OPERATOR"), ("Lina", None)):  # fmt: skip
        answer = client_as(who, role).get(url)
        seen[who] = (answer.status_code, SECRET in answer.content.decode())
    assert {who for who, (_code, sees) in seen.items() if sees} == {"Sari", "Budi", "Ratna", "Joko"}
    assert {seen[who][0] for who in ("Wati", "Dewi", "Hasan", "Oki", "Lina")} <= {403, 404}
    assert SECRET in client_as("Wati").get(reverse("monitoring:given")).content.decode()
    assert SECRET in client_as("Budi").get(reverse("monitoring:about_people")).content.decode()
    assert Event.objects.filter(verb="planning.look", object_id=sari_plan.pk).exists()
    assert made.giver.name


def test_an_officer_reads_the_report_but_not_the_feedback_in_it(sari_plan, actor, client_as):
    report = operations.open_report(plan=sari_plan, month_on=date(2026, 6, 1), by=actor("Sari"), at=AT)
    draft = operations.Draft(texts={"challenges": "Cuaca"})
    report = operations.submit(report=report, draft=draft, by=actor("Sari"), at=AT)
    remarks = [operations.Remark(behaviour="LOYAL", text=SECRET)]
    operations.answer(report=report, text="Jawaban umum", remarks=remarks, by=actor("Budi"), at=AT)
    url = reverse("monitoring:report", args=[report.pk])
    for who, role, sees in (("Sari", None, True), ("Ratna", None, True), ("Dewi", "OFFICER", False)):
        text = client_as(who, role).get(url).content.decode()
        assert "Jawaban umum" in text and (SECRET in text) is sees


def test_it_is_given_through_the_page_with_evidence_and_replied_to(sari_plan, client_as):
    wati, result = client_as("Wati"), sari_plan.lineages.first()
    url = reverse("monitoring:give_to", args=[sari_plan.pk])
    sent = {
        "about": f"r{result.pk}-{result.indicators.first().pk}", "text": "Jum'at itu luar biasa",
        "response": "POSITIVE", "symbol": "THUMB", "way": "DIRECT", "occasion": "INCIDENTAL",
    }  # fmt: skip
    assert wati.post(url, {**sent, "about": "r9-9"}).status_code == 422
    evidence = SimpleUploadedFile("foto.txt", b"catatan")
    assert wati.post(url, {**sent, "file": evidence}).status_code == 302
    made = Feedback.objects.get()
    assert (made.way, made.indicator_id, made.file.name) == (
        "DIRECT",
        result.indicators.first().pk,
        "foto.txt",
    )
    file = reverse("monitoring:feedback_file", args=[made.pk])
    assert status_of(client_as("Sari").get(file)) == 200
    assert client_as("Dewi", "OFFICER").get(file).status_code == 403
    reply = reverse("monitoring:feedback_reply", args=[made.pk])
    assert client_as("Sari").post(reply, {"text": "Terima kasih"}).status_code == 302
    assert wati.post(reply, {"text": "Sama-sama"}).status_code == 302
    assert client_as("Budi").post(reply, {"text": "Ikut"}).status_code == 403
    assert [one.text for one in queries.feedback_of(sari_plan).lines[0].replies] == [
        "Terima kasih",
        "Sama-sama",
    ]


def test_whoever_gives_feedback_is_named_once_among_its_readers(sari_plan, client_as):
    page = client_as("Budi").get(reverse("monitoring:give_to", args=[sari_plan.pk])).content.decode()
    readers = page.split("Dapat dibaca oleh: ")[1].split("<")[0]
    assert readers.count("Anda") == 1


def test_a_colleague_is_asked_answers_once_or_declines(sari_plan, actor, kepahiang, client_as):
    asked = Asked("Apa yang perlu saya ubah?", SOON)
    request = operations.ask_colleague(
        plan=sari_plan, giver=kepahiang["Dewi"], asked=asked, by=actor("Sari"), at=AT
    )
    assert request.giver_kind == "PEER"
    with pytest.raises(StateRefused):
        operations.ask_colleague(
            plan=sari_plan, giver=kepahiang["Dewi"], asked=asked, by=actor("Sari"), at=AT
        )
    dewi, url = client_as("Dewi"), reverse("monitoring:request", args=[request.pk])
    assert [one.count for one in queries.waiting_for(actor("Dewi")) if one.icon == "feedback"] == [1]
    assert client_as("Budi").get(url).status_code == 404
    sent = {"about": "bCOMPETENT", "text": SECRET, "response": "MIXED", "way": "INDIRECT", "occasion": "INCIDENTAL",
            "version": request.version}  # fmt: skip
    assert dewi.get(url).status_code == 200
    assert dewi.post(url, sent).status_code == 302
    assert dewi.post(url, sent).status_code == 409
    made = Feedback.objects.get()
    assert (made.initiative, made.behaviour, made.request_id) == ("REQUEST", "COMPETENT", request.pk)
    request = operations.ask_colleague(
        plan=sari_plan, giver=kepahiang["Wati"], asked=asked, by=actor("Budi"), at=AT
    )
    close = reverse("monitoring:decline_request", args=[request.pk])
    assert client_as("Wati").post(close, {"version": 1}).status_code == 302
    assert FeedbackRequest.objects.get(pk=request.pk).state == "DECLINED"


def test_requests_have_limits(sari_plan, actor, kepahiang):
    sari = actor("Sari")
    for asked in (Asked("?", TODAY - timedelta(days=1)), Asked("?", TODAY + timedelta(days=61)),
                  Asked("?", SOON, None, "KIND")):  # fmt: skip
        with pytest.raises(InvalidRefused):
            operations.ask_colleague(plan=sari_plan, giver=kepahiang["Wati"], asked=asked, by=sari, at=AT)
    with pytest.raises(InvalidRefused):
        operations.ask_colleague(
            plan=sari_plan, giver=kepahiang["Sari"], asked=Asked("?", SOON), by=sari, at=AT
        )
    with pytest.raises(NotAllowed):
        operations.ask_colleague(
            plan=sari_plan, giver=kepahiang["Sari"], asked=Asked("?", SOON), by=actor("Wati"), at=AT
        )


def test_old_requests_expire_by_the_daily_job(sari_plan, actor, kepahiang):
    from selaras.monitoring.tasks import close_old_requests

    operations.ask_colleague(
        plan=sari_plan, giver=kepahiang["Wati"], asked=Asked("?", SOON), by=actor("Sari"), at=AT
    )
    close_old_requests(kepahiang.kepahiang, AT + timedelta(days=7))
    assert FeedbackRequest.objects.get().state == "OPEN"
    close_old_requests(kepahiang.kepahiang, AT + timedelta(days=8))
    assert FeedbackRequest.objects.get().state == "EXPIRED"


def test_an_external_party_is_made_once_and_needs_an_object(sari_plan, actor):
    sari, party = actor("Sari"), Party("Dr. Amelia", "Dosen", "amelia@example.test")
    with pytest.raises(InvalidRefused):
        operations.ask_external(plan=sari_plan, party=party, asked=Asked("?", SOON), by=sari, at=AT)
    for value in ("LOYAL", "ADAPTIVE"):
        operations.ask_external(
            plan=sari_plan, party=party, asked=Asked("?", SOON, None, value), by=sari, at=AT
        )
    assert Person.objects.filter(name="Dr. Amelia", kind="EXTERNAL").count() == 1
    assert {one.kind for one in Job.objects.all()} == {"monitoring.send_request"}
    assert all(set(one.values) == {"request"} for one in Job.objects.all())


def test_a_plan_that_is_not_set_yet_takes_feedback_on_behaviour_only(plans, kepahiang, actor, client_as):
    PlanVersion.objects.filter(plan=plans["Sari"]).update(state="DRAFT", set_at=None, set_on=None)
    sari = plans["Sari"]
    made = give(actor, "Budi", sari)
    assert (made.giver_kind, made.behaviour) == ("LEADER", "LOYAL")
    with pytest.raises(InvalidRefused, match="belum ditetapkan|not set yet"):
        give(actor, "Wati", sari, behaviour="", result_id=sari.lineages.first().pk)
    page = client_as("Wati").get(reverse("monitoring:give_to", args=[sari.pk]))
    text = page.content.decode()
    assert page.status_code == 200 and "kenaikan pangkat tepat waktu" not in text, (
        "a draft is not shown to peers"
    )


def test_whoever_moved_gets_feedback_where_he_works_today(plans, kepahiang, actor):
    """The plan still names the former post; Yusuf's new leader and colleagues judge what they see."""
    moved = kepahiang.assignments["Yusuf"]
    plan = making.plan_of(kepahiang, "Yusuf", "Ratna", "Hasan")
    Assignment.objects.filter(pk=moved.pk).update(until_on=TODAY)
    post = Position.objects.create(code="P-NEW")
    PositionPeriod.objects.create(
        position=post, unit=kepahiang.units["MUTASI"], title="Analis", kind="ADMINISTRATION", level="PELAKSANA",
        from_on=date(2026, 1, 1),
    )  # fmt: skip
    Assignment.objects.create(person=kepahiang["Yusuf"], position=post, from_on=TODAY)
    assert give(actor, "Budi", plan).giver_kind == "LEADER"
    assert give(actor, "Sari", plan).giver_kind == "PEER"


def test_a_plan_that_ended_says_so(plans, actor, client_as):
    Plan.objects.filter(pk=plans["Sari"].pk).update(closed_on=TODAY)
    with pytest.raises(StateRefused, match="tidak berjalan|does not run any more"):
        give(actor, "Budi", plans["Sari"])
    assert client_as("Budi").get(reverse("monitoring:give_to", args=[plans["Sari"].pk])).status_code == 409


def test_a_reply_that_is_too_long_is_refused_and_says_so(sari_plan, actor, client_as):
    made = give(actor, "Budi", sari_plan)
    sent = {"text": "a" * 4001}
    answer = client_as("Sari").post(reverse("monitoring:feedback_reply", args=[made.pk]), sent)
    assert answer.status_code == 422 and "4000" in answer.content.decode()
