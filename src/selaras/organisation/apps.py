"""The Django application of organisation."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Holds agencies, units, positions, people, assignments in time, who appraises whom."""

    name = "selaras.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
