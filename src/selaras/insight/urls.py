"""Addresses of insight."""

from django.urls import path

from selaras.insight import views

app_name = "insight"
urlpatterns = [
    path("insight/", views.overview, name="overview"),
    path("insight/count/", views.recount, name="recount"),
    path("insight/distribution/", views.distribution, name="distribution"),
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/new/", views.survey_new, name="survey_new"),
    path("surveys/<int:survey_id>/", views.survey, name="survey"),
    path("surveys/<int:survey_id>/close/", views.survey_close, name="survey_close"),
    path("surveys/<int:survey_id>/step/", views.survey_step, name="survey_step"),
    path("surveys/<int:survey_id>/answer/", views.answer, name="answer"),
]
