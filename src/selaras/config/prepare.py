"""What a start makes true before the first request: static files, tables, perhaps a demo."""

import hashlib
import importlib
import os
from collections.abc import Iterable
from pathlib import Path

from selaras.config import home
from selaras.config.parts import RunRefused

# Parts of libraries that no page of ours loads.
UNUSED = ("ext/*", "*htmx-4*", "ninja/*", "admin/*", "*.map")


def static_files() -> None:
    """Collect, hash and compress, but only when a file has changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    found = [
        (storage.path(name), name) for finder in get_finders() for name, storage in finder.list(list(UNUSED))
    ]
    root = Path(settings.STATIC_ROOT)
    stamp, state = root / ".stamp", fingerprint(found)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
        return
    from django.core.management import call_command

    print("Preparing the static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=list(UNUSED))
    stamp.write_text(state, encoding="utf-8")


def site_loads() -> None:
    """A fault in the code is shown once, here, instead of by every web process again and again."""
    from django.conf import settings

    importlib.import_module("selaras.config.wsgi")
    importlib.import_module(settings.ROOT_URLCONF)


def fingerprint(found: Iterable[tuple[str, str]]) -> str:
    """Over names and contents: moments do not survive the layers of an image."""
    digest = hashlib.sha256()
    for path, name in sorted(found):
        content = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        digest.update(f"{name} {content}\n".encode())
    return digest.hexdigest()


def tables() -> None:
    """Migrate where the migrating role is known; refuse an older database else, and an unsafe role always."""
    from django.core.management import call_command

    from selaras.core.roles import refuse_unsafe_role

    refuse_unsafe_role()
    if not behind():
        return
    if not home.own_cluster() and not os.environ.get("DATABASE_OWNER_URL"):
        raise RunRefused("The database is older than this version: run `selaras migrate` first.")
    print("Migrating the database …", flush=True)
    call_command("migrate", interactive=False, verbosity=0)


def behind() -> bool:
    """Whether a migration waits."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def let_go() -> None:
    """Close our connections: from here on only the parts talk to the database."""
    from django.db import connection

    connection.close()
    close_pool = getattr(connection, "close_pool", None)
    if close_pool is not None:
        close_pool()


def demo() -> None:
    """Build the demo agencies where no agency exists yet, and those that a stopped build left out."""
    from django.core.management import call_command, get_commands

    from selaras.core.models import Agency

    if "demo" not in get_commands():
        return
    codes = importlib.import_module("selaras.demo").codes()
    present = set(Agency.objects.values_list("code", flat=True))
    if present >= codes or present - codes:
        return
    print("Building the demo agencies …", flush=True)
    call_command("demo")


def cast() -> str:
    """The people of the demo as a table: agency, role, login, password."""
    found = getattr(importlib.import_module("selaras.demo"), "cast", None)
    rows = [tuple(map(str, row)) for row in found()] if callable(found) else []
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ("   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n" + "\n".join(line.rstrip() for line in lines) + "\n\n"
