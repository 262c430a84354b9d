"""The house rules about files: imports, sizes, names, migrations, sentences."""

import ast
import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command

import selaras

ROOT = Path(selaras.__file__).parent
MODULES = [path for path in ROOT.rglob("*.py") if "migrations" not in path.parts]
STAGES = (
    "organisation",
    "regulations",
    "planning",
    "monitoring",
    "appraisal",
    "recognition",
    "development",
    "insight",
)
STAGE_FILES = {
    "__init__", "models", "permissions", "workflow", "queries", "operations", "forms", "views", "api",
    "tasks", "sheets", "papers", "urls", "apps", "migrations", "management", "locale",
}  # fmt: skip


def short(path):
    return str(path.relative_to(ROOT))


def test_import_contracts_hold():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_a_module_is_short_and_says_what_it_is_for(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300, (
        f"{short(path)} has more than 300 lines: make it a package of the same name"
    )
    tree = ast.parse(text)
    if tree.body:
        assert ast.get_docstring(tree), f"{short(path)} needs a first line that says what it is for"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = body_lines(node)
            assert lines <= 30, f"{short(path)}: {node.name} has {lines} lines, 30 are allowed"


def body_lines(node):
    """Count a function's lines without its signature and its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_only_the_agreed_files(stage):
    found = {path.stem for path in (ROOT / stage).iterdir() if path.name != "__pycache__"}
    assert found <= STAGE_FILES, f"{stage} has other kinds of file: {sorted(found - STAGE_FILES)}"


def test_nothing_is_called_utils_or_helpers():
    assert not [short(path) for path in MODULES if path.stem in {"utils", "helpers", "misc", "common"}]


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_import_no_live_code_but_the_field_classes():
    allowed = re.compile(r"selaras\.core\.(fields|constraints|models)\b")
    for path in ROOT.rglob("migrations/0*.py"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.match(r"\s*(from|import) selaras", line):
                assert allowed.search(line), f"{short(path)} imports live code: {line.strip()}"


def test_the_clock_is_read_in_one_place():
    pattern = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|time\.time\(")
    readers = {short(path) for path in MODULES if pattern.search(path.read_text(encoding="utf-8"))}
    readers = {name for name in readers if not name.startswith("config/")}
    assert readers <= {"core/clock.py"}, "ask selaras.core.clock"


@pytest.mark.parametrize("stage", [*STAGES, "documents"])
def test_operations_take_who_and_when_by_keyword(stage):
    operations = import_module(f"selaras.{stage}.operations")
    names = getattr(operations, "__all__", None) or [
        name for name in vars(operations) if not name.startswith("_")
    ]
    for name in names:
        thing = getattr(operations, name)
        if not inspect.isfunction(thing) or not thing.__module__.startswith(operations.__name__):
            continue
        parameters = inspect.signature(thing).parameters
        for asked in ("by", "at"):
            if asked in parameters:
                kind = parameters[asked].kind
                assert kind is inspect.Parameter.KEYWORD_ONLY, f"{stage}.{name} takes `{asked}` by keyword"


def test_backward_relations_do_not_look_forward():
    from django.apps import apps

    order = ["core", "accounts", "documents", *STAGES]
    for model in apps.get_models():
        if model._meta.app_label not in order:
            continue
        for field in model._meta.local_fields:
            if field.remote_field is None:
                continue
            theirs = field.remote_field.model._meta.app_label
            crosses = theirs in order and theirs != model._meta.app_label
            assert not crosses or field.remote_field.related_name == "+", (
                f"{model.__name__}.{field.name} points to {theirs}: related_name must be '+'"
            )


def test_no_string_references_or_signals_for_domain_logic():
    signal = re.compile(r"post_save|pre_save|post_delete|m2m_changed|apps\.get_model\(")
    found = {short(path) for path in MODULES if signal.search(path.read_text(encoding="utf-8"))}
    assert not found


def test_every_stage_module_can_be_imported():
    for stage in STAGES:
        for name in ("models", "permissions", "workflow", "queries", "operations", "forms", "views", "urls"):
            if (ROOT / stage / f"{name}.py").exists() or (ROOT / stage / name).is_dir():
                import_module(f"selaras.{stage}.{name}")


LAW_WORDS = {
    "planning/queries/values.py": "the names of values and aspects, which are words and decide nothing"
}
"""Who reads the law's data directly, and why; the pages of the law itself (regulations, web) show it as it is."""


def test_stages_ask_the_rules_and_never_read_the_law_themselves():
    """A value of the law has its meaning in one function of the rules, with its article and its cases."""
    stages = {"planning", "monitoring", "appraisal", "recognition", "development", "insight", "organisation"}
    reading = {
        short(path)
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in stages
        and re.search(r"rules\.dated import .*\b(in_force|law_file)\b", path.read_text(encoding="utf-8"))
    }
    assert reading == set(LAW_WORDS)


def test_operations_ask_permissions_for_the_role():
    """Who may do what is written in permissions, where a personnel officer can read it."""
    deciding = [
        f"{short(path)}:{number}"
        for path in MODULES
        if {"operations", "operations.py"} & set(path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(r"\bby\.role (==|!=|in|not in)\b", line)
    ]
    assert deciding == []
