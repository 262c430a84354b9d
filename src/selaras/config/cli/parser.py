"""The words of the `selaras` command and their help."""

import argparse

DESCRIPTION = "Selaras: performance management for public agencies and companies."
EPILOG = """
environment:
  SELARAS_HOME        data, uploads, keys and logs of this installation (default: .selaras)
  SELARAS_HOST        address to listen on (default: 127.0.0.1)
  SELARAS_PORT        port to listen on (default: 8000)
  SELARAS_PROCESSES   processes that answer requests (default: 2, on a single core 1)
  DATABASE_URL        database as the application role; unset: a cluster of our own below SELARAS_HOME
  DATABASE_OWNER_URL  the same as the migrating role; only for migrate, backup and restore

exit codes: 0 done, 1 refused or failed, 2 wrong words or bad input, 3 no law on that day, 130 interrupted
"""

# Commands whose domain code lives in a stage, as a Django management command of the same name.
DJANGO_COMMANDS = {
    "demo": "build the demo agencies (--people N, --seed S)",
    "import-people": "import people from a workbook",
    "create-agency": "create an agency",
    "create-officer": "create the first performance officer of an agency",
    "doctor": "look for people without appraiser, loops and other trouble",
    "docs": "print the generated documents (--check: only say whether they are fresh)",
}


def build() -> argparse.ArgumentParser:
    """The whole grammar."""
    parser = argparse.ArgumentParser(
        prog="selaras",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    add_run(commands)
    add_migrate(commands)
    for name, text in DJANGO_COMMANDS.items():
        commands.add_parser(name, help=text, add_help=False)
    add_backup(commands)
    add_database(commands)
    add_messages(commands)
    commands.add_parser("rules", help="ask the rules of the law: list, explain, table", add_help=False)
    commands.add_parser("manage", help="any other command of Django, for developers", add_help=False)
    return parser


def add_run(commands: argparse._SubParsersAction) -> None:
    text = "start the site, the worker and, without DATABASE_URL, the database; Ctrl-C stops them"
    run = commands.add_parser("run", help=text, description=text)
    run.add_argument("--demo", action="store_true", help="build the demo where the database is empty")
    run.add_argument("--only", choices=("web", "worker"), help="start one part (for containers)")
    run.set_defaults(function="run")


def add_migrate(commands: argparse._SubParsersAction) -> None:
    text = "bring the database to this version, as the migrating role"
    migrate = commands.add_parser("migrate", help=text, description=text)
    migrate.add_argument("app", nargs="?", help="only this app")
    migrate.add_argument("migration", nargs="?", help="up or back to this migration; `zero` undoes all")
    migrate.add_argument("--check", action="store_true", help="change nothing; fail when something waits")
    migrate.set_defaults(function="migrate")


def add_backup(commands: argparse._SubParsersAction) -> None:
    text = "write database, uploads and keys of every agency into one file"
    backup = commands.add_parser("backup", help=text, description=text)
    backup.add_argument("file", help="the file to write; it must not exist and holds secrets")
    backup.set_defaults(function="backup")
    text = "bring a backup back into an empty home and database"
    restore = commands.add_parser("restore", help=text, description=text)
    restore.add_argument("file", help="a file written by `selaras backup`")
    restore.set_defaults(function="restore")


def add_database(commands: argparse._SubParsersAction) -> None:
    text = "the database that the product starts by itself"
    database = commands.add_parser("db", help=text, description=text)
    actions = database.add_subparsers(title="actions", metavar="ACTION", required=True)
    start = actions.add_parser("start", help="start it and leave it running until `selaras db stop`")
    start.set_defaults(function="db_start")
    stop = actions.add_parser("stop", help="stop it; refused while the site or a test uses it")
    stop.add_argument("--force", action="store_true", help="stop it under its users")
    stop.set_defaults(function="db_stop")
    status = actions.add_parser("status", help="say whether it runs; exit code 1 when it does not")
    status.set_defaults(function="db_status")


def add_messages(commands: argparse._SubParsersAction) -> None:
    text = "collect the texts of the code into the catalogues and compile them"
    messages = commands.add_parser("messages", help=text, description=text)
    messages.add_argument("app", nargs="*", help="only these apps")
    group = messages.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="change nothing; fail on what is incomplete")
    group.add_argument("--compile", action="store_true", help="only compile what is newer than its .mo")
    messages.set_defaults(function="messages")
