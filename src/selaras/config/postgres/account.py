"""Which account PostgreSQL runs as: ourselves, ourselves under another number, or an unprivileged one."""

import os
import pwd
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selaras.config.postgres.layout import Layout
from selaras.config.postgres.programs import Programs

ENTER = str(Path(__file__).with_name("enter.py"))
UNPRIVILEGED = ("postgres", "nobody")  # accounts that exist already; the product creates none


class AccountRefused(Exception):
    """No account was found under which PostgreSQL would start."""


@dataclass(frozen=True)
class Account:
    """How to start a program of PostgreSQL, and who owns the files it makes."""

    how: str  # plain, namespace or drop
    uid: int
    gid: int

    def command(self, *words: str, session: bool = False) -> list[str]:
        """The words that start a program under this account."""
        detached = "session" if session else "here"
        return [sys.executable, "-I", "-S", ENTER, self.how, str(self.uid), str(self.gid), detached, *words]

    @property
    def owner(self) -> int:
        """The number that we see on the files: a namespace changes it only inside."""
        return self.uid if self.how == "drop" else os.getuid()

    def adopt(self, layout: Layout) -> None:
        """Hand over our own directories where another account (or an earlier way) owns them."""
        if os.getuid() != 0:
            return
        for top in (layout.home, layout.sockets, layout.data, layout.unfinished):
            if top.exists() and top.lstat().st_uid != self.owner:
                deep = top not in (layout.home,)
                chown_tree(top, self.owner, self.gid if self.how == "drop" else 0, deep=deep)


def chown_tree(top: Path, uid: int, gid: int, *, deep: bool) -> None:
    os.chown(top, uid, gid, follow_symlinks=False)
    for folder, folders, files in os.walk(top) if deep else ():
        for name in folders + files:
            os.chown(os.path.join(folder, name), uid, gid, follow_symlinks=False)


def clean_environment() -> dict[str, str]:
    """Our environment without the variables by which libpq and the server could be led elsewhere."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C"}


def choose(programs: Programs) -> Account:
    """The first way that works here, tried with a harmless program."""
    if os.geteuid() != 0 and has_name(os.geteuid()):
        return Account("plain", os.geteuid(), os.getegid())
    for account in candidates():
        if works(account, programs):
            return account
    raise AccountRefused(
        "PostgreSQL refuses to run as root and no other account could be used: start this as an ordinary"
        " user, or set DATABASE_URL and DATABASE_OWNER_URL to a server that runs already."
    )


def candidates() -> Iterator[Account]:
    named = next((entry for entry in pwd.getpwall() if entry.pw_uid != 0 and entry.pw_uid >= 1000), None)
    mapped = named or by_name("nobody")
    if mapped:
        yield Account("namespace", mapped.pw_uid, mapped.pw_gid)
    if os.geteuid() == 0:
        for entry in filter(None, map(by_name, UNPRIVILEGED)):
            yield Account("drop", entry.pw_uid, entry.pw_gid)


def works(account: Account, programs: Programs) -> bool:
    tried = subprocess.run(
        account.command(str(programs.path("postgres")), "--version"),
        env=clean_environment(),
        cwd="/",
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


def has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def by_name(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
