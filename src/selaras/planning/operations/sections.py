"""Writes of the other sections of a version being written: special expectations and the annex."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import audit
from selaras.core.actor import Actor
from selaras.core.verdict import InvalidRefused, StaleRefused
from selaras.planning.models import BehaviourExpectation, PlanVersion, Provision, ProvisionKind
from selaras.planning.operations.content import MAY, locked_version
from selaras.planning.permissions import can_expect, can_write


def _lines(texts: Sequence[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip()]


def save_expectations(
    *, version: PlanVersion, expectations: Mapping[str, Sequence[str]], by: Actor, at: datetime,
    row_version: int | None = None, autosave: bool = False,
) -> int:  # fmt: skip
    """Write all special expectations by value; return the section's new version (Pasal 10(4))."""
    return _save_section(
        version, can_expect, by, at, "expectations_version", row_version, autosave,
        BehaviourExpectation, {key: _lines(texts) for key, texts in expectations.items()}, "value",
    )  # fmt: skip


def save_provisions(
    *, version: PlanVersion, provisions: Mapping[str, Sequence[str]], by: Actor, at: datetime,
    row_version: int | None = None, autosave: bool = False,
) -> int:  # fmt: skip
    """Write the lists of the annex by kind; return the section's new version (Pasal 11–13, A.1.8)."""
    unknown = set(provisions) - set(ProvisionKind.values)
    if unknown:
        raise InvalidRefused(_("The annex has no such list."))
    return _save_section(
        version, can_write, by, at, "annex_version", row_version, autosave,
        Provision, {key: _lines(texts) for key, texts in provisions.items()}, "kind",
    )  # fmt: skip


def _save_section(
    version: PlanVersion, may: Any, by: Actor, at: datetime, counter: str, row_version: int | None,
    autosave: bool, model: Any, lists: Mapping[str, list[str]], key: str,
) -> int:  # fmt: skip
    with transaction.atomic():
        fresh = locked_version(version, by, may)
        present: int = getattr(fresh, counter)
        if row_version is not None and row_version != present:
            raise StaleRefused
        rows = model.objects.filter(plan_version=fresh)
        before: dict[str, list[str]] = {}
        for name, text in rows.order_by("ordinal", "id").values_list(key, "text"):
            before.setdefault(name, []).append(text)
        rows.delete()
        model.objects.bulk_create(
            model(plan_version=fresh, ordinal=place, text=text, **{key: name})
            for name, texts in lists.items()
            for place, text in enumerate(texts, 1)
        )
        PlanVersion.objects.filter(pk=fresh.pk).update(**{counter: present + 1})
        setattr(version, counter, present + 1)
        if not autosave:
            verb = "plan.change_expectations" if key == "value" else "plan.change_annex"
            after = {name: texts for name, texts in lists.items() if texts}
            old, new = audit.difference({**dict.fromkeys(after), **before}, after)
            audit.record(
                obj=fresh, verb=verb, by=by, at=at, before=old, after=new, article=MAY, subject=version.plan
            )
    return present + 1
