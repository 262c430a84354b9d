"""The two field classes from which the schema editor derives tenancy in SQL."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from selaras.core.tenancy import current_agency_id


class AgencyKey(models.ForeignKey):  # type: ignore[type-arg]
    """The agency a row belongs to: adds UNIQUE (agency_id, id) and forced row-level security to its table."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.update(
            to="core.Agency",
            on_delete=models.PROTECT,
            related_name="+",
            editable=False,
            db_index=False,
            default=current_agency_id,
        )
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave out what the class fixes, so that migrations import nothing but this class."""
        name, path, args, kwargs = super().deconstruct()
        for fixed in ("to", "on_delete", "related_name", "editable", "db_index", "default"):
            kwargs.pop(fixed, None)
        return name, path, list(args), kwargs


class AgencyForeignKey(models.ForeignKey):  # type: ignore[type-arg]
    """A key between two tables of the same agency: FOREIGN KEY (agency_id, x_id) in SQL, agency in joins."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        super().__init__(to, on_delete, **kwargs)

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        """Join on the agency too: `alias` is the table pointed to, `related_alias` the one that points."""
        theirs: Any = self.remote_field.model._meta.get_field("agency")
        ours: Any = self.model._meta.get_field("agency")
        same: Any = Exact(theirs.get_col(alias), ours.get_col(related_alias))
        return WhereNode([same])
