"""Addresses of appraisal."""

from django.urls import path

from selaras.appraisal import views

app_name = "appraisal"
urlpatterns = [
    path("evaluations/", views.evaluations, name="evaluations"),
    path("evaluations/<int:pk>/", views.evaluation, name="evaluation"),
    path("evaluations/<int:pk>/step/", views.step, name="step"),
    path("evaluations/<int:pk>/rate/", views.rate, name="rate"),
    path("evaluations/<int:pk>/rate/draft/", views.rate_draft, name="rate_draft"),
    path("evaluations/<int:pk>/rate/preview/", views.rate_preview, name="rate_preview"),
    path("evaluations/<int:pk>/self/", views.self_appraisal, name="self"),
    path("evaluations/<int:pk>/self/draft/", views.self_draft, name="self_draft"),
    path("evaluations/<int:pk>/ask/", views.ask, name="ask"),
    path("evaluations/<int:pk>/move/", views.move, name="move"),
    path("evaluations/<int:pk>/reuse/", views.reuse, name="reuse"),
    path("evaluations/<int:pk>/reuse/answer/", views.reuse_answer, name="reuse_answer"),
    path("evaluations/<int:pk>/objection/", views.objection, name="objection"),
    path("evaluations/<int:pk>/objection/statement/", views.statement, name="statement"),
    path("evaluations/<int:pk>/objection/decision/", views.decision, name="decision"),
    path("opinions/", views.opinions, name="opinions"),
    path("opinions/<int:pk>/", views.opinion, name="opinion"),
    path("objections/", views.objections, name="objections"),
    path("achievements/", views.achievements, name="achievements"),
    path("achievements/<int:window>/<int:unit>/", views.achievement, name="achievement"),
    path("windows/", views.windows, name="windows"),
    path("windows/<int:pk>/open/", views.open_window, name="open_window"),
    path("windows/<int:pk>/close/", views.close_window, name="close_window"),
    path("windows/<int:pk>/papers/", views.papers, name="papers"),
]
