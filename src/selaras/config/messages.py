"""Collects the texts of each app into its catalogue, checks that none is missing, and compiles them."""

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from selaras.config.home import PACKAGE

LANGUAGE = "id"  # the texts in the code are the English ones
TEMPLATES = PACKAGE / "web" / "templates"
# Packages without a catalogue of their own: Django only reads those of installed apps.
SPOKEN_FOR = {"rules": "core", "config": "web"}
TEMPLATES_OF = {"account": "accounts", "mfa": "accounts"}  # folders that allauth names
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PYTHON = [("**/migrations/**", "ignore"), ("**/templates/**", "ignore"), ("**.py", "python")]
JINJA = [("**.*", "jinja2")]
JINJA_OPTIONS = {
    "**.*": {
        "silent": "false",
        "newstyle_gettext": "true",
        "trimmed": "true",
        "extensions": "jinja2.ext.loopcontrols",
    }
}
# Babel's own plural rule for Indonesian has two forms; the language has one.
HEADER = f"""
msgid ""
msgstr ""
"Project-Id-Version: Selaras\\n"
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
# A translator's comment that begins so keeps a text of Django or a library which we say better.
OVERRIDE = "Overrides"


def apps() -> list[str]:
    """Every package that may hold texts."""
    return sorted(
        path.parent.name for path in PACKAGE.glob("*/__init__.py") if path.parent.name not in SPOKEN_FOR
    )


def catalogue_path(app: str) -> Path:
    return PACKAGE / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def update(only: Sequence[str] = ()) -> Iterator[str]:
    """Bring the catalogues to what the code says; texts that are gone are dropped."""
    for app in only or apps():
        wanted = extracted(app)
        known = read(app)
        if not len(wanted) and not len(known):
            continue
        merged = merge(known, wanted)
        store(app, merged)
        open_ones = sum(1 for message in merged if message.id and not translated(message))
        yield f"{app}: {len(merged)} texts, {open_ones} to translate"


def merge(known: Catalog, wanted: Catalog) -> Catalog:
    kept = {key(m): m for m in known if m.id}
    fresh = empty()
    for message in wanted:
        if not message.id:
            continue
        old = kept.pop(key(message), None)
        fresh[message.id] = copy_of(message, old)
    for old in kept.values():
        if is_override(old):
            fresh[old.id] = old
    return fresh


def copy_of(message: Message, old: Message | None) -> Message:
    new = Message(
        message.id,
        string=old.string if old is not None else "",
        locations=sorted({(name, 0) for name, _ in message.locations}),
        flags=(set(message.flags) | (set(old.flags) & {"fuzzy"} if old is not None else set())),
        auto_comments=message.auto_comments,
        user_comments=old.user_comments if old is not None else (),
        context=message.context,
    )
    return new


def key(message: Message) -> tuple[str | None, str]:
    single = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, single


def is_override(message: Message) -> bool:
    return any(comment.startswith(OVERRIDE) for comment in message.user_comments)


def extracted(app: str) -> Catalog:
    """What the Python files and the templates of an app say."""
    found = empty()
    for package in [app, *(name for name, speaker in SPOKEN_FOR.items() if speaker == app)]:
        collect(found, PACKAGE / package, PYTHON, {})
    for folder in template_folders(app):
        collect(found, folder, JINJA, JINJA_OPTIONS)
    if app == "web":
        collect(found, TEMPLATES, JINJA, JINJA_OPTIONS, deep=False)
    return found


def template_folders(app: str) -> Iterator[Path]:
    """The templates of an app; those that no app owns belong to `web`."""
    known = set(apps())
    for folder in sorted(path for path in TEMPLATES.glob("*") if path.is_dir()):
        owner = TEMPLATES_OF.get(folder.name, folder.name)
        if (owner if owner in known else "web") == app:
            yield folder


def collect(
    found: Catalog, folder: Path, methods: list[tuple[str, str]], options: dict, *, deep: bool = True
) -> None:
    if not folder.is_dir():
        return
    texts = extract_from_dir(
        str(folder),
        methods,
        options,
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda path: deep and Path(path).name != "__pycache__",
    )
    for name, line, text, comments, context in texts:
        place = (folder / name).relative_to(PACKAGE.parent).as_posix()
        found.add(text, None, [(place, line)], auto_comments=comments, context=context)


def empty() -> Catalog:
    return read_po(io.BytesIO(HEADER.encode()), locale=LANGUAGE)


def read(app: str) -> Catalog:
    path = catalogue_path(app)
    if not path.exists():
        return empty()
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def store(app: str, catalogue: Catalog) -> None:
    path = catalogue_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalogue, width=110, sort_output=True, omit_header=True, include_lineno=False)
    path.write_bytes(HEADER.lstrip().encode() + b"\n" + written.getvalue())


def translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings)


def troubles(only: Sequence[str] = ()) -> list[str]:
    """One line for each text that is missing, uncertain, unused or breaks its placeholders."""
    return [line for app in only or apps() for line in troubles_of(app)]


def troubles_of(app: str) -> Iterable[str]:
    known, wanted = read(app), extracted(app)
    if catalogue_path(app).exists() and known.num_plurals != 1:
        yield f"{app}: the catalogue's header must say nplurals=1; plural=0;"
    have = {key(m): m for m in known if m.id}
    for message in wanted:
        if message.id:
            yield from trouble_with(app, message, have.pop(key(message), None), known)
    for old in have.values():
        if not is_override(old):
            yield f"{app}: no longer in the code: {short(old)}"


def trouble_with(app: str, wanted: Message, have: Message | None, known: Catalog) -> Iterator[str]:
    where = wanted.locations[0][0] if wanted.locations else app
    if have is None or not translated(have):
        yield f"{app}: not translated: {short(wanted)} ({where})"
    elif have.fuzzy:
        yield f"{app}: marked as uncertain: {short(wanted)} ({where})"
    else:
        yield from (f"{app}: {error}: {short(wanted)} ({where})" for error in have.check(known))


def short(message: Message) -> str:
    text = key(message)[1]
    return repr(text if len(text) <= 80 else text[:79] + "…")


def is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def compile_newer() -> int:
    """Write the .mo of every catalogue that is newer than it; returns how many."""
    done = 0
    for app in apps():
        source = catalogue_path(app)
        target = source.with_suffix(".mo")
        if not source.exists() or is_fresh(target, source) or not os.access(source.parent, os.W_OK):
            continue
        fresh = target.with_suffix(".mo.new")
        with fresh.open("wb") as file:
            write_mo(file, read(app))
        fresh.replace(target)
        done += 1
    return done
