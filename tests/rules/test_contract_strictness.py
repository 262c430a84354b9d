"""What the contract refuses: numbers that only look like numbers, broken JSON, tables that are none."""

import csv
import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import selaras.rules
from selaras.rules import contract
from selaras.rules.nip import parse_nip

ON = "2025-12-31"
NUMERIC = {
    "scheme": "permenpanrb-8-2021",
    "skp": "100",
    "behaviour": "90",
    "peers_consulted": False,
    "new_idea": False,
}
ABSENCE = "days,consecutive_days\n"


def plain(value: object) -> str:
    """A name of a parameter that every shell and tool can repeat."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", ascii(value)).strip("-")[:20] or "blank"


def asked(argv: list[str], given: str = "") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = contract.main(argv, io.StringIO(given, newline=""), out, err)
    return code, out.getvalue(), err.getvalue()


def fields(rule: str, given: str, on: str = ON) -> tuple[int, list[str]]:
    code, out, _ = asked(["explain", rule, "--on", on], given)
    return code, [error["field"] for error in json.loads(out).get("errors", ())]


def table(given: str, rule: str = "absence-sanction", on: str = ON) -> tuple[int, list[dict[str, str]]]:
    code, out, _ = asked(["table", rule, "--on", on], given)
    return code, list(csv.DictReader(io.StringIO(out, newline="")))


@pytest.mark.parametrize(
    "value",
    [
        *("1e2", "1E2", "+5", " 5", "5 ", "5\n", "5.", "05", "00", ".5", "-0", "-0.00", "-1", "5.000", "5,0"),
        *("５", "٥", "0x10", "1_0", "NaN", "Infinity", "", "120.01", "1" * 9000),
        *(None, True, 5, 5.0, ["5"], {"5": "5"}),
    ],
    ids=plain,
)
def test_only_a_plain_decimal_in_quotes_is_a_decimal(value: Any) -> None:
    assert fields("predicate", json.dumps(NUMERIC | {"skp": value}), "2021-12-31") == (2, ["skp"])


@pytest.mark.parametrize("value", ["0", "0.0", "0.00", "5.1", "120", "120.00"])
def test_what_is_a_plain_decimal_is_accepted(value: str) -> None:
    assert fields("predicate", json.dumps(NUMERIC | {"skp": value}), "2021-12-31") == (0, [])


@pytest.mark.parametrize(
    ("rule", "given", "refused"),
    [
        ("credit", {"level": "PEMULA", "predicate": "GOOD", "months": True}, ["months"]),
        ("credit", {"level": "PEMULA", "predicate": "GOOD", "months": 1.0}, ["months"]),
        ("credit", {"level": "PEMULA", "predicate": "GOOD", "months": 0}, ["months"]),
        ("credit", {"level": "PEMULA", "predicate": "GOOD", "months": 10**40}, ["months"]),
        ("credit", {"level": ["PEMULA"], "predicate": {}, "months": 1}, ["level", "predicate"]),
        ("predicate", {"scheme": ["permenpanrb-6-2022"]}, ["scheme"]),
        ("predicate", NUMERIC | {"study_leave_failed": False}, ["study_leave_failed"]),
        (
            "predicate",
            {
                "scheme": "permenpanrb-6-2022",
                "results": "MEETS",
                "behaviour": "MEETS",
                "study_leave_failed": None,
            },
            ["study_leave_failed"],
        ),
        ("absence-sanction", {"days": -1, "consecutive_days": 0}, ["days"]),
        (
            "study-leave-band",
            {"place": "DOMESTIC", "programme": "S1", "gpa": "3"},
            ["university", "study_programme"],
        ),
        (
            "study-leave-band",
            {"place": "ABROAD", "programme": "S1", "university": "D", "gpa": "4.01"},
            ["university", "gpa"],
        ),
    ],
)
def test_a_wrong_type_is_refused_whatever_it_resembles(rule: str, given: Any, refused: list[str]) -> None:
    on = "2021-12-31" if given.get("scheme") == "permenpanrb-8-2021" else ON
    assert fields(rule, json.dumps(given), on) == (2, refused)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ('{"nip": ' + "9" * 5000 + "}", [""]),
        ('{"nip": "1", "x": NaN}', [""]),
        ('{"nip": -Infinity}', [""]),
        ('{"nip": "1"} {}', [""]),
        ("[" * 100_000, [""]),
        ("\x00", [""]),
        ("['nip']", [""]),
        ('{"nip": "1", "nip": "1"}', ["nip"]),
        ('{"nip": {"a": 1, "a": 2}, "x": [0, {"b": 1, "b": 1}]}', ["nip.a", "x.1.b"]),
        ('{"nip": "\\ud800"}', ["nip.length"]),
    ],
    ids=plain,
)
def test_what_is_no_json_object_with_single_keys_is_refused(given: str, refused: list[str]) -> None:
    assert fields("nip", given) == (2, refused)


def test_a_broken_place_of_the_input_is_named() -> None:
    out = asked(["explain", "nip", "--on", ON], '{"nip":\n  ]')[1]
    assert json.loads(out)["errors"][0]["message"].endswith("periksa baris 2, kolom 3.")


def test_a_mark_of_byte_order_is_skipped() -> None:
    assert fields("nip", '\ufeff{"nip": "198609262015051001"}') == (0, [])
    assert table("\ufeff" + ABSENCE + "14,0\n")[0] == 0
    assert table('\ufeff"days","consecutive_days"\r\n"14","0"\r\n')[0] == 0
    code, out, _ = asked(["table", "nip", "--on", ON], "\ufeff")
    assert (code, json.loads(out)["errors"][0]["field"]) == (2, "")


def test_columns_parted_by_semicolons_are_refused_with_what_to_do() -> None:
    """A spreadsheet that writes decimals with a comma saves so; the first sentence already says how to mend it."""
    code, out, _ = asked(["table", "absence-sanction", "--on", ON], "days;consecutive_days\n14;0\n")
    (error,) = json.loads(out)["errors"]
    assert (code, error["field"]) == (2, "")
    assert "koma, bukan dengan titik koma" in error["message"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        *(("14", "consecutive_days"), ("14,0,9", ""), ("14,0,", ""), (" 14,0", "days"), ("+14,0", "days")),
        *(
            ("1.0,0", "days"),
            ("014,0", "days"),
            ("-0,0", "days"),
            ("٣,0", "days"),
            ("9" * 5000 + ",0", "days"),
        ),
        *(("1\x004,0", "days"), (",", "days"), ('"14,0', ""), ("3,4", "consecutive_days")),
    ],
    ids=plain,
)
def test_a_ragged_or_strange_row_is_an_error_of_that_row_alone(cells: str, field: str) -> None:
    code, rows = table(ABSENCE + "14,0\n" + cells + "\n")
    assert (code, rows[0]["level"], rows[0]["error"]) == (2, "MEDIUM", "")
    assert rows[1]["error"].partition(":")[0] == field
    assert rows[1]["level"] == ""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["newline", "both", "return"])
def test_every_line_ending_is_read_and_blank_lines_are_left_out(ending: str) -> None:
    code, rows = table(ending.join(["days,consecutive_days", "14,0", "", '"3","0"', ""]))
    assert (code, [row["sanction"] for row in rows]) == (0, ["ALLOWANCE_CUT_9_MONTHS", "ORAL_REPRIMAND"])


def test_a_quoted_cell_may_hold_lines_and_commas() -> None:
    code, rows = table('text\n"Menulis\nresep, ""obat"""\n', "wording")
    assert (code, rows[0]["text"], rows[0]["kind"]) == (0, 'Menulis\nresep, "obat"', "ACTIVITY")


@pytest.mark.parametrize("lines", [3, 300])
def test_a_quote_that_is_never_closed_swallows_no_row(lines: int) -> None:
    given = 'text\nMenulis resep\n"Menulis resep\n' + "Menulis resep\n" * lines
    code, rows = table(given, "wording")
    assert (code, [row["kind"] for row in rows]) == (2, ["ACTIVITY", "", *["ACTIVITY"] * lines])
    assert "tanda kutip" in rows[1]["error"]


@pytest.mark.parametrize("column", ["error", "level"])
def test_a_column_of_the_answer_may_come_back_blank_but_never_filled(column: str) -> None:
    """A corrected answer can be asked again; each column still stands once."""
    given = f"days,consecutive_days,{column}\n14,0,\n14,0,x\n"
    code, out, _ = asked(["table", "absence-sanction", "--on", ON], given)
    rows = list(csv.DictReader(io.StringIO(out)))
    assert out.splitlines()[0] == "days,consecutive_days,level,sanction,error"
    assert (code, rows[0]["level"], rows[0]["error"]) == (2, "MEDIUM", "")
    assert (rows[1]["level"], rows[1]["error"].partition(":")[0]) == ("", column)


def test_a_table_without_its_columns_or_without_a_header() -> None:
    assert table("days\n14\n")[1][0]["error"].startswith("consecutive_days: ")
    assert table(ABSENCE) == (0, [])
    code, out, _ = asked(["table", "nip", "--on", ON], "")
    assert (code, json.loads(out)["errors"][0]["field"]) == (2, "")


def test_rows_without_data_and_bad_rows_end_with_the_code_of_bad_rows() -> None:
    shared = "step,from,working_week\n"
    code, rows = table(shared + "DECIDE,2100-01-04,5\nDECIDE,2026-01-05,5\n", "deadline")
    assert (code, rows[1]["until"]) == (2, "2026-01-14")
    assert "Kalender hari kerja tahun 2100" in rows[0]["error"]
    assert table(shared + "DECIDE,2100-01-04,5\n", "deadline")[0] == 3


@pytest.mark.parametrize(
    ("rule", "first", "last"),
    [
        ("permenpanrb-8-2021", "2021-07-01", "2021-12-31"),
        ("permenpanrb-6-2022", "2022-02-07", None),
        ("se-menpanrb-3-2023", "2023-01-31", None),
        ("absence-sanction", "2021-08-31", None),
    ],
)
def test_the_first_and_last_day_of_each_instrument(rule: str, first: str, last: str | None) -> None:
    ratings = {"scheme": "permenpanrb-6-2022", "results": "MEETS", "behaviour": "MEETS"}
    group = {"scheme": "se-menpanrb-3-2023", "organisation": "POOR", "counts": {"GOOD": 1}}
    name, given = {
        "permenpanrb-8-2021": ("predicate", NUMERIC),
        "permenpanrb-6-2022": ("predicate", ratings),
        "se-menpanrb-3-2023": ("distribution", group),
        "absence-sanction": ("absence-sanction", {"days": 3, "consecutive_days": 0}),
    }[rule]
    day = date.fromisoformat(first)
    codes = {
        on: fields(name, json.dumps(given), on)[0]
        for on in (first, str(date.fromordinal(day.toordinal() - 1)))
    }
    assert list(codes.values()) == [0, 3]
    if last:
        after = str(date.fromordinal(date.fromisoformat(last).toordinal() + 1))
        assert [fields(name, json.dumps(given), on)[0] for on in (last, after)] == [0, 3]


def test_what_is_possible_but_doubtful_in_a_nip_is_said_not_refused() -> None:
    def warned(nip: str) -> list[str]:
        return [warning.en for warning in parse_nip(nip, on=date(2025, 12, 31)).warnings]

    assert warned("198609262004091001") == []
    assert "before the age of 18" in warned("198609262004081001")[0]
    assert warned("200712312025121001") == []
    assert warned("198609262026011001") == [
        "By this NIP the month of appointment comes after 31 December 2025. Check the NIP."
    ]
    assert "birth comes after 31 December 2025" in warned("202601012044011001")[0]
    assert "000" in warned("198609262015051000")[0]


@pytest.mark.parametrize(
    "nip", ["", " ", "19860926 201505 1 001", "1986", "1" * 19, "abc", "１" * 18], ids=plain
)
def test_a_nip_of_another_length_names_its_length(nip: str) -> None:
    assert fields("nip", json.dumps({"nip": nip})) == (2, ["nip.length"])


@pytest.mark.parametrize("nip", [None, 198609262015051001, ["198609262015051001"], True], ids=plain)
def test_a_nip_that_is_no_text_is_refused_as_a_field(nip: Any) -> None:
    assert fields("nip", json.dumps({"nip": nip})) == (2, ["nip"])


def ask_as_process(argv: list[str], given: bytes) -> subprocess.CompletedProcess[bytes]:
    source = str(Path(selaras.rules.__file__).parents[2])
    words = [sys.executable, "-m", "selaras.rules.contract", *argv, "--on", ON]
    environment = {"PYTHONPATH": source, "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    return subprocess.run(words, input=given, capture_output=True, check=False, env=environment)


@pytest.mark.parametrize(
    ("argv", "given", "code"),
    [
        (["explain", "nip"], b'{"\\ud800": 1}', 2),
        (["explain", "nip"], b'{"nip": "\xff"}', 2),
        (["explain", "wording"], '{"text": "Menulis résumé"}'.encode(), 0),
        (["table", "wording"], b"text\nMenulis\n\xff\n", 2),
        (["table", "wording"], b"\xff\n", 2),
        (["table", "wording"], "\ufefftext\r\nMenulis résumé\r\n".encode(), 0),
    ],
)
def test_the_streams_are_utf_8_whatever_the_machine_speaks(argv: list[str], given: bytes, code: int) -> None:
    run = ask_as_process(argv, given)
    assert (run.returncode, run.stderr) == (code, b"")
    assert run.stdout.decode("utf-8")


def test_a_row_of_broken_bytes_spoils_no_other() -> None:
    row = b"198609262015051001\n"
    run = ask_as_process(["table", "nip"], b"nip\n" + row * 2000 + b"\xff\xfe\n" + row * 2000)
    rows = list(csv.DictReader(io.StringIO(run.stdout.decode("utf-8"))))
    assert (run.returncode, len(rows), sum(bool(row["error"]) for row in rows)) == (2, 4001, 1)
    assert rows[2000]["error"]
