"""Addresses of planning."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "planning"


def stub(request: HttpRequest, **kw: int) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("plans/<int:pk>/", stub, name="plan")]
