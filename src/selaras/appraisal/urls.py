"""Addresses of appraisal."""

from django.urls import path

from django.http import Http404


def soon(request, **kwargs):
    raise Http404


app_name = "appraisal"
urlpatterns = [
    path("evaluations/", soon, name="evaluations"),
    path("evaluations/<int:pk>/", soon, name="evaluation"),
    path("evaluations/<int:pk>/step/", soon, name="step"),
    path("evaluations/<int:pk>/rate/", soon, name="rate"),
    path("evaluations/<int:pk>/rate/draft/", soon, name="rate_draft"),
    path("evaluations/<int:pk>/rate/preview/", soon, name="rate_preview"),
    path("evaluations/<int:pk>/self/", soon, name="self"),
    path("evaluations/<int:pk>/self/draft/", soon, name="self_draft"),
    path("evaluations/<int:pk>/ask/", soon, name="ask"),
    path("evaluations/<int:pk>/move/", soon, name="move"),
    path("evaluations/<int:pk>/objection/", soon, name="objection"),
    path("evaluations/<int:pk>/objection/statement/", soon, name="statement"),
    path("evaluations/<int:pk>/objection/decision/", soon, name="decision"),
    path("opinions/", soon, name="opinions"),
    path("opinions/<int:pk>/", soon, name="opinion"),
    path("objections/", soon, name="objections"),
    path("achievements/", soon, name="achievements"),
    path("achievements/<int:window>/<int:unit>/", soon, name="achievement"),
    path("windows/", soon, name="windows"),
    path("windows/<int:pk>/open/", soon, name="open_window"),
    path("windows/<int:pk>/close/", soon, name="close_window"),
    path("windows/<int:pk>/papers/", soon, name="papers"),
]
