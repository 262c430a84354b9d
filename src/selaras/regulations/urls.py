"""Addresses of the regulations."""

from django.urls import path

from selaras.regulations.views import reading

app_name = "regulations"
urlpatterns = [
    path("regulations/", reading.instruments, name="instruments"),
    path("regulations/instruments/<slug:key>/", reading.instrument, name="instrument"),
]
