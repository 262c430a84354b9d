"""Mounts each stage's part of the API that exists."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from selaras.api.frame import api
from selaras.api.shape import refuse_unknown_parameters

STAGES = {
    "organisation": "/people",
    "planning": "/plans",
    "monitoring": "/reports",
    "appraisal": "/evaluations",
}

for _stage, _prefix in STAGES.items():
    if find_spec(f"selaras.{_stage}.api"):
        _router = import_module(f"selaras.{_stage}.api").router
        refuse_unknown_parameters(_router)
        api.add_router(_prefix, _router, tags=[_stage])

__all__ = ["api"]
