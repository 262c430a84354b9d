"""The shell shows only what a role uses, marks where one is, and survives a bare request."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from jinja2 import Undefined

from selaras.core.actor import RoleCode
from selaras.web import navigation
from selaras.web.site_map import SITE_MAP

NAMES = sorted({entry.url.rpartition(":")[2] for section in SITE_MAP for entry in section.entries})
urlpatterns = [path(f"{name}/", lambda request: None, name=name) for name in NAMES]


def labels(shell: navigation.Shell) -> set[str]:
    return {link.label for stage in shell.stages for link in stage.links}


@pytest.mark.urls(__name__)
def test_each_role_has_its_pages(request_of) -> None:
    officer = labels(navigation.shell_for(request_of("/desk/", "OFFICER")))
    employee = labels(navigation.shell_for(request_of("/desk/", "EMPLOYEE")))
    operator = labels(navigation.shell_for(request_of("/desk/", "OPERATOR")))
    assert "Impor pegawai" in officer and "Impor pegawai" not in employee
    assert "Rencana kinerja" in employee and "Sanksi" not in employee
    assert operator == {"Meja kerja", "Akun dan peran", "Instansi", "Pekerjaan berjalan", "Peraturan"}


@pytest.mark.urls(__name__)
def test_an_account_without_a_person_is_led_to_nothing_of_its_own(request_of) -> None:
    request = request_of("/desk/", "OFFICER")
    request.actor.is_personal = False
    assert "Umpan balik" not in labels(navigation.shell_for(request))
    request.actor.is_personal = True
    assert "Umpan balik" in labels(navigation.shell_for(request))


@pytest.mark.urls(__name__)
def test_nothing_of_appraisal_is_offered_to_the_operator() -> None:
    of_people = ("planning", "monitoring", "appraisal", "recognition", "development", "insight")
    entries = [entry for section in SITE_MAP for entry in section.entries]
    assert not [e.url for e in entries if RoleCode.OPERATOR in e.roles and e.url.startswith(of_people)]


@pytest.mark.urls(__name__)
def test_one_place_is_current_and_the_phone_has_four(request_of) -> None:
    shell = navigation.shell_for(request_of("/plans/12/edit/", "EMPLOYEE"))
    assert [link.label for stage in shell.stages for link in stage.links if link.current] == [
        "Rencana kinerja"
    ]
    assert len(shell.quick) == 4


def test_survives_without_request_agency_or_actor() -> None:
    bare = RequestFactory().get("/x/")
    for request in (None, Undefined(), bare):
        shell = navigation.shell_for(request)
        assert not shell.signed_in and shell.stages == () and shell.agency_name == "Selaras"
    assert navigation.error_base(bare) == "entrance.html"


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "errors/refused.html"])
@pytest.mark.parametrize("role", [None, "EMPLOYEE"])
def test_refusals_say_why_and_lead_back(request_of, name: str, role: str | None) -> None:
    html = render_to_string(name, {"exception": "Hanya pemiliknya."}, request_of("/plans/1/", role))
    assert html.count("<h1") == 1 and 'data-page="error"' in html
    assert "btn-primary" in html
    assert ("Hanya pemiliknya." in html) == (name == "403.html")


def test_500_needs_nothing() -> None:
    html = render_to_string("500.html")
    assert html.count("<h1") == 1 and "Ada gangguan" in html


def test_way_back_stays_in_the_house(request_of) -> None:
    request = request_of("/plans/1/agree/", method="post")
    request.META["HTTP_REFERER"] = "http://testserver/plans/1/?tab=2"
    assert navigation.way_back(request) == "/plans/1/?tab=2"
    request = request_of("/plans/1/agree/", method="post")
    request.META["HTTP_REFERER"] = "https://evil.example/plans/1/"
    assert navigation.way_back(request) == ""
