"""Addresses of papers and of their verification."""

from django.urls import path

from selaras.documents import views

app_name = "documents"
urlpatterns = [
    path("papers/<int:paper_id>/", views.paper, name="paper"),
    path("verify/<str:token>/", views.verify, name="verify"),
]
