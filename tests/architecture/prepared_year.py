"""One object behind every address: a small year of Kepahiang, made through operations, about Sari.

The same year can be lived as a company: whoever makes Kepahiang one before building gets the company's own scheme.
"""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import AT, TODAY

from selaras.accounts.models import Invitation
from selaras.api.tokens import make_token
from selaras.appraisal import operations as appraisal
from selaras.appraisal.models import Evaluation
from selaras.core.models import Notice
from selaras.core.tenancy import acting_in
from selaras.development import operations as development
from selaras.documents.queries import papers_of
from selaras.insight import operations as insight
from selaras.monitoring import operations as monitoring
from selaras.monitoring.queries.colleagues import plan_to_judge
from selaras.organisation.operations import agencies, delegations, members, uploads
from selaras.organisation.sheets.template import example_rows, workbook_of
from selaras.planning import operations as planning
from selaras.planning.models import GoalIndicator, MatrixCell
from selaras.planning.operations import IndicatorInput, ResultInput, matrix, socialisation, strategy
from selaras.planning.queries import latest_version_of, results_of, windows_of
from selaras.recognition import operations as recognition
from selaras.regulations.models import Topic
from selaras.regulations.operations import record_choice

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
RESULT = ResultInput(
    text="Usul pindah terperiksa",
    source="MPH",
    intervened_text="Layanan mutasi tertib",
    indicators=(
        IndicatorInput(text="Jumlah usul", aspect="QUANTITY", target_text="120 – 140 usul"),
        IndicatorInput(text="Lama pemeriksaan", aspect="TIME", target_text="3 – 5 hari kerja"),
    ),
)


class Made(SimpleNamespace):
    """The rows by name, and short ways to say who acts when."""

    def who(self, name, day=TODAY, role=None):
        at = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Jakarta"))
        return {"by": self.cast.actor(name, on=day, role=role), "at": at}

    def dewi(self, day=TODAY):
        return self.who("Dewi", day, "OFFICER")


def build(cast):
    """Make everything; each part needs the ones before it."""
    made = Made(cast=cast)
    for part in (_organisation, _strategy, _plan, _month, _evaluations, _recognition, _development, _rest):
        part(made)
    return made


def _organisation(made):
    cast, officer = made.cast, made.dewi()
    made.grant = members.grant_role(
        member=cast.members["Yusuf"], role="OFFICER", unit=cast.units["DIKLAT"], from_on=TODAY, **officer
    )
    made.delegation = delegations.delegate_authority(
        delegate=cast["Ratna"], official=cast["Hasan"], from_on=TODAY, until_on=TODAY + timedelta(days=20),
        reason="Cuti besar", letter="800/7", **officer,
    )  # fmt: skip
    made.holiday = agencies.set_holiday(
        day=date(2026, 1, 7), is_holiday=True, reason="Hari jadi Kepahiang", **officer
    )
    made.choice = record_choice(
        topic=Topic.WORKING_WEEK,
        from_on=date(2027, 1, 1),
        value={"week": "SIX"},
        reason="Perbup 3/2026",
        **officer,
    )
    content = workbook_of(example_rows(), with_example=False)
    made.job = uploads.check_upload(
        content=content, name="pegawai.xlsx", with_accounts=False, on=TODAY, **officer
    )


def _strategy(made):
    day = date(2026, 1, 5)
    officer, board = made.dewi(day), made.cast.units["BKPSDM"]
    scheme = "permenpanrb-6-2022" if made.cast.kepahiang.is_public else "company-matrix"
    period = planning.create_period(year=2026, cadence="MONTHLY", scheme=scheme, **officer)
    made.period = planning.open_period(period=period, **officer)
    made.goal = strategy.save_goal(
        unit=board, code="T1", text="Layanan profesional", first_year=2025, last_year=2029, **officer
    )
    strategy.save_goal_indicator(goal=made.goal, text="Indeks sistem merit", targets={2026: "285"}, **officer)
    made.goal_indicator = GoalIndicator.objects.get()
    made.agreement = strategy.create_agreement(period=made.period, unit=board, **officer)
    made.item = strategy.save_item(
        agreement=made.agreement, goal="Layanan profesional", indicator="Indeks", target="285", **officer
    )
    made.publication = socialisation.save_publication(
        period=made.period, unit=board, title="Target 2026", body="Lima hari kerja.", **officer
    )
    made.publication = socialisation.publish(publication=made.publication, **officer)


def _in_force(made, name, appraiser, day):
    mine, theirs = made.who(name, day), made.who(appraiser, day)
    plan = planning.create_plan(period=made.period, assignment=made.cast.assignments[name], **mine)
    version = latest_version_of(plan)
    planning.save_result(version=version, result=RESULT, **mine)
    value = "ADAPTIVE" if made.cast.kepahiang.is_public else "LEARNING"
    planning.save_expectations(version=version, expectations={value: ["Mencoba"]}, **mine)
    provisions = {"RESOURCE": ["Akses SIASN"], "ACCOUNTABILITY": ["Laporan bulanan"]}
    planning.save_provisions(version=version, provisions=provisions, **mine)
    version = planning.submit(version=version, **mine)
    version = planning.agree(version=version, **theirs)
    planning.set_plan(version=planning.sign(version=version, **mine), **theirs)
    return plan


def _plan(made):
    day = date(2026, 1, 12)
    made.head_plan = _in_force(made, "Budi", "Ratna", day)
    made.plan = _in_force(made, "Sari", "Budi", day)
    made.result = results_of(made.plan)[0]
    made.matrix = matrix.create_matrix(
        period=made.period, owner=made.cast.assignments["Budi"], **made.who("Budi", day)
    )
    made.cell = MatrixCell.objects.filter(assignment=made.cast.assignments["Sari"]).first()
    made.paper = papers_of(made.plan)[0]


def _month(made):
    day = date(2026, 7, 2)
    sari, budi, lineage = made.who("Sari", day), made.who("Budi", day), made.result.lineage_id
    made.report = monitoring.open_report(plan=made.plan, month_on=date(2026, 6, 1), **sari)
    upload = SimpleUploadedFile("daftar.pdf", PDF, "application/pdf")
    made.evidence = monitoring.add_file(report=made.report, result_id=lineage, upload=upload, **sari)
    words = {(lineage, made.result.indicators[0].lineage_id): {"text": "11 usul", "data_source": "SIASN"}}
    monitoring.save_draft(report=made.report, draft=monitoring.Draft(realisations=words), **sari)
    made.report = monitoring.submit(report=made.report, **sari)
    made.report = monitoring.answer(report=made.report, text="Baik.", **budi)
    made.draft = monitoring.open_report(plan=made.plan, month_on=date(2026, 7, 1), **sari)
    made.action = monitoring.add_step(
        plan=made.plan, result_id=lineage, text="Memindai", due_on=TODAY, **sari
    )
    said = monitoring.Said(result_id=lineage, text="Rapi.", symbol="THUMB")
    upload = SimpleUploadedFile("catatan.pdf", PDF, "application/pdf")
    judged = plan_to_judge(budi["by"], made.plan.pk)
    made.feedback = monitoring.give_feedback(plan=judged, said=said, upload=upload, **budi)
    asked = monitoring.Asked(
        question="Bagaimana kerja sama kita?", due_on=TODAY + timedelta(days=9), result_id=lineage
    )
    made.request = monitoring.ask_colleague(plan=made.plan, giver=made.cast["Wati"], asked=asked, **sari)
    party = monitoring.Party(name="Rini", description="Pemohon mutasi")
    external = monitoring.ask_external(plan=made.plan, party=party, asked=asked, **sari)
    made.token = monitoring.link_of(external).rstrip("/").rpartition("/")[2]


def _judged(made, window, day, deliver=True):
    for code in ("MUTASI", "BKPSDM"):
        appraisal.set_achievement(
            unit=made.cast.units[code], window=window, achievement="GOOD", grounds="Capaian", **made.dewi(day)
        )
    appraisal.open_window(window=window, **made.dewi(day))
    evaluation = Evaluation.objects.get(window=window, person=made.cast["Sari"])
    if deliver:
        evaluation = appraisal.rate(
            evaluation=evaluation, results_rating="BELOW", results_grounds="Sebagian saja.",
            behaviour_rating="BELOW", behaviour_grounds="Sering terlambat.", **made.who("Budi", day),
        )  # fmt: skip
        evaluation = appraisal.deliver(evaluation=evaluation, **made.who("Budi", day))
    return evaluation


def _evaluations(made):
    windows = windows_of(made.period)
    made.window, made.judged_window = windows[5], windows[4]
    accepted = _judged(made, windows[3], date(2026, 4, 29))
    made.closed = appraisal.accept(evaluation=accepted, **made.who("Sari", date(2026, 5, 4)))
    settled = _judged(made, windows[2], date(2026, 3, 30))
    made.settled = appraisal.accept(evaluation=settled, **made.who("Sari", date(2026, 4, 2)))
    made.objected = _judged(made, windows[4], date(2026, 7, 9))
    made.objection = appraisal.object_to(
        evaluation=made.objected, reasons="Penugasan belum dihitung.", **made.who("Sari", date(2026, 7, 10))
    )
    made.open = _judged(made, windows[5], TODAY, deliver=False)
    made.opinion = appraisal.ask_opinion(
        evaluation=made.open, author_id=made.cast["Wati"].pk, **made.who("Budi")
    )


def _recognition(made):
    unit, sari = made.cast.units["MUTASI"], made.cast["Sari"]
    made.praise = recognition.praise(person=made.cast["Wati"], text="Terima kasih.", **made.who("Sari"))
    made.round = recognition.open_round(
        unit=unit, month_on=date(2026, 7, 1), closes_on=date(2026, 7, 28), **made.dewi()
    )
    recognition.nominate(award_round=made.round, person=sari, reason="Tertib.", **made.who("Wati"))
    made.award = recognition.give_award(
        person=sari, kind="PROJECT", title="Digitalisasi", reason="Selesai.", given_on=TODAY, **made.dewi()
    )
    made.sanction = recognition.propose_sanction(
        person=sari, level="LIGHT", title="Teguran lisan", article="PP 94/2021 Pasal 9", facts="Terlambat.",
        **made.dewi(),
    )  # fmt: skip
    made.consequence = recognition.propose_consequences(evaluation=made.closed, **made.dewi())[0]


def _development(made):
    starts = date(2026, 8, 3)
    made.training = development.add_training(
        title="Pengelolaan waktu", kind="TECHNICAL", form="CLASSICAL", provider="BPSDM", starts_on=starts,
        ends_on=starts, hours=8, **made.dewi(),
    )  # fmt: skip
    made.enrolment = development.ask_enrolment(
        training=made.training, person=made.cast["Sari"], weakness="Waktu", **made.who("Sari")
    )
    step = development.PlannedStep(text="Mendampingi", due_on=starts, helper_id=made.cast["Wati"].pk)
    made.improvement = development.create_improvement(
        evaluation=made.closed, goal="Lima hari kerja", starts_on=TODAY, ends_on=date(2026, 10, 30), steps=[step],
        **made.who("Budi"),
    )  # fmt: skip


def _rest(made):
    made.survey = insight.create_survey(
        period=made.period, title="Bagaimana prosesnya?", closes_on=TODAY + timedelta(days=9),
        questions=[insight.QuestionInput(text="Umpan balik membantu saya.")], **made.dewi(),
    )  # fmt: skip
    made.survey = insight.open_survey(survey=made.survey, **made.dewi())
    made.api_token, _key = make_token(
        name="gaji", role="EMPLOYEE", expires_on=TODAY + timedelta(days=9), **made.who("Sari")
    )
    with acting_in(made.cast.outsider):
        made.invitation = Invitation.objects.create(user=made.cast.users["Sari"], asked_at=AT)
    made.notice = Notice.objects.filter(member=made.cast.members["Sari"]).order_by("pk").first()
    # Last, so that the plan in force has a version that is being written.
    made.version = planning.begin_change(plan=made.plan, reason="Tugas tambahan", **made.who("Sari"))
