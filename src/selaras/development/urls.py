"""Addresses of development."""

from django.urls import path

from selaras.development.views import hours, improvements, places, trainings

app_name = "development"
urlpatterns = [
    path("trainings/", trainings.trainings, name="trainings"),
    path("trainings/new/", trainings.training_new, name="training_new"),
    path("trainings/requests/", places.requests, name="requests"),
    path("trainings/hours/", hours.hours, name="hours"),
    path("trainings/hours/units/", hours.unit_hours, name="unit_hours"),
    path("trainings/hours/duties/", hours.duties, name="duties"),
    path("trainings/<int:pk>/", trainings.training, name="training"),
    path("trainings/<int:pk>/edit/", trainings.training_edit, name="training_edit"),
    path("trainings/<int:pk>/enrol/", places.enrol, name="enrol"),
    path("trainings/<int:pk>/attendance/", places.attendance, name="attendance"),
    path("enrolments/<int:pk>/", places.enrolment, name="enrolment"),
    path("improvements/", improvements.improvements, name="improvements"),
    path("improvements/new/<int:evaluation_id>/", improvements.improvement_new, name="improvement_new"),
    path("improvements/<int:pk>/", improvements.improvement, name="improvement"),
]
