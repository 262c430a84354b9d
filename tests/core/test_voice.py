"""A company's voice: whole words after translation, no placeholder, no text that people typed, no public agency."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from selaras.core.models import Agency
from selaras.core.tenancy import acting_in
from selaras.core.vocabulary import speak_as
from selaras.core.voice import fit
from selaras.planning.models import Period

PUBLIC, COMPANY = Agency(kind="REGIONAL"), Agency(kind="COMPANY")


@pytest.fixture(autouse=True)
def silent():
    yield
    speak_as(None)


@pytest.mark.parametrize(
    ("text", "language", "fitted"),
    [
        ("Seluruh instansi", "id", "Seluruh perusahaan"),
        ("Instansi dan pegawainya", "id", "Perusahaan dan pegawainya"),
        ("Hanya pengelola kinerja atau atasan penilai", "id", "Hanya petugas SDM atau atasan manajer"),
        ("Semua unit kerja", "id", "Semua departemen"),
        ("%(unit)s di %(agency)s, {unit}", "id", "%(unit)s di %(agency)s, {unit}"),
        ("Jam pelajaran (JP)", "id", "Jam pelatihan"),
        ("JP per unit", "id", "Jam pelatihan per departemen"),
        ("An agency and an appraiser", "en", "A company and a manager"),
        ("Central government agency", "en", "Central government agency"),
        ("Unit of measure", "en", "Unit of measure"),
        ("%(agency)s (agency)", "en", "%(agency)s (company)"),
        ("Lesson hours (JP)", "en", "Training hours"),
        ("Memilih satu (Pasal 24 ayat (3)); lainnya.", "id", "Memilih satu; lainnya."),
        ("Late (PermenPANRB 6/2022 Pasal 24(3)).", "en", "Late."),
        ("Penilaian", "id", "Penilaian"),
        ("Begin an agreement", "en", "Set department targets"),
        ("Agreement %(year)s – %(unit)s", "en", "Department targets %(year)s – %(unit)s"),
        ("%(num)s plans wait for your agreement", "en", "%(num)s plans wait for your agreement"),
        ("Mulai perjanjian", "id", "Susun target departemen"),
        ("Dari perjanjian kinerja unit Anda", "id", "Dari target departemen Anda"),
        ("Pegawai dengan perjanjian kerja", "id", "Karyawan dengan perjanjian kerja"),
        ("", "id", ""),
        ("Agence", "fr", "Agence"),
    ],
)
def test_whole_words_give_way(text, language, fitted):
    assert fit(text, language) == fitted
    assert fit(fitted, language) == fitted, "what is fitted stays"


@pytest.mark.parametrize(
    ("language", "public", "company"),
    [("id", "Unit kerja", "Departemen"), ("en", "Unit", "Department")],
)
def test_every_way_to_translate_speaks(language, public, company):
    lazy = gettext_lazy("Unit")
    with translation.override(language):
        for agency, said in ((PUBLIC, public), (COMPANY, company), (None, public)):
            speak_as(agency)
            assert (gettext("Unit"), str(lazy)) == (said, said)


def test_contexts_and_numbers_speak_too():
    with translation.override("en"):
        speak_as(COMPANY)
        assert pgettext("nowhere", "The agency") == "The company"
        assert ngettext("%(n)s unit", "%(n)s units", 2) % {"n": 2} == "2 departments"
        speak_as(PUBLIC)
        assert pgettext("nowhere", "The agency") == "The agency"


@pytest.mark.django_db
def test_the_thread_is_silent_after_a_request(cast):
    assert "Perusahaan" in cast.client("Tono", "OFFICER").get(reverse("accounts:account")).content.decode()
    with translation.override("en"):
        assert gettext("Unit") == "Unit"


def test_names_are_not_touched():
    speak_as(COMPANY)
    with translation.override("en"):
        said = gettext("%(name)s of %(agency)s asks you for feedback:")
        assert said % {"name": "Agency", "agency": "PT Unit"} == "Agency of PT Unit asks you for feedback:"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "begin", "foreign"),
    [("id", "Susun target departemen", "erjanjian"), ("en", "Set department targets", "greement")],
)
def test_the_targets_of_a_department_are_called_so(cast, client_as, language, begin, foreign):
    with acting_in(cast.outsider):
        Period.objects.create(
            year=2026, name="Kinerja 2026", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
            cadence="QUARTERLY", scheme="permenpanrb-6-2022", plans_due_on=date(2026, 1, 31), state="OPEN",
        )  # fmt: skip
    client = client_as("Tono", "OFFICER")
    client.cookies["selaras_language"] = language
    for name in ("planning:agreements", "planning:agreement_add"):
        page = re.sub(r'"[^"]*"', "", client.get(reverse(name)).content.decode())  # addresses are not read
        assert begin in page and foreign not in page
