"""The worked examples of the regulation hold what the regulation counts."""

from datetime import date

import pytest

from selaras.rules import rating
from selaras.rules.dated import in_force
from selaras.rules.examples import example_names, load_example
from selaras.rules.plans import IndicatorDraft, PlanDraft, ResultDraft, check_plan

ON = date(2025, 12, 31)
LAW = "permenpanrb-6-2022"


def test_the_examples_are_there() -> None:
    plans = {"skp-01", "skp-03", "skp-05", "skp-07", "skp-08"}
    evaluations = {"ev-01", "ev-03", "ev-05", "ev-07", "ev-08"}
    others = {"mph-1", "mph-2", "mph-3", "mi-1", "mi-2", "mi-3", "wb-1", "wb-2", "pt", "ek", "tb"}
    assert set(example_names()) == plans | evaluations | others
    with pytest.raises(KeyError, match="skp-99"):
        load_example("skp-99")


def test_skp_01_has_eight_results_nine_indicators_and_all_perspectives() -> None:
    results = load_example("skp-01")["results"]
    indicators = [indicator for row in results for indicator in row["indicators"]]
    assert [row["number"] for row in results] == list(range(1, 9))
    assert [row["kind"] for row in results] == ["MAIN"] * 7 + ["ADDITIONAL"]
    assert len(indicators) == 9
    assert {i["perspective"] for i in indicators} == set(in_force(LAW, "perspectives", ON).value)
    assert results[-1]["source"] == "ACTION_PLAN"
    assert indicators[0]["target"] == "61,95%"


def test_skp_03_keeps_ranges_and_free_text_as_targets() -> None:
    example = load_example("skp-03")
    targets = [i["target"] for row in example["results"] for i in row["indicators"]]
    assert len(targets) == 7
    assert targets[2] == "7-8 bulan"
    assert targets[5] == "2-3 hari setelah permohonan / pengaduan disampaikan"
    assert {i["aspect"] for row in example["results"] for i in row["indicators"]} <= set(
        in_force(LAW, "aspects", ON).value
    )
    assert [len(example["annex"][key]) for key in ("resources", "accountability", "consequences")] == [
        3,
        2,
        2,
    ]


def test_mph_2_counts_roles_as_the_regulation_does() -> None:
    rows = load_example("mph-2")["rows"]
    counts = [[len(row["roles"][key]) for key in ("K1", "K2", "K3")] for row in rows]
    assert counts == [[1, 2, 1], [4, 2, 1], [4, 1, 0], [5, 1, 2]]
    assert rows[0]["roles"]["K3"] == rows[1]["roles"]["K3"]


def test_mph_1_flows_into_skp_03() -> None:
    roles = load_example("mph-1")["rows"][0]["roles"]["K1"]
    texts = {row["number"]: row["text"] for row in load_example("skp-03")["results"]}
    for role in roles:
        assert texts[role["result"]].startswith(role["text"].removesuffix(" …"))


@pytest.mark.parametrize("name", ["ev-01", "ev-03", "ev-05", "ev-07", "ev-08"])
def test_evaluations_follow_the_quadrant(name: str) -> None:
    example = load_example(name)
    predicate = rating.predicate_of(example["results_rating"], example["behaviour_rating"], ON)
    assert predicate == example["predicate"]
    assert (predicate != example["printed_predicate"]) == ("conflict" in example)
    plan = load_example(example["plan"])
    assert [row["number"] for row in plan["results"]] == [row["number"] for row in example["results"]]
    assert set(example["behaviours"]) == set(in_force(LAW, "behaviours", ON).value)


def test_realisation_below_target_was_still_rated_as_expected() -> None:
    example = load_example("ev-01")
    rows = {row["number"]: row["indicators"][0] for row in example["results"]}
    assert (rows[1]["target"], rows[1]["realisation"][:3]) == ("61,95%", "50%")
    assert "belum memenuhi ekspektasi" in rows[3]["feedback"][0]["text"]
    assert example["results_rating"] == "MEETS"


def test_the_health_office_has_all_perspectives_and_a_midwife_an_additional_result() -> None:
    indicators = [i for row in load_example("skp-05")["results"] for i in row["indicators"]]
    assert [i["perspective"] for i in indicators].count("SERVICE_RECIPIENT") == 3
    assert {i["perspective"] for i in indicators} == set(in_force(LAW, "perspectives", ON).value)
    assert [row["kind"] for row in load_example("skp-07")["results"]] == ["MAIN"] * 3 + ["ADDITIONAL"]
    assert [len(row["indicators"]) for row in load_example("skp-07")["results"]] == [3, 3, 3, 2]


def test_study_leave_adds_to_the_same_plan_and_renumbers_the_additional_result() -> None:
    before, after = load_example("skp-07")["results"], load_example("skp-08")["results"]
    assert after[:3] == before[:3]
    assert [row["number"] for row in after] == [1, 2, 3, 4, 5, 6]
    assert [row.get("study_leave", False) for row in after] == [False, False, False, True, True, False]
    assert after[5] == before[3] | {"number": 6}


def test_mph_3_holds_three_results() -> None:
    assert len(load_example("mph-3")["rows"][0]["roles"]["K1"]) == 3


@pytest.mark.parametrize("name", ["skp-05", "skp-07", "skp-08"])
def test_the_qualitative_plans_break_no_compulsory_rule_of_results(name: str) -> None:
    example = load_example(name)
    results = tuple(
        ResultDraft(
            row["text"],
            row["kind"],
            row.get("source"),
            tuple(IndicatorDraft(i["text"], perspective=i.get("perspective")) for i in row["indicators"]),
        )
        for row in example["results"]
    )
    draft = PlanDraft(2025, example["group"], example["approach"], results)
    found = {finding.rule for finding in check_plan(draft, on=ON) if finding.level == "ERROR"}
    assert found == {"V10", "V11"}


def test_the_first_result_of_the_director_general_is_the_agreed_indicator() -> None:
    """PT-5: what stands in the performance agreement stands in the plan as a main result."""
    agreed = load_example("pt")["PT-5"]
    first = load_example("skp-01")["results"][0]
    assert first["kind"] == "MAIN"
    assert (first["indicators"][0]["text"], first["indicators"][0]["target"]) == (
        agreed["indicator"],
        agreed["target"],
    )


def test_the_tree_holds_the_printed_values() -> None:
    tree = load_example("pt")
    assert sum(int(share.rstrip("%")) for share in tree["PT-3"]["shares"].values()) == 100
    assert tree["PT-3"]["target"] == tree["PT-5"]["target"]
    assert tree["PT-6"]["target"] == "30%" and load_example("wb-1")["intervenes"].startswith("30% ")
    assert tree["PT-6"]["budget"] == tree["PT-5"]["budget"] == "Rp.22.009.951.244"
    assert tree["PT-7"]["target"] == tree["PT-8"]["target"] == load_example("mi-3")["indicator"][:3]
    assert [len(nodes) for nodes in tree["PT-2"]["levels"].values()] == [1, 1, 5, 3, 4]
    assert tree["PT-1"]["levels"]["S3 Kepala Subdirektorat"] == [3, 4, 2]
    assert sorted(set(tree["PT-4"]) - {"page"}) == ["RPP Arsitek", "Revisi PP 36/2005", "Revisi UU 28/2002"]
    assert len(tree["PT-9"]["budgets"]) == 3


def test_the_stages_of_a_law_have_gaps_and_one_was_realised() -> None:
    """MI-1 and row 3 of EV-01: target 90, realised 70; there is no stage of 40 or 60."""
    stages = {row["value"]: row["stage"] for row in load_example("mi-1")["stages"]}
    assert list(stages) == [100, 90, 80, 70, 50, 30, 20, 10]
    row = load_example("ev-01")["results"][2]["indicators"][0]
    assert (row["target"], row["realisation"][:2]) == ("90", "70")
    assert stages[70] == "memuat substansi kunci dan telah melalui uji publik"


def test_manuals_may_have_no_formula_and_workblocks_uneven_counts() -> None:
    manuals = [load_example(f"mi-{number}") for number in (1, 2, 3)]
    assert ["formula" in manual for manual in manuals] == [False, True, True]
    assert [manual["level"] for manual in manuals] == ["OUTPUT_LOW_CONTROL", "OUTCOME", "OUTCOME"]
    first, second = load_example("wb-1"), load_example("wb-2")
    assert first["strategies"] == first["milestones"]
    assert second["strategies"] == {"routine": [1, 2, 3, 4], "transformative": [5]}
    assert second["milestones"] == {"routine": [1, 2], "transformative": [3, 4]}


def test_special_expectations_belong_to_values_of_the_law() -> None:
    values = in_force(LAW, "behaviours", ON).value
    sayings = {key: row for key, row in load_example("ek").items() if key != "id"}
    assert list(sayings) == ["EK-1", "EK-2", "EK-3", "EK-4", "EK-5"]
    assert {row["value"] for row in sayings.values() if "value" in row} <= set(values)


def test_the_people_on_study_leave_and_a_missed_average() -> None:
    """TB-4 is the fourth row of EV-08: below the expectation, and the whole rated below."""
    people = load_example("tb")
    assert [people[key].get("person") for key in ("TB-1", "TB-2", "TB-3")] == ["Tara", "Devi", "Sastro"]
    missed = people["TB-4"]
    expected = load_example("skp-08")["results"][3]["indicators"][0]["text"]
    realised = str(load_example("ev-08")["results"][3])
    assert missed["expectation"] in expected and missed["realisation"] in realised
    assert load_example("ev-08")["results_rating"] == "BELOW"


def test_kinds_of_results_as_the_regulation_divides_them() -> None:
    """CL-2 to CL-4: three main of three, four of four, and the data in SICANTIK as additional."""
    assert [row["kind"] for row in load_example("skp-03")["results"]] == ["MAIN"] * 3
    assert sum(len(role) for role in load_example("mph-2")["rows"][0]["roles"].values()) == 4
    last = load_example("skp-07")["results"][-1]
    assert last["kind"] == "ADDITIONAL" and "SICANTIK" in last["text"]


def test_a_team_leader_is_no_appraiser_in_the_midwifes_plan() -> None:
    assert load_example("skp-07")["appraiser"]["position"].upper() == "KEPALA PUSKESMAS"
