"""Every model says which of its fields are personal and how long they are kept (UU 27/2022)."""

import pytest
from django.db import models

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


# Texts that say nothing about a person: codes, hashes, and what an agency says about itself.
CODES = {
    "role",
    "verb",
    "kind",
    "subject_kind",
    "object_kind",
    "article",
    "law_ref",
    "digest",
    "chain",
    "salt",
    "key",
    "token",
    "token_hash",
    "content_hash",
    "media_type",
    "language",
    "line",
    "system",
    "form",
    "purpose",
    "behaviour",
    "value",
    "measure",
    "direction",
}
NOT = {
    "core.agency": "code name short_name place vocabulary logo_type",
    "core.receipt": "headers",
    "core.notice": "url",
    "core.job": "back_url",
    "accounts.user": "password",
    "documents.paper": "number",
    "organisation.unit": "code",
    "organisation.unitperiod": "name short_name",
    "organisation.position": "code",
    "organisation.positionperiod": "title duties",
    "organisation.holidayoverride": "reason",
    "planning.period": "name",
    "planning.matrixcolumn": "text",
    "planning.strategicgoal": "code text",
    "planning.goalindicator": "text baseline",
    "planning.yearlytarget": "target",
    "planning.agreementitem": "goal indicator target",
    "planning.plan": "appraiser_reason",
    "planning.publication": "title body withdrawn_reason",
    "appraisal.organisationachievement": "grounds",
    "appraisal.evaluation": "appraiser_reason final_reason",
    "development.training": "title provider description",
    "insight.survey": "title",
    "insight.question": "text",
    "insight.unittally": "steps",
}


def texts_of(model) -> set[str]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    found = [one for one in model._meta.local_fields if isinstance(one, kinds) and not one.choices]
    return {one.name for one in found}


@pytest.mark.parametrize(
    ("model", "privacy"), list(declared()), ids=lambda value: getattr(value, "__name__", "")
)
def test_each_text_is_personal_or_named_as_not(model, privacy):
    """A text that nobody thought about would survive the erasure of the person whom it describes."""
    named = set(NOT.get(model._meta.label_lower, "").split())
    assert texts_of(model) - privacy.fields - CODES - named == set()
    assert not named & privacy.fields, "named as not personal and declared as personal"
    assert named <= texts_of(model), "named, but no such text is there"
