"""Addresses of sign-in and recovery, of the own account, and of choosing an agency and a role."""

from allauth.account import views as allauth
from django.urls import include, path, re_path

from selaras.accounts import views

own = [
    path("accounts/", views.account, name="account"),
    path("accounts/agencies/", views.agencies, name="agencies"),
    path("accounts/agency/", views.switch_agency, name="switch_agency"),
    path("accounts/role/", views.switch_role, name="switch_role"),
    path("accounts/notices/", views.notices, name="notices"),
    path("accounts/notices/<int:notice_id>/", views.open_notice, name="open_notice"),
    path("accounts/notices/read/", views.read_notices, name="read_notices"),
]

urlpatterns = [
    path("accounts/login/", allauth.login, name="account_login"),
    path("accounts/logout/", allauth.logout, name="account_logout"),
    path("accounts/password/change/", allauth.password_change, name="account_change_password"),
    path("accounts/password/reset/", allauth.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key holds hyphens too, so the user's part must not
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("", include((own, "accounts"))),
]
