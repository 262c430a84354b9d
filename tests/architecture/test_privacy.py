"""Every model says which of its fields are personal and how long they are kept (UU 27/2022)."""

import pytest

from selaras.core.privacy import Privacy, declared


@pytest.mark.parametrize(
    ("model", "privacy"), list(declared()), ids=lambda value: getattr(value, "__name__", "")
)
def test_each_model_declares_its_personal_fields(model, privacy):
    assert isinstance(privacy, Privacy), (
        f"{model.__name__} must declare `privacy = personal(…)` or NOT_PERSONAL"
    )
    names = {field.name for field in model._meta.get_fields()} | {
        field.attname for field in model._meta.local_fields
    }
    assert privacy.fields <= names, f"{model.__name__} declares fields that it does not have"
    assert privacy.reason


NAMES = {"name", "number", "email", "phone", "birth_on", "grounds", "reasons", "facts"}


def test_the_check_would_see_an_undeclared_model():
    class Forgotten:
        privacy = None

    assert not isinstance(Forgotten.privacy, Privacy)
