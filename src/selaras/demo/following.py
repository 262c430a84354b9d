"""What follows in a demo year: praise, employee of the month, a sanction, training, an improvement plan, a survey."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from selaras.appraisal.models import Evaluation, Predicate
from selaras.demo.scene import Scene, working_day
from selaras.development import operations as development
from selaras.development.models import Training
from selaras.development.operations import Attendance, PlannedStep
from selaras.insight import operations as insight
from selaras.insight.models import Question
from selaras.insight.operations import QuestionInput
from selaras.planning.models import Period
from selaras.recognition import operations as recognition
from selaras.recognition.models import AwardRound


def recognise(scene: Scene, period: Period, until: date) -> None:
    """Praise, choose the employee of the month, record a sanction."""
    for place, one in enumerate(scene.setting.praise):
        day = working_day(date(period.year, 3 + place, 9))
        if day <= until and scene.has_account(one["giver"]):
            recognition.praise(
                person=scene.people[one["person"]],
                text=one["text"],
                by=scene.actor(one["giver"], day),
                at=scene.at(day, 15),
            )
    for months_ago in (1, 0):
        _month(scene, until, months_ago)
    _sanction(scene, until)


def _month(scene: Scene, until: date, months_ago: int) -> None:
    month = (until.replace(day=1) - timedelta(days=20 if months_ago else 0)).replace(day=1)
    day = working_day(month + timedelta(days=3))
    closes = (month + timedelta(days=32)).replace(day=1) - timedelta(days=3)
    if day > until:
        return
    root = scene.units[scene.setting.units[0]["code"]]
    opened = recognition.open_round(
        unit=root, month_on=month, closes_on=closes, by=scene.officer(day), at=scene.at(day, 8)
    )
    story = scene.setting.story
    # Whoever was chosen last month is not nominated again.
    named = [one for one in story["nominees"] if months_ago or one[1] != story["winner"]]
    for place, one in enumerate(named):
        _nominate(scene, opened, one, working_day(day + timedelta(days=1 + place)), until)
    if months_ago:
        chosen_on = working_day(closes + timedelta(days=4))
        recognition.choose(
            award_round=opened,
            person=scene.people[story["winner"]],
            reason=story["winner_reason"],
            by=scene.head(chosen_on),
            at=scene.at(chosen_on, 11),
        )


def _nominate(scene: Scene, opened: AwardRound, told: list[str], day: date, until: date) -> None:
    nominator, nominee, reason = told
    if day <= until:
        recognition.nominate(
            award_round=opened,
            person=scene.people[nominee],
            reason=reason,
            by=scene.actor(nominator, day),
            at=scene.at(day, 10),
        )


def _sanction(scene: Scene, until: date) -> None:
    story = scene.setting.story
    if "proposed" in story:
        day = working_day(until - timedelta(days=9))
        told = dict(story["proposed"])
        person = scene.people[told.pop("person")]
        recognition.propose_sanction(person=person, by=scene.officer(day), at=scene.at(day, 13), **told)
    day = working_day(until - timedelta(days=60))
    sanction = recognition.propose_sanction(
        person=scene.people[story["sanctioned"]],
        by=scene.officer(day),
        at=scene.at(day, 9),
        **story["sanction"],
    )
    recognition.enforce_sanction(
        sanction=sanction,
        letter=f"800.1.6/{day:%m}/{scene.agency.code.upper()}/{day.year}",
        from_on=working_day(day + timedelta(days=7)),
        by=scene.officer(day),
        at=scene.at(day, 14),
    )


def follow_predicates(scene: Scene, period: Period, window_ids: list[int], day: date) -> None:
    """Propose what follows from the year's predicates, and plan help for whoever is below Good."""
    by, at = scene.officer(day), scene.at(day, 9)
    for evaluation in Evaluation.objects.filter(window__in=window_ids):
        recognition.propose_consequences(evaluation=evaluation, by=by, at=at)
    told = scene.setting.story["improvement"]
    weak = Evaluation.objects.filter(
        window__in=window_ids,
        person=scene.people[told["person"]],
        predicate__in=(Predicate.NEEDS_IMPROVEMENT, Predicate.POOR, Predicate.VERY_POOR),
    ).first()
    if weak is not None:
        _help(scene, weak, told, day)


def _help(scene: Scene, weak: Evaluation, told: dict[str, Any], day: date) -> None:
    helper = scene.superior_of(told["person"])
    steps = [
        PlannedStep(text=text, due_on=working_day(day + timedelta(days=30 * (place + 1))))
        for place, text in enumerate(told["steps"])
    ]
    plan = development.create_improvement(
        evaluation=weak,
        goal=told["goal"],
        starts_on=day,
        ends_on=day + timedelta(days=180),
        steps=steps,
        by=scene.actor(helper, day),
        at=scene.at(day, 9),
    )
    done_on = working_day(day + timedelta(days=28))
    if done_on <= scene.today:
        development.finish_step(
            step=plan.steps.get(ordinal=1),
            note="Terlaksana; hasilnya dibahas dalam pertemuan mingguan.",
            done_on=done_on,
            by=scene.actor(helper, done_on),
            at=scene.at(done_on, 15),
        )


def train(scene: Scene, period: Period, until: date) -> None:
    """Offer the trainings of the setting, enrol people for the weakness they help with, record attendance."""
    for place, one in enumerate(scene.setting.trainings):
        starts = working_day(date(period.year, 3 + place * 3, 10))
        announced = working_day(starts - timedelta(days=30))
        if announced > until:
            continue
        training = development.add_training(
            title=one["title"],
            kind=one["kind"],
            form=one["form"],
            provider=one["provider"],
            starts_on=starts,
            ends_on=starts + timedelta(days=2),
            hours=one["hours"],
            by=scene.officer(announced),
            at=scene.at(announced, 9),
        )
        _take_part(scene, one, training, announced, until)


def _take_part(scene: Scene, told: dict[str, Any], training: Training, day: date, until: date) -> None:
    enrolled = development.enrol(
        training=training,
        people=[scene.people[key] for key in told["people"]],
        weakness=told["weakness"],
        by=scene.officer(day),
        at=scene.at(day, 10),
    )
    held = working_day(training.starts_on + timedelta(days=3))
    if held <= until:
        rows = [
            Attendance(enrolment_id=row.pk, attended=number != 3, hours=None, certificate="")
            for number, row in enumerate(enrolled)
        ]
        development.record_attendance(
            training=training, rows=rows, by=scene.officer(held), at=scene.at(held, 14)
        )


def survey(scene: Scene, period: Period, day: date, closes_on: date) -> None:
    """Ask everybody how the process is going, take the answers, and close the survey when its day is over."""
    told = scene.setting.survey
    questions = [QuestionInput(text, text.endswith("?")) for text in told["questions"]]
    by = scene.officer(day)
    made = insight.create_survey(
        period=period,
        title=f"{told['title']} {period.year}",
        closes_on=closes_on,
        questions=questions,
        by=by,
        at=scene.at(day, 8),
    )
    made = insight.open_survey(survey=made, by=by, at=scene.at(day, 9))
    asked = list(Question.objects.filter(survey=made))
    for place, key in enumerate(scene.holders()):
        if place % 7 == 6:
            continue
        scores = {one.pk: scene.chance.choice((2, 3, 4, 4, 5)) for one in asked if not one.is_open}
        wishes = scene.setting.posts[scene.setting.people[key].post].improvements
        texts = {
            one.pk: wishes[place % len(wishes)] for one in asked if one.is_open and wishes and place % 3 == 0
        }
        insight.answer(
            survey=made, scores=scores, texts=texts, by=scene.actor(key, day), at=scene.at(day, 10)
        )
    if closes_on < scene.today:
        after = working_day(closes_on + timedelta(days=1))
        insight.close_survey(survey=made, by=scene.officer(after), at=scene.at(after, 8))
