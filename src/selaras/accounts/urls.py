"""Addresses of sign-in, recovery, and of choosing an agency and a role."""

from allauth.account import views
from django.urls import path

from selaras.accounts.views import choose, no_agency

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    path("accounts/logout/", views.logout, name="account_logout"),
    path("accounts/password/change/", views.password_change, name="account_change_password"),
    path("accounts/password/reset/", views.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path(
        "accounts/password/reset/key/<uidb36>-<key>/",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/agencies/", no_agency, name="no_agency"),
    path("accounts/choose/", choose, name="choose"),
]
