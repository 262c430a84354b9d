"""The documents say what the code says: generated pages fresh, links and commands real, words defined once."""

import re
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from selaras.web import printed
from selaras.web.printed import law, references, workflows
from selaras.web.printed.references import CHECKOUT, Module, References

DOCS = CHECKOUT / "docs"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
WRITTEN = sorted([*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```", re.S)
TARGETS = set(re.findall(r"^([a-z]+):.*##", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.M))


def short(path):
    return path.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("name", printed.PAGES)
def test_a_generated_page_is_fresh(name):
    assert printed.kept(name) == printed.PAGES[name](), f"docs/{name} is stale: run `make docs`"


def test_pages_are_printed_the_same_twice():
    assert workflows.page() == workflows.page()


def test_decisions_are_numbered_titled_dated_and_indexed():
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(numbers) + 1)), "decision records are numbered without a gap"
    for path in DECISIONS:
        first, _, rest = path.read_text(encoding="utf-8").partition("\n")
        assert re.fullmatch(rf"# {path.name[:4]} \S.*", first), (
            f"{short(path)} begins with its number and title"
        )
        assert re.search(r"^Date: \d{4}-\d\d-\d\d · Status: \w+", rest, re.M), f"{short(path)} says when"
        assert f"[{first[2:]}]({path.name})" in index, f"{short(path)} is not in the index under its title"
    assert index.count("](0") == len(DECISIONS), "the index names a record that does not exist"


@pytest.mark.parametrize("path", WRITTEN, ids=short)
def test_links_lead_somewhere(path):
    text = CODE.sub("", path.read_text(encoding="utf-8"))
    for target in LINK.findall(text):
        if not re.match(r"[a-z]+:|#", target):
            place, _, anchor = unquote(target).partition("#")
            found = path.parent / place
            assert found.exists(), f"{short(path)} links to {target}, which does not exist"
            if anchor and found.suffix == ".md":
                assert anchor in anchors(found), f"{short(path)} links to {target}: no such heading"


def anchors(path):
    """Return the anchors that a reader of Markdown makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", WRITTEN, ids=short)
def test_commands_of_the_documents_exist(path):
    text = path.read_text(encoding="utf-8")
    spans = "\n".join(
        re.findall(r"`([^`\n]+)`", text) + re.findall(r"```(?:sh|console)\n(.*?)```", text, re.S)
    )
    for words in re.findall(r"\bmake ((?:[a-z]+ ?)+)", spans):
        unknown = set(words.split()) - TARGETS
        assert not unknown, f"{short(path)} names `make {words}`: the Makefile has no {sorted(unknown)}"


def test_the_readme_in_both_languages_names_the_same_commands():
    texts = [(CHECKOUT / name).read_text(encoding="utf-8") for name in ("README.md", "README.id.md")]
    english, native = (re.findall(r"^make [a-z]+", "\n".join(CODE.findall(text)), re.M) for text in texts)
    assert english and english == native


NAMED = re.compile(r"docs/[\w./-]*\w\.md")
SOURCES = sorted(
    path
    for folder in ("src", "tests", "benchmarks")
    for path in (CHECKOUT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".yaml", ".typ", ".js", ".css"}
)


def test_every_document_that_the_code_names_exists():
    """Whoever is sent from the code to a decision or a page finds it there."""
    lost = {
        f"{short(path)}: {name}"
        for path in SOURCES
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
        if not (CHECKOUT / name).exists()
    }
    assert not lost
    vague = {
        short(path)
        for path in SOURCES
        if path.suffix == ".py" and path.is_relative_to(CHECKOUT / "src")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"decision records?\b", line) and not NAMED.search(line)
    }
    assert not vague, "a record is named by its path, so that it can be found"


def test_make_lists_its_targets():
    done = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert {line.split()[0] for line in done.stdout.splitlines()} == TARGETS


def test_the_glossary_has_one_row_for_each_concept():
    rows = re.findall(r"^\| (?!code|---)([^|]+)\|", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.M)
    words = Counter(word for row in rows for word in re.findall(r"`([^`]+)`", row))
    assert words, "the glossary has no rows"
    assert not [word for word, times in words.items() if times > 1], "a concept has two rows"


# The way from an article to a screen, on a small example and on a piece of the code that is sure to stay.

SMALL = {
    "a.law": 'def law_file(name): ...\nTABLE = {"one": lambda: read_it()}\ndef read_it(): return law_file("x")\n',
    "a": "from a.law import read_it\n",
    "a.views": "from a import read_it\nimport b\nclass Page:\n    def get(self): return read_it()\n",
}


def small():
    return References(Module(name, references.ast.parse(text)) for name, text in SMALL.items())


def test_references_follow_names_through_packages_and_classes():
    assert "a.law:law_file" in small().reached("a.views:Page")
    assert "a.views:Page" not in small().reached("a.law:read_it")


def test_references_of_a_table_are_kept_by_key():
    assert "a.law:law_file" in small().keyed("a.law", "TABLE")["one"]


def test_the_quadrant_leads_from_its_article_to_the_page_of_the_rating():
    key = ("permenpanrb-6-2022", "quadrant")
    assert "rules.rating.explain_predicate" in law.functions(key)
    assert "permenpanrb-6-2022/quadrant.yaml" in law.cases()[key]
    assert any(name.startswith("appraisal:") for name in law.screens()[key])


def test_stale_pages_are_named(tmp_path, monkeypatch):
    monkeypatch.setattr(printed, "DOCS", tmp_path)
    monkeypatch.setattr(printed, "PAGES", {"one.md": lambda: "text\n", "two.md": lambda: "other\n"})
    (tmp_path / "one.md").write_text("text\n", encoding="utf-8")
    assert printed.stale() == ["two.md"]
    printed.write()
    assert printed.stale() == [] and Path(tmp_path / "two.md").read_text(encoding="utf-8") == "other\n"
