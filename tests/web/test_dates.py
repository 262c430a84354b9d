"""Fields of a day: a browser shows a value only as year-month-day, whatever the language of the page."""

from importlib import import_module
from pathlib import Path

import pytest
from django import forms

import selaras

PACKAGE = Path(selaras.__file__).parent


def every_form() -> list[type[forms.BaseForm]]:
    """All forms of the product, wherever they are declared."""
    for file in [*PACKAGE.glob("*/forms.py"), *PACKAGE.glob("*/forms/*.py"), PACKAGE / "api" / "views.py"]:
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        import_module(".".join(parts))
    found, left = set(), [forms.BaseForm]
    while left:
        below = left.pop().__subclasses__()
        found |= set(below)
        left += below
    return sorted((one for one in found if one.__module__.startswith("selaras.")), key=str)


@pytest.mark.parametrize("form", every_form(), ids=lambda form: f"{form.__module__}.{form.__qualname__}")
def test_a_field_of_a_day_shows_its_value(form) -> None:
    for name, field in getattr(form, "base_fields", {}).items():
        if isinstance(field.widget, forms.DateInput):
            assert field.widget.format == "%Y-%m-%d", name
