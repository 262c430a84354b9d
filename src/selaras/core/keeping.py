"""Keeps the newest seal of each agency outside the database, so that its owner cannot cut the chain's end unseen."""

from __future__ import annotations

import json
import os

from django.conf import settings

from selaras.core.audit import Damage
from selaras.core.models import EventSeal, SealHead
from selaras.core.tenancy import current_agency_id


def keep_seal() -> None:
    """Write down the committed end of the current agency's chain, unless the seal kept before is missing from it."""
    head = SealHead.objects.first()
    if settings.SEALS is None or head is None or not head.sequence or cut_seal():
        return
    settings.SEALS.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = settings.SEALS / str(current_agency_id())
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps({"sequence": head.sequence, "chain": head.chain}))
    fresh.replace(path)


def cut_seal() -> Damage | None:
    """Say whether the seal that was kept outside is missing from the current agency's chain."""
    path = settings.SEALS / str(current_agency_id()) if settings.SEALS else None
    if path is None or not path.exists():
        return None
    kept = json.loads(path.read_text())
    if EventSeal.objects.filter(sequence=kept["sequence"], chain=kept["chain"]).exists():
        return None
    return Damage(kept["sequence"], "a seal that was kept outside the database is gone or was remade")
