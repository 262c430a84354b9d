"""Addresses of the shell: the desk, the language, and the gallery where settings ask for it."""

from django.conf import settings
from django.urls import path

from selaras.web import views
from selaras.web.desk import desk

app_name = "web"
urlpatterns = [
    path("", desk, name="desk"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("language/", views.language, name="language"),
]
if settings.GALLERY:
    urlpatterns.append(path("components/", views.gallery, name="gallery"))
