"""The public contract: strict in what it takes, exact in what it gives, the same through JSON and CSV."""

import csv
import io
import json
import resource
import subprocess
import sys
from datetime import date
from typing import Any

import jsonschema_rs
import pytest

from selaras.rules import contract
from selaras.rules.contract.table import flatten, leaves

ON = "2025-12-31"
SECONDS = 0.4
EXAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "predicate": (ON, {"scheme": "permenpanrb-6-2022", "results": "MEETS", "behaviour": "ABOVE"}),
    "indicator-achievement": (
        "2021-12-31",
        {
            "scheme": "permenpanrb-8-2021",
            "target": ["80", "90"],
            "realisation": "92",
            "direction": "MORE",
            "maximum": False,
        },
    ),
    "distribution": (ON, {"scheme": "se-menpanrb-3-2023", "organisation": "GOOD", "counts": {"GOOD": 10}}),
    "credit": (ON, {"level": "AHLI_PERTAMA", "predicate": "VERY_GOOD", "months": 12}),
    "absence-sanction": (ON, {"days": 14, "consecutive_days": 0}),
    "study-leave-band": (
        ON,
        {"place": "DOMESTIC", "programme": "S1", "university": "A", "study_programme": "A", "gpa": "3.61"},
    ),
    "deadline": ("2026-12-30", {"step": "DELIVER", "from": "2026-12-30", "working_week": 5}),
    "wording": (ON, {"text": "Menulis resep"}),
    "talent-box": (ON, {"performance": "ABOVE", "potential": "HIGH"}),
    "nip": (ON, {"nip": "198609262015051001"}),
}


def asked(argv: list[str], given: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = contract.main(argv, io.StringIO(given), out, err)
    return code, out.getvalue(), err.getvalue()


def explained(rule: str, given: Any, on: str = ON) -> tuple[int, dict[str, Any]]:
    code, out, _ = asked(["explain", rule, "--on", on], json.dumps(given))
    return code, json.loads(out)


def test_the_list_holds_every_rule_with_valid_schemas() -> None:
    code, out, _ = asked(["list"])
    listed = {row["rule"]: row for row in json.loads(out)["rules"]}
    assert code == 0
    assert set(listed) == set(EXAMPLES)
    for name, (on, given) in EXAMPLES.items():
        jsonschema_rs.validator_for(listed[name]["input"]).validate(given)
        _, answer = explained(name, given, on)
        jsonschema_rs.validator_for(listed[name]["output"]).validate(answer["result"])


def test_codes_carry_their_names() -> None:
    sanction = contract.rule_of("absence-sanction").output["properties"]["sanction"]["oneOf"][0]
    assert sanction["x-names"]["ORAL_REPRIMAND"] == {"id": "Teguran lisan", "en": "Oral reprimand"}
    box = contract.rule_of("talent-box").output["properties"]["recommendations"]["items"]
    assert box["x-names"]["STUDY_LEAVE"]["id"] == "Tugas belajar"


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_an_answer_has_rule_day_result_and_reasons(name: str) -> None:
    on, given = EXAMPLES[name]
    code, answer = explained(name, given, on)
    assert code == 0
    assert (answer["rule"], answer["on"]) == (name, on)
    assert answer["steps"]
    for step in answer["steps"]:
        assert set(step) == {"id", "en", "cite"}
        assert set(step["cite"]) == {"instrument", "article", "confidence"}
        assert all(step["cite"].values()) and step["id"] and step["en"]


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_unknown_and_missing_keys_are_refused(name: str) -> None:
    on, given = EXAMPLES[name]
    code, answer = explained(name, given | {"extra": 1}, on)
    assert (code, [e["field"] for e in answer["errors"]]) == (2, ["extra"])
    for key in given:
        fewer = {k: v for k, v in given.items() if k != key}
        code, answer = explained(name, fewer, on)
        assert (code, [e["field"] for e in answer["errors"]]) == (2, [key])


@pytest.mark.parametrize(
    ("rule", "changes", "fields"),
    [
        ("predicate", {"results": "GREAT"}, ["results"]),
        ("predicate", {"scheme": "okr"}, ["scheme"]),
        ("predicate", {"study_leave_failed": "yes"}, ["study_leave_failed"]),
        ("predicate", {"study_leave_failed": 1}, ["study_leave_failed"]),
        ("indicator-achievement", {"target": 85}, ["target"]),
        ("indicator-achievement", {"target": ["80"]}, ["target"]),
        ("indicator-achievement", {"target": ["80", "x"]}, ["target.1"]),
        ("indicator-achievement", {"realisation": "92.001"}, ["realisation"]),
        ("indicator-achievement", {"realisation": 92}, ["realisation"]),
        ("distribution", {"counts": []}, ["counts"]),
        ("distribution", {"counts": {"GOOD": True}}, ["counts.GOOD"]),
        ("distribution", {"counts": {"GOOD": 1.0}}, ["counts.GOOD"]),
        ("distribution", {"counts": {"GOOD": "1"}}, ["counts.GOOD"]),
        ("credit", {"months": 13}, ["months"]),
        ("absence-sanction", {"days": 367}, ["days"]),
        ("absence-sanction", {"consecutive_days": 15}, ["consecutive_days"]),
        ("study-leave-band", {"gpa": "-1"}, ["gpa"]),
        ("deadline", {"from": "2026-02-30"}, ["from"]),
        ("deadline", {"from": "20260201"}, ["from"]),
        ("deadline", {"from": 20260201}, ["from"]),
        ("deadline", {"working_week": 4}, ["working_week"]),
        ("deadline", {"holidays": ["2026-01-01", "besok"]}, ["holidays.1"]),
        ("deadline", {"holidays": "2026-01-01"}, ["holidays"]),
        ("wording", {"text": "  "}, ["text"]),
        ("wording", {"text": None}, ["text"]),
        ("talent-box", {"potential": "TALL"}, ["potential"]),
        ("nip", {"nip": "198613262015131001"}, ["nip.birth", "nip.appointed"]),
        ("nip", {"nip": 198609262015051001}, ["nip"]),
    ],
)
def test_wrong_values_name_their_field(rule: str, changes: dict[str, Any], fields: list[str]) -> None:
    on, given = EXAMPLES[rule]
    code, answer = explained(rule, given | changes, on)
    assert (code, [error["field"] for error in answer["errors"]]) == (2, fields)
    assert all(error["message"] for error in answer["errors"])
    assert set(answer["errors"][0]) == {"field", "message"}


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", "null", '{"nip": "1", "nip": "2"}', '{"days": NaN}', '"x"']
)
def test_what_is_no_object_is_refused(text: str) -> None:
    code, out, _ = asked(["explain", "nip", "--on", ON], text)
    assert code == 2
    assert json.loads(out)["errors"]


@pytest.mark.parametrize(
    "on", [[], ["--on", ""], ["--on", "kemarin"], ["--on", "20251231"], ["--on", "2025-02-30"]]
)
@pytest.mark.parametrize("action", ["explain", "table"])
def test_the_day_is_required(action: str, on: list[str]) -> None:
    code, out, _ = asked([action, "nip", *on], "{}")
    assert code == 2
    assert [error["field"] for error in json.loads(out)["errors"]] == ["on"]


def test_an_unknown_rule_is_refused() -> None:
    code, out, _ = asked(["explain", "salary", "--on", ON], "{}")
    assert (code, json.loads(out)["errors"][0]["field"]) == (2, "rule")


@pytest.mark.parametrize(
    ("rule", "on"),
    [("predicate", "2022-02-06"), ("distribution", "2023-01-30"), ("absence-sanction", "2021-08-30")],
)
def test_without_law_on_the_day_it_says_so(rule: str, on: str) -> None:
    code, out, err = asked(["explain", rule, "--on", on], json.dumps(EXAMPLES[rule][1]))
    assert code == 3
    assert err.startswith("Tidak ada data untuk hari itu")
    assert json.loads(out)["errors"][0]["field"] == "on"
    _, _, english = asked(["explain", rule, "--on", on, "--language", "en"], json.dumps(EXAMPLES[rule][1]))
    assert english.startswith("There is no data")


@pytest.mark.parametrize("start", ["2150-01-04", "9999-12-31", "0001-01-01"])
def test_a_year_without_calendar_is_no_data(start: str) -> None:
    code, _, err = asked(
        ["explain", "deadline", "--on", ON],
        json.dumps({"step": "DELIVER", "from": start, "working_week": 5}),
    )
    assert (code, bool(err)) == (3, True)


def table(rule: str, rows: list[dict[str, str]], on: str = ON) -> tuple[int, list[dict[str, str]]]:
    text = io.StringIO()
    columns = list(dict.fromkeys(key for row in rows for key in row))
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    code, out, _ = asked(["table", rule, "--on", on], text.getvalue())
    return code, list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_a_table_gives_what_explain_gives(name: str) -> None:
    on, given = EXAMPLES[name]
    _, answer = explained(name, given, on)
    code, rows = table(name, [flatten(given)], on)
    assert code == 0
    assert rows[0]["error"] == ""
    for column, cell in flatten(answer["result"]).items():
        assert rows[0][column] == cell


def test_no_result_column_hides_an_input_column() -> None:
    for name, (_, given) in EXAMPLES.items():
        assert not set(leaves(contract.rule_of(name).output)) & set(flatten(given))


def test_a_bad_row_fills_its_error_and_the_rest_goes_on() -> None:
    good = {"days": "14", "consecutive_days": "0"}
    code, rows = table("absence-sanction", [good, good | {"days": "x"}, good | {"days": ""}, good])
    assert code == 2
    assert [row["sanction"] for row in rows] == ["ALLOWANCE_CUT_9_MONTHS", "", "", "ALLOWANCE_CUT_9_MONTHS"]
    assert [row["error"].partition(":")[0] for row in rows] == ["", "days", "days", ""]


def test_nested_keys_and_blank_cells() -> None:
    rows = [
        {"scheme": "se-menpanrb-3-2023", "organisation": "GOOD", "counts.GOOD": "10", "counts.POOR": ""},
        {"scheme": "se-menpanrb-3-2023", "organisation": "GOOD", "counts.GOOD": "1", "counts.POOR": "1"},
    ]
    code, answered = table("distribution", rows)
    assert code == 0
    assert answered[0]["findings.0.code"] == "MAX_EXCEEDED"
    assert answered[0]["findings.1.predicates.1"] == "POOR"
    assert [row["small_group"] for row in answered] == ["false", "false"]
    assert answered[1]["findings.0.code"] == ""


def test_a_single_target_and_a_range_in_one_table() -> None:
    shared = {"scheme": "permenpanrb-8-2021", "realisation": "92", "direction": "MORE", "maximum": "FALSE"}
    code, rows = table(
        "indicator-achievement",
        [shared | {"target": "85"}, shared | {"target.0": "80", "target.1": "90"}],
        "2021-12-31",
    )
    assert code == 0
    assert [row["achievement"] for row in rows] == ["108.24", "102.22"]


@pytest.mark.parametrize("column", ["target.x", "target.0.1", "nip.birth", "extra"])
def test_strange_columns_are_errors_of_the_row(column: str) -> None:
    code, rows = table("nip", [{"nip": "198609262015051001", column: "1"}])
    assert code == 2
    assert rows[0]["error"]


def test_too_many_cells_are_an_error_of_the_row() -> None:
    code, out, _ = asked(["table", "nip", "--on", ON], "nip\n198609262015051001,x\n198609262015051001\n")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 2
    assert rows[0]["error"] and rows[1]["serial"] == "001"


def test_a_column_that_appears_twice_is_refused() -> None:
    code, out, _ = asked(["table", "nip", "--on", ON], "nip,nip\n1,2\n")
    assert (code, json.loads(out)["errors"][0]["field"]) == (2, "nip")


def test_a_cell_beyond_all_bounds_is_an_error_of_its_row() -> None:
    text = "text\nMenulis resep\n" + "a" * (csv.field_size_limit() + 1) + "\nMenulis resep\n"
    code, out, _ = asked(["table", "wording", "--on", ON, "--language", "en"], text)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, [row["kind"] for row in rows]) == (2, ["ACTIVITY", "", "ACTIVITY"])
    assert rows[1]["error"].startswith(": This row cannot be read as CSV")


def test_messages_come_in_the_language_that_was_asked_for() -> None:
    indonesian = asked(["explain", "nip", "--on", ON], "{}")[1]
    english = asked(["explain", "nip", "--on", ON, "--language", "en"], "{}")[1]
    assert json.loads(indonesian)["errors"] == [{"field": "nip", "message": "Isian ini wajib ada."}]
    assert json.loads(english)["errors"] == [{"field": "nip", "message": "This field is required."}]


def test_a_table_without_law_on_the_day_is_no_data() -> None:
    code, rows = table("credit", [{"level": "PEMULA", "predicate": "GOOD", "months": "12"}], "2022-12-31")
    assert (code, rows[0]["credit"]) == (3, "")
    assert asked(["table", "credit", "--on", ON], "level,predicate,months\n")[0] == 0
    assert asked(["table", "credit", "--on", ON], "")[0] == 2


def test_the_command_starts_quickly_and_speaks_utf_8() -> None:
    """Processor time, so that a busy machine does not fail it."""
    argv = [sys.executable, "-m", "selaras.rules.contract", "explain", "nip", "--on", ON]
    given = b'\xef\xbb\xbf{"nip": "198609262015051001"}'
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(argv, input=given, capture_output=True, check=True, env=_environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert json.loads(run.stdout.decode("utf-8"))["result"]["serial"] == "001"
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS


def test_rules_import_neither_django_nor_a_database() -> None:
    code = (
        "import sys, selaras.rules.contract as contract;"
        "[contract.rule_of(name) for name in contract.rule_names()];"
        "print(*sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=_environment())
    loaded = set(run.stdout.decode().split())
    assert not loaded & {"django", "psycopg", "sqlite3"}


def test_a_refusal_is_an_exception_with_fields() -> None:
    with pytest.raises(contract.InputRefused) as refused:
        contract.explain("credit", {"level": "PEMULA"}, on=date(2025, 1, 1))
    assert [error.field for error in refused.value.errors] == ["predicate", "months"]


def _environment() -> dict[str, str]:
    from pathlib import Path

    import selaras.rules

    return {"PYTHONPATH": str(Path(selaras.rules.__file__).parents[2]), "PATH": "/usr/bin:/bin"}
