"""The Django application of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who log in, roles, sign-in and recovery."""

    name = "selaras.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
