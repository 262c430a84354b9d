"""What each word of the `selaras` command does; domain work is left to the stages."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from selaras.config import home, postgres

WITHOUT_DATABASE = frozenset({"docs"})


class CommandRefused(Exception):
    """A command that cannot be carried out; the text says why."""


@contextlib.contextmanager
def database() -> Iterator[postgres.Cluster | None]:
    """The database while the block lasts: ours is started, a given one is left alone."""
    if home.own_cluster():
        with postgres.in_use(home.home()) as cluster:
            yield cluster
    else:
        yield None


def setup() -> None:
    import django

    django.setup()


def run(options: argparse.Namespace) -> int:
    from selaras.config import supervise

    return supervise.run(demo=options.demo, only=options.only)


def migrate(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    names = [name for name in (options.app, options.migration) if name]
    with database():
        setup()
        call_command("migrate", *names, check_unapplied=options.check, interactive=False)
    return 0


def django_command(name: str, words: list[str]) -> int:
    """Hand over to the command of a stage; it reads its own words and has its own --help."""
    from selaras.config import messages as catalogues

    needs_none = name in WITHOUT_DATABASE or {"-h", "--help"} & set(words)
    with contextlib.nullcontext() if needs_none else database():
        catalogues.compile_newer()
        setup()
        command = find(name.replace("-", "_"))
        if command is None:
            raise CommandRefused(f"`selaras {name}` is not part of this installation.")
        try:
            # With a traceback Django hands a refusal on, and it is printed as those of every other command.
            command.run_from_argv(["selaras", name, *words, "--traceback"])
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return 0


def find(name: str):
    from django.core.management import get_commands, load_command_class

    app = get_commands().get(name)
    return None if app is None else load_command_class(app, name)


def manage(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    with database():
        execute_from_command_line(["selaras manage", *words])
    return 0


def backup(options: argparse.Namespace) -> int:
    from selaras.config.backup import write

    with database():
        summary = write(Path(options.file), home.home(), owner_url())
    print(
        f"Wrote {options.file}: {summary}. It holds personal data and keys: keep it where nobody else reads."
    )
    return 0


def restore(options: argparse.Namespace) -> int:
    from selaras.config.backup import read

    with database():
        summary = read(Path(options.file), home.home(), owner_url())
        setup()
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
    print(f"Restored {summary} from {options.file}.")
    return 0


def owner_url() -> str:
    """The migrating role's address: the only one that sees every row."""
    if home.own_cluster():
        return postgres.urls(home.home()).owner_url
    given = os.environ.get("DATABASE_OWNER_URL")
    if not given:
        raise CommandRefused("DATABASE_OWNER_URL is not set; this command works as the migrating role.")
    return given


def db_start(_: argparse.Namespace) -> int:
    only_own()
    print(described(postgres.keep(home.home())))
    return 0


def db_stop(options: argparse.Namespace) -> int:
    only_own()
    stopped = postgres.stop(home.home(), even_if_used=options.force)
    print("The database is stopped." if stopped else "The database was not running.")
    return 0


def db_status(_: argparse.Namespace) -> int:
    only_own()
    found = postgres.status(home.home())
    print(described(found))
    return 0 if found.running else 1


def only_own() -> None:
    if not home.own_cluster():
        raise CommandRefused("DATABASE_URL names another server; this command is for our own cluster.")


def described(found: postgres.Status) -> str:
    if found.major is None:
        return f"No database yet in {found.data}; it is created by the first start."
    if not found.running:
        return f"PostgreSQL {found.major} in {found.data} is stopped."
    until = "until `selaras db stop`" if found.kept else "until its last user leaves"
    address = f"psql '{found.urls.app_url}'"
    return f"PostgreSQL {found.major} in {found.data} runs as process {found.pid}, {until}.\n{address}"


def messages(options: argparse.Namespace) -> int:
    from selaras.config import messages as catalogues

    if options.check:
        troubles = catalogues.troubles(options.app)
        for trouble in troubles:
            print(trouble, file=sys.stderr)
        return 1 if troubles else 0
    if not options.compile:
        for line in catalogues.update(options.app):
            print(line)
    catalogues.compile_newer()
    return 0
