"""Prints how each article becomes a program: data, function, case and screen, with the gaps in sight."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from selaras.accounts.roles import ROLES
from selaras.regulations.queries.instruments import files_of
from selaras.rules.dated import LAW, Entry, LawFile, all_law, instruments
from selaras.web.printed import functions, law, workflows
from selaras.web.printed.references import CHECKOUT, SOURCE
from selaras.web.printed.tables import GENERATED, said, table

INTRODUCTION = """# Coverage of the law

From the article to its data, the functions that read it, the written cases that pass through them and the pages
and jobs that use the answer. Derived by following names through the code: a cell says that a way exists, not that
it is right; that is what the cases are for. **none** is a gap: data that nothing reads yet, that no written case
proves, or that no page or job uses. Every table can be read by everybody on the page of the instrument that it cites
(`regulations:instrument`); what only can be read there is a gap all the same."""
HEAD = ("article", "data", "sure", "function", "cases", "read on", "screen or job")
SHOWN = 5
MINISTRY = "PermenPANRB 6/2022"
NAMED = f"""## Articles of {MINISTRY} by number

Where the program names each article: in law data, steps, roles and source texts. **none** is an article between the
first and the last that the program names nowhere; closing and transitional provisions need no program."""
ARTICLES = re.compile(r"PermenPANRB 6/2022((?:[ ,;.]|and|dan|with|PermenPANRB 6/2022|Pasal|[\d()–-])*)")
RANGE = re.compile(r"(\d+)(?:\.\d+)?(?:\([\d–-]+\))?(?:[-–](\d+))?")
NONE = "**none**"


def page() -> str:
    """Return docs/coverage.md."""
    files = list(all_law())
    parts = [GENERATED, INTRODUCTION, f"{gaps(files)}\n{functions.gaps()}"]
    for folder, instrument in instruments().items():
        rows = [
            row(file, article)
            for file in files_of(folder)
            for article in articles(file)
            if article[0].cite.instrument == instrument["name"]
        ]
        if rows:
            parts.append(f"## {instrument['name']}\n\n{instrument['title'].id} ({instrument['title'].en})")
            parts.append(table(HEAD, rows))
    by_function = table(functions.HEAD, functions.rows(some))
    return "\n\n".join([*parts, functions.TITLE, by_function, NAMED, by_number()]) + "\n"


def heading(folder: str) -> str:
    """Return the heading of an instrument, or of a topic whose values come from several."""
    if folder not in instruments():
        return f"## {folder.capitalize()}\n\nFrom several instruments, each named in its row."
    instrument = instruments()[folder]
    return f"## {instrument['name']}\n\n{instrument['title'].id} ({instrument['title'].en})"


def gaps(files: Iterable[LawFile]) -> str:
    """Return how many files there are and what is missing of them."""
    keys = [(file.instrument, file.name) for file in files]
    without = {
        "a function": [key for key in keys if not law.functions(key)],
        "a written case": [key for key in keys if key not in law.cases()],
        "a page to read it": [key for key in keys if not law.read_on(key)],
        "a screen or job": [key for key in keys if not law.screens().get(key)],
    }
    lines = [f"- without {what}: {len(which)} of {len(keys)}" for what, which in without.items()]
    return "\n".join(lines)


def articles(file: LawFile) -> Iterator[list[Entry]]:
    """Give the entries of a file, those of one article together."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in file.entries:
        found[f"{entry.cite.instrument} {entry.cite.article}"].append(entry)
    yield from found.values()


def row(file: LawFile, entries: list[Entry]) -> tuple[str, ...]:
    """Return one article of one file."""
    key = (file.instrument, file.name)
    path = (LAW / file.instrument / f"{file.name}.yaml").relative_to(CHECKOUT)
    days = ", ".join(f"{entry.from_on}" for entry in entries)
    return (
        str(entries[0].cite),
        f"[{file.name}](../{path.as_posix()}) from {days}",
        ", ".join(sorted({entry.confidence for entry in entries})),
        some(f"`{name}`" for name in law.functions(key)),
        some(f"{name} ({number})" for name, number in law.cases().get(key, {}).items()),
        some(f"`{name}`" for name in law.read_on(key)),
        some(f"`{name}`" for name in law.screens().get(key, ())),
    )


def some(words: Iterable[str]) -> str:
    """Return the first few and how many more there are."""
    listed = list(words)
    more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return ", ".join(listed[:SHOWN]) + more or NONE


def by_number() -> str:
    """Return the table of article numbers."""
    places = numbered()
    rows = ((f"Pasal {n}", some(sorted(places.get(n, ())))) for n in range(1, max(places) + 1))
    return table(("article", "where"), rows)


def numbered() -> Mapping[int, set[str]]:
    """Return where each numbered article is named."""
    found: dict[int, set[str]] = defaultdict(set)
    for text, place in sayings():
        for listed in ARTICLES.findall(text):
            for number in numbers(listed):
                found[number].add(place)
    return found


def numbers(listed: str) -> Iterator[int]:
    """Give the numbers of the articles in a list such as “Pasal 23-25, 14(3)”."""
    if "Pasal" in listed:
        for first, last in RANGE.findall(listed.partition("Pasal")[2]):
            yield from range(int(first), int(last or first) + 1)


def sayings() -> Iterator[tuple[str, str]]:
    """Give every text that may name an article, with where it stands."""
    for file in all_law():
        for entry in file.entries:
            yield str(entry.cite), f"`{file.instrument}/{file.name}.yaml`"
    for stage, flows in workflows.by_stage():
        for flow in flows:
            yield from ((step.law, f"step `{stage}` {flow.name}: {step.name}") for step in flow.steps)
    for role in ROLES.values():
        yield said(role.article, "en"), f"role `{role.code.value}`"
    for path in sorted(SOURCE.rglob("*.py")):
        if not {"migrations", "demo", "workflow.py", "roles.py", "gallery.py"} & set(path.parts):
            yield path.read_text(encoding="utf-8"), f"`{path.relative_to(SOURCE).as_posix()}`"
