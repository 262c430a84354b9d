"""Erases what the tables hold about one person, by what each model declares; knows no stage (UU 27/2022)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Cast

from selaras.core.audit import kind_of
from selaras.core.fields import AgencyForeignKey
from selaras.core.models import (
    AgencyModel,
    ApiToken,
    Event,
    EventSeal,
    EventValue,
    ExternalRef,
    Job,
    Notice,
    Receipt,
    SealHead,
    StoredFile,
)
from selaras.core.privacy import Privacy, declared

ERASED = "—"
SHORTEST = 4
OF_THE_MEMBER: tuple[Any, ...] = (Notice, Receipt, ApiToken)
SEALED: tuple[Any, ...] = (Event, EventSeal, SealHead, EventValue)
Model = Any


@dataclass(frozen=True)
class Whose:
    """Whose data is erased: the row, the account in the agency, the alias, and the texts that name the person."""

    obj: models.Model
    member_id: int | None
    alias: str
    words: tuple[str, ...]

    @property
    def pattern(self) -> str:
        """A regular expression for these texts as whole words, alike in Python and PostgreSQL; empty for none."""
        found = sorted({one for one in self.words if len(one) >= SHORTEST}, key=lambda one: (-len(one), one))
        return rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in found)})(?!\w)" if found else ""

    def redact(self, value: Any) -> Any:
        """Return a text, or JSON data, in which the alias stands for the person."""
        if isinstance(value, str):
            return re.sub(self.pattern, self.alias, value, flags=re.IGNORECASE) if self.pattern else value
        if isinstance(value, list):
            return [self.redact(one) for one in value]
        if isinstance(value, dict):
            return {self.redact(key): self.redact(one) for key, one in value.items()}
        return value


def ours() -> list[tuple[Model, Privacy]]:
    """Return every table of an agency with its declaration."""
    return [(model, privacy) for model, privacy in declared() if issubclass(model, AgencyModel) and privacy]


def path_to(model: Model, owner: Model) -> str:
    """Return the lookup from a row to the person it is about: its first key, never empty, that leads there.

    A declaration with `of` overrules it where the first key leads to somebody else.
    """
    privacy = model.__dict__.get("privacy")
    if privacy and privacy.of:
        return str(privacy.of)
    for field in model._meta.concrete_fields:
        if not isinstance(field, AgencyForeignKey) or field.null:
            continue
        rest = "" if field.related_model is owner else path_to(field.related_model, owner)
        if rest or field.related_model is owner:
            return "__".join(filter(None, (field.name, rest)))
    return ""


def owned(owner: Model) -> dict[Model, str]:
    """Return the tables with personal fields whose rows are about a person, with the way to the person."""
    found = {model: path_to(model, owner) for model, privacy in ours() if privacy.fields}
    return {model: path for model, path in found.items() if path and model is not owner}


def _of(model: Model, path: str, whose: Whose) -> Any:
    return model.objects.filter(**{path: whose.obj.pk})


def texts_of(model: Model, only: Collection[str] | None = None) -> list[Any]:
    """Return the fields of a table that hold free text or JSON; codes are none."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    fields = [one for one in model._meta.concrete_fields if isinstance(one, kinds) and not one.choices]
    return [one for one in fields if only is None or one.name in only]


def _files_of(model: Model) -> list[str]:
    return [one.name for one in model._meta.concrete_fields if one.related_model is StoredFile and one.null]


def _written(model: Model) -> Q:
    """Rows in which something readable stands that would be erased."""
    found = Q(pk__in=[])
    for field in texts_of(model, model.privacy.fields):
        empty: Any = {} if isinstance(field, models.JSONField) else ""
        found |= Q(**{f"{field.name}__isnull": False}) & ~Q(**{f"{field.name}__in": [empty, ERASED]})
    for name in _files_of(model):
        found |= Q(**{f"{name}__isnull": False})
    return found


def naming(model: Model, whose: Whose) -> Any:
    """Return the rows of a table in which a text names the person."""
    fields = texts_of(model)
    if not fields or not whose.pattern:
        return model.objects.none()
    rows, found = model.objects.all(), Q()
    for field in fields:
        name = field.name
        if isinstance(field, models.JSONField):
            rows = rows.alias(**{f"text_of_{name}": Cast(name, models.TextField())})
            name = f"text_of_{name}"
        found |= Q(**{f"{name}__iregex": whose.pattern})
    return rows.filter(found)


def values_about(whose: Whose, owner: Model) -> Any:
    """Return the readable values of events about the person, the account or a row that is about the person."""
    ids: dict[str, Any] = {kind_of(whose.obj): [whose.obj.pk], "accounts.membership": [whose.member_id or 0]}
    ids |= {kind_of(model): _of(model, path, whose).values("pk") for model, path in owned(owner).items()}
    found = Q(pk__in=[])
    for kind, keys in ids.items():
        found |= Q(event__kind=kind, event__object_id__in=keys)
        found |= Q(event__subject_kind=kind, event__subject_id__in=keys)
    return EventValue.objects.filter(found)


def references(whose: Whose) -> Any:
    """Return the person's names in other systems."""
    return ExternalRef.objects.filter(object_kind=kind_of(whose.obj), object_id=whose.obj.pk)


def _others(keep: Collection[Model]) -> list[Model]:
    return [model for model, _privacy in ours() if model not in SEALED and model not in keep]


def _elsewhere(model: Model, whose: Whose, owner: Model) -> Any:
    """Rows of others that name the person."""
    rows = naming(model, whose)
    if model in OF_THE_MEMBER:
        return rows.exclude(member=whose.member_id)
    path = owned(owner).get(model)
    return rows.exclude(pk__in=_of(model, path, whose).values("pk")) if path else rows


def count(querysets: Mapping[str, Any]) -> dict[str, int]:
    """Count many querysets in one statement."""
    parts, values = [], []
    for name, rows in querysets.items():
        try:
            sql, params = rows.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT %s::text, (SELECT count(*) FROM ({sql}) counted)")
        values += [name, *params]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        found: dict[str, int] = dict(cursor.fetchall())
    return {name: number for name, number in found.items() if number}


def outlook(
    whose: Whose, owner: Model, keep: Collection[Model], also: Mapping[str, Any] | None = None
) -> dict[str, Counter[str]]:
    """Count what would be erased: rows about the person and texts of others that name the person, by application.

    `also` are querysets of the caller, counted by their names in the same statement.
    """
    about = {
        kind_of(model): _of(model, path, whose).filter(_written(model))
        for model, path in owned(owner).items()
        if model not in keep
    }
    about["core.eventvalue"] = values_about(whose, owner)
    about["core.externalref"] = references(whose)
    if whose.member_id:
        about |= {kind_of(model): model.objects.filter(member=whose.member_id) for model in OF_THE_MEMBER}
    asked = {f"about {kind}": rows for kind, rows in about.items()}
    asked |= {f"named {kind_of(model)}": _elsewhere(model, whose, owner) for model in _others(keep)}
    asked |= {f"also {name}": rows for name, rows in (also or {}).items()}
    sums: dict[str, Counter[str]] = {"about": Counter(), "named": Counter(), "also": Counter()}
    for name, number in count(asked).items():
        what, _space, kind = name.partition(" ")
        key = kind if what == "also" else kind.partition(".")[0]
        sums[what]["history" if kind == "core.eventvalue" else key] += number
    return sums


def erase(whose: Whose, owner: Model, keep: Collection[Model]) -> dict[str, int]:
    """Erase everything that is listed by `outlook`, in the caller's transaction; return how many rows by table."""
    done: Counter[str] = Counter()
    done["core.eventvalue"] = values_about(whose, owner).delete()[0]
    files: set[int] = set()
    for model, path in owned(owner).items():
        if model not in keep:
            done[kind_of(model)] += _empty(model, _of(model, path, whose), files)
    done["core.externalref"] += references(whose).delete()[0]
    if whose.member_id:
        for model in OF_THE_MEMBER:
            done[kind_of(model)] += model.objects.filter(member=whose.member_id).delete()[0]
        EventValue.objects.filter(event__actor=whose.member_id).update(who=whose.alias)
    done["core.eventvalue"] += naming(EventValue, whose).delete()[0]
    for model in _others(keep):
        done[kind_of(model)] += _rename(model, whose)
    done["core.storedfile"] += remove_files(files)
    return {kind: number for kind, number in done.items() if number}


def _empty(model: Model, rows: Any, files: set[int]) -> int:
    """Take the readable values out of rows; a row that loses a file keeps a sign that something stood there."""
    fields = texts_of(model, model.privacy.fields)
    number: int = rows.filter(_written(model)).count()
    for name in _files_of(model):
        held = rows.filter(**{f"{name}__isnull": False})
        files |= set(held.values_list(name, flat=True))
        signs = {one.name: ERASED for one in fields if not isinstance(one, models.JSONField)}
        held.update(**{name: None, **signs})
    for field in fields:
        if isinstance(field, models.JSONField):
            rows.filter(**{f"{field.name}__isnull": False}).update(**{field.name: {}})
        else:
            rows.exclude(**{field.name: ""}).exclude(**{field.name: None}).update(**{field.name: ERASED})
    return number


def _rename(model: Model, whose: Whose) -> int:
    """Let the alias stand for the person in the texts of others."""
    fields = texts_of(model)
    rows = list(naming(model, whose))
    for row in rows:
        for field in fields:
            text = whose.redact(getattr(row, field.name))
            most = getattr(field, "max_length", None)
            setattr(row, field.name, text[:most] if most and isinstance(text, str) else text)
    if rows:
        model.objects.bulk_update(rows, [one.name for one in fields], batch_size=500)
    return len(rows)


def remove_files(ids: Iterable[int]) -> int:
    """Remove files to which nothing points any more; what lies on disk goes with the nightly sweep."""
    left = set(ids)
    for model, _privacy in ours():
        for name in _files_of(model):
            left -= set(model.objects.filter(**{f"{name}__in": left}).values_list(name, flat=True))
    return int(StoredFile.objects.filter(pk__in=left).delete()[0])


def uploads_of(kinds: Collection[str]) -> tuple[Any, set[int]]:
    """Return the finished jobs of these kinds with the files they were given and answered with."""
    jobs = Job.objects.filter(kind__in=kinds, finished_at__isnull=False)
    rows = jobs.values_list("values__file", "report")
    return jobs, {one for row in rows for one in row if isinstance(one, int)}
