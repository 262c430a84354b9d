"""Addresses of the API and of the page on which a member makes tokens for it."""

from django.urls import include, path

from selaras.api import views
from selaras.api.routes import api

own = [
    path("accounts/tokens/", views.tokens, name="tokens"),
    path("accounts/tokens/<int:token_id>/revoke/", views.revoke, name="revoke"),
]
urlpatterns = [path("api/v1/", api.urls), path("", include((own, "tokens")))]
