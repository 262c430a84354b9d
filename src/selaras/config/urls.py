"""The root of all addresses: each stage's own, in the order of the cycle."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from selaras.config.health import health

STAGES = (
    "web",
    "accounts",
    "documents",
    "organisation",
    "regulations",
    "planning",
    "monitoring",
    "appraisal",
    "recognition",
    "development",
    "insight",
    "jobs",
    "api",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    *(path("", include(f"selaras.{stage}.urls")) for stage in STAGES if find_spec(f"selaras.{stage}.urls")),
]
