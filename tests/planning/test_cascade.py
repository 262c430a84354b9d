"""From the strategic plan through agreement and matrix into plans."""

import pytest
from tests.planning.making import ANNEX, JANUARY

from selaras.core.verdict import InvalidRefused, NotAllowed, StaleRefused, StateRefused
from selaras.documents.queries import signatures_of
from selaras.planning import operations as ops
from selaras.planning.models import AgreementItem, MatrixCell, StrategicGoal
from selaras.planning.operations import matrix as matrices
from selaras.planning.operations import strategy
from selaras.planning.operations.agreements import adopt_from_agreement
from selaras.planning.queries import content_of, findings_of
from selaras.planning.queries.matrices import matrices_for, table_of
from selaras.planning.queries.suggestions import leader_results, matrix_offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(year, cast) -> StrategicGoal:
    by = year.on("Dewi", "OFFICER")
    made = strategy.save_goal(
        unit=cast.units["BKPSDM"], code="S1", text="Meningkatnya profesionalitas ASN", first_year=2025,
        last_year=2029, by=by, at=JANUARY,
    )  # fmt: skip
    for text, target in (("Indeks profesionalitas ASN", "73"), ("Layanan tepat waktu", "88")):
        strategy.save_goal_indicator(
            goal=made, text=text, measure="%", targets={2026: target, 2027: "  "}, by=by, at=JANUARY
        )
    return made


@pytest.fixture
def agreement(year, cast, goal):
    by = year.on("Dewi", "OFFICER")
    made = strategy.create_agreement(period=year.period, unit=cast.units["BKPSDM"], by=by, at=JANUARY)
    assert strategy.take_from_strategy(agreement=made, by=by, at=JANUARY) == 2
    assert strategy.take_from_strategy(agreement=made, by=by, at=JANUARY) == 0
    return made


def leaders_plan(year, cast, agreement):
    """Ratna's plan, taken from the signed agreement and brought into force."""
    ratna, hasan = year.on("Ratna"), year.on("Hasan")
    strategy.sign_agreement(agreement=agreement, by=ratna, at=JANUARY)
    version = year.plan(cast["Ratna"]).versions.get()
    rules = [one.rule for one in findings_of(version, content_of(version), JANUARY.date())]
    assert rules.count("V2") == 2
    adopt_from_agreement(
        version=version, items=AgreementItem.objects.filter(agreement=agreement), by=ratna, at=JANUARY
    )
    budget = ops.IndicatorInput(text="Nilai kinerja anggaran", target_text="90", perspective="BUDGET")
    ops.save_result(
        version=version, result=ops.ResultInput(text="Anggaran terkelola optimal", source="PK", indicators=[budget]),
        by=ratna, at=JANUARY,
    )  # fmt: skip
    ops.save_provisions(version=version, provisions=ANNEX, by=ratna, at=JANUARY)
    for step, by in ((ops.submit, ratna), (ops.agree, hasan), (ops.sign, ratna), (ops.set_plan, hasan)):
        version = step(version=version, by=by, at=JANUARY)
    return version


def test_who_keeps_the_strategy(year, cast, goal):
    for name, role in (("Sari", None), ("Budi", "APPRAISER"), ("Joko", "AUDITOR"), ("Oki", "OPERATOR")):
        with pytest.raises(NotAllowed):
            strategy.save_goal(
                unit=cast.units["BKPSDM"], code="S9", text="x", first_year=2025, last_year=2029, at=JANUARY,
                by=year.on(name, role),
            )  # fmt: skip
    with pytest.raises(InvalidRefused) as refused:
        strategy.save_goal(
            unit=cast.units["BKPSDM"], code="S1", text="x", first_year=2025, last_year=2029, at=JANUARY,
            by=year.on("Dewi", "OFFICER"),
        )  # fmt: skip
    assert "code" in refused.value.fields


def test_empty_targets_are_no_targets(goal):
    assert [one.year for one in goal.indicators.first().targets.all()] == [2026]


def test_only_the_head_of_the_unit_signs(year, cast, agreement):
    for name, role in (("Dewi", "OFFICER"), ("Budi", "APPRAISER"), ("Hasan", "HEAD")):
        with pytest.raises(NotAllowed):
            strategy.sign_agreement(agreement=agreement, by=year.on(name, role), at=JANUARY)
    signed = strategy.sign_agreement(agreement=agreement, by=year.on("Ratna"), at=JANUARY)
    assert (signed.signed_by, signed.signed_on) == (cast["Ratna"], JANUARY.date())
    assert [one.signer_name for one in signatures_of(signed)] == [cast["Ratna"].name]
    with pytest.raises(NotAllowed):
        strategy.save_item(
            agreement=signed, goal="a", indicator="b", target="c", by=year.on("Dewi", "OFFICER"), at=JANUARY
        )
    with pytest.raises(InvalidRefused):
        strategy.reopen_agreement(agreement=signed, reason="", by=year.on("Dewi", "OFFICER"), at=JANUARY)
    again = strategy.reopen_agreement(
        agreement=signed, reason="Perubahan anggaran.", by=year.on("Dewi", "OFFICER"), at=JANUARY
    )
    assert (again.state, again.signed_by_id) == ("DRAFT", None)


def test_an_empty_agreement_is_not_signed(year, cast):
    by = year.on("Dewi", "OFFICER")
    made = strategy.create_agreement(period=year.period, unit=cast.units["BKPSDM"], by=by, at=JANUARY)
    with pytest.raises(StateRefused):
        strategy.sign_agreement(agreement=made, by=year.on("Ratna"), at=JANUARY)


def test_the_agreement_flows_into_the_leaders_plan(year, cast, agreement, goal):
    version = leaders_plan(year, cast, agreement)
    first = content_of(version).results[0]
    assert (first.text, first.kind, first.source) == (goal.text, "MAIN", "PK")
    assert [(one.text, one.target) for one in first.indicators] == [
        ("Indeks profesionalitas ASN", "73 %"), ("Layanan tepat waktu", "88 %"),
    ]  # fmt: skip
    item = AgreementItem.objects.first()
    by = year.on("Dewi", "OFFICER")
    agreement = strategy.reopen_agreement(agreement=agreement, reason="Keliru.", by=by, at=JANUARY)
    with pytest.raises(StateRefused):
        strategy.remove_item(agreement=agreement, item=item, by=by, at=JANUARY)
    with pytest.raises(StateRefused):
        strategy.remove_goal(goal=goal, by=by, at=JANUARY)


def test_a_line_of_another_unit_is_refused(year, cast, agreement):
    strategy.sign_agreement(agreement=agreement, by=year.on("Ratna"), at=JANUARY)
    version = year.plan(cast["Budi"]).versions.get()
    with pytest.raises(InvalidRefused):
        adopt_from_agreement(
            version=version, items=AgreementItem.objects.all(), by=year.on("Budi"), at=JANUARY
        )


def test_the_matrix_flows_into_the_plans_of_the_people(year, cast, agreement):
    year.plan(cast["Budi"])
    year.plan(cast["Yusuf"])
    leader = leaders_plan(year, cast, agreement)
    ratna = year.on("Ratna")
    matrix = matrices.create_matrix(period=year.period, owner=leader.plan.assignment, by=ratna, at=JANUARY)
    table = table_of(matrix, JANUARY.date())
    assert matrix.level == 1
    assert [one.text for one in table.columns] == [
        "Indeks profesionalitas ASN", "Layanan tepat waktu", "Nilai kinerja anggaran",
    ]  # fmt: skip
    assert [row.person.name for row in table.rows] == [cast["Budi"].name, cast["Yusuf"].name]
    assert len(table.uncovered) == 3 and all(cell.is_open for row in table.rows for cell in row.cells)
    known = MatrixCell.objects.select_related("assignment", "column")
    cells = {(one.assignment.person_id, one.column.text): one for one in known}
    mine = cells[(cast["Budi"].pk, "Layanan tepat waktu")]
    save = {"matrix": matrix, "cell": mine, "by": ratna, "at": JANUARY}
    with pytest.raises(InvalidRefused):
        matrices.save_cell(texts=["Ada"], no_role=True, **save)
    matrices.save_cell(
        texts=["Mutasi selesai tepat waktu", "Promosi selesai tepat waktu", " "], no_role=False, **save
    )
    with pytest.raises(StaleRefused):
        matrices.save_cell(texts=["Lain"], no_role=False, version=1, **save)
    other = cells[(cast["Budi"].pk, "Nilai kinerja anggaran")]
    matrices.save_cell(matrix=matrix, cell=other, texts=[], no_role=True, by=ratna, at=JANUARY)
    row = table_of(matrix, JANUARY.date()).rows[0]
    assert [cell.no_role for cell in row.cells] == [False, False, True]

    version = cast_plan(cast["Budi"])
    offers = matrix_offers(version)
    assert [one.text for one in offers] == ["Mutasi selesai tepat waktu", "Promosi selesai tepat waktu"]
    budi = year.on("Budi")
    made = matrices.adopt_from_matrix(
        version=version, matrix_result_ids=[one.pk for one in offers], by=budi, at=JANUARY
    )
    assert len(made) == 2 and matrix_offers(version) == []
    adopted = content_of(version).results[0]
    assert adopted.intervened_text == "Meningkatnya profesionalitas ASN"
    assert adopted.intervened_indicator_text == "Layanan tepat waktu"
    rules = {one.rule for one in findings_of(version, content_of(version), JANUARY.date())}
    assert "V6" not in rules
    with pytest.raises(InvalidRefused):
        matrices.save_cell(texts=["Promosi selesai tepat waktu"], no_role=False, **save)


def cast_plan(person):
    from selaras.planning.models import PlanVersion

    return PlanVersion.objects.select_related("plan__period", "plan__person", "plan__appraiser").get(
        plan__person=person
    )


def test_the_leaders_results_are_offered(year, cast, agreement):
    leaders_plan(year, cast, agreement)
    offered = leader_results(year.plan(cast["Budi"]))
    assert [(one.result, one.indicator) for one in offered][:3] == [
        ("Meningkatnya profesionalitas ASN", ""),
        ("Meningkatnya profesionalitas ASN", "Indeks profesionalitas ASN"),
        ("Meningkatnya profesionalitas ASN", "Layanan tepat waktu"),
    ]
    assert leader_results(year.plan(cast["Sari"])) == []


def test_who_reads_and_who_keeps_a_matrix(year, cast):
    plan = year.plan(cast["Budi"])
    year.plan(cast["Sari"])
    for name, role in (("Sari", None), ("Ratna", "APPRAISER"), ("Hasan", "HEAD"), ("Joko", "AUDITOR")):
        with pytest.raises(NotAllowed):
            matrices.create_matrix(
                period=year.period, owner=plan.assignment, by=year.on(name, role), at=JANUARY
            )
    matrix = matrices.create_matrix(period=year.period, owner=plan.assignment, by=year.on("Budi"), at=JANUARY)
    assert matrix.level == 2
    matrices.add_column(matrix=matrix, text="Aplikasi berjalan", by=year.on("Dewi", "OFFICER"), at=JANUARY)
    matrices.add_person(matrix=matrix, assignment=cast.assignments["Dewi"], by=year.on("Budi"), at=JANUARY)
    assert matrices.refresh_matrix(matrix=matrix, by=year.on("Budi"), at=JANUARY) == 0
    names = {row.person.name for row in table_of(matrix, JANUARY.date()).rows}
    assert names == {cast["Dewi"].name, cast["Sari"].name}
    reads = {("Budi", None), ("Sari", None), ("Dewi", "EMPLOYEE"), ("Hasan", "HEAD"), ("Joko", "AUDITOR")}
    for name, role in (*reads, ("Wati", None), ("Yusuf", "APPRAISER"), ("Oki", "OPERATOR")):
        assert matrices_for(year.on(name, role)).exists() == ((name, role) in reads), name


def test_an_agreement_of_a_closed_year_can_only_be_read(year, cast, agreement, client_as):
    officer = year.on("Dewi", "OFFICER")
    item = AgreementItem.objects.filter(agreement=agreement).first()
    type(year.period).objects.filter(pk=year.period.pk).update(state="CLOSED")
    agreement = type(agreement).objects.get(pk=agreement.pk)
    common = {"agreement": agreement, "by": officer, "at": JANUARY}
    for refused in (
        lambda: strategy.change_budget(budget=1, version=None, **common),
        lambda: strategy.save_item(goal="a", indicator="b", target="c", **common),
        lambda: strategy.remove_item(item=item, **common),
        lambda: strategy.take_from_strategy(**common),
        lambda: strategy.sign_agreement(agreement=agreement, by=year.on("Ratna"), at=JANUARY),
        lambda: strategy.create_agreement(
            period=agreement.period, unit=cast.units["MUTASI"], by=officer, at=JANUARY
        ),
    ):
        with pytest.raises(NotAllowed, match="ditutup"):
            refused()
    type(agreement).objects.filter(pk=agreement.pk).update(state="SIGNED")
    with pytest.raises(NotAllowed, match="ditutup"):
        strategy.reopen_agreement(
            agreement=type(agreement).objects.get(pk=agreement.pk), reason="x", by=officer, at=JANUARY
        )
    page = client_as("Dewi", "OFFICER").get(f"/agreements/{agreement.pk}/").content.decode()
    assert "hanya dapat dibaca" in page


def test_a_reason_that_is_too_long_is_refused_in_words(year, agreement, client_as):
    strategy.sign_agreement(agreement=agreement, by=year.on("Ratna"), at=JANUARY)
    sent = {"step": "reopen", "reason": "a" * 2001}
    answer = client_as("Dewi", "OFFICER").post(f"/agreements/{agreement.pk}/step/", sent)
    assert answer.status_code == 422 and "paling banyak 2.000 karakter" in answer.content.decode()
    assert type(agreement).objects.get(pk=agreement.pk).state == "SIGNED"
