"""Addresses of the regulations."""

from django.urls import path

from selaras.regulations.views import calculating, choosing, reading

app_name = "regulations"
urlpatterns = [
    path("regulations/", reading.instruments, name="instruments"),
    path("regulations/instruments/<slug:key>/", reading.instrument, name="instrument"),
    path("regulations/calculators/", calculating.calculators, name="calculators"),
    path("regulations/calculators/<slug:key>/", calculating.calculator, name="calculator"),
    path("regulations/choices/", choosing.choices, name="choices"),
    path("regulations/choices/<slug:topic>/", choosing.choice, name="choice"),
    path("regulations/choices/<slug:topic>/<int:pk>/withdraw/", choosing.withdraw, name="withdraw"),
]
