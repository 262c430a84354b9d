"""Who to sign in as: the named people of the demo with their logins and the password of this home."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings

from selaras.core.models import Agency
from selaras.demo.content import SETTINGS, load
from selaras.demo.founding import number_of

HEADER = ("agency", "role", "login", "password")


def password() -> str:
    """Return the password of all demo people: made once for each home, never a default."""
    path = Path(settings.HOME) / "keys" / "demo"
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(f"selaras-{secrets.token_hex(4)}")
    return path.read_text(encoding="utf-8")


def table() -> list[tuple[str, str, str, str]]:
    """Return a header and one row for each person worth signing in as."""
    present = set(Agency.objects.values_list("code", flat=True))
    rows = []
    for name in SETTINGS:
        setting = load(name)
        if setting.agency["code"] not in present:
            continue
        for ordinal, one in enumerate(setting.people.values(), 1):
            if one.shown:
                login = number_of(one, ordinal)
                if not (login.isdigit() and len(login) == 18):
                    login = f"{one.key}@{setting.agency['code']}.example"
                rows.append((setting.agency["short_name"], f"{one.shown}: {one.name}", login, password()))
    return [HEADER, *rows] if rows else []
