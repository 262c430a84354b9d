"""The base of rows that hold from one day until another."""

from __future__ import annotations

from django.db import models

from selaras.core.models import EditableModel


class DatedModel(EditableModel):
    """The base of rows that hold from one day until the day before another; open without `until_on`."""

    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta(EditableModel.Meta):
        abstract = True
