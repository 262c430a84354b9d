"""Addresses of the shell: language, and the gallery where settings ask for it."""

from django.conf import settings
from django.urls import path

from selaras.web import views

urlpatterns = [path("language/", views.language, name="language")]
if settings.GALLERY:
    urlpatterns.append(path("components/", views.gallery, name="gallery"))
