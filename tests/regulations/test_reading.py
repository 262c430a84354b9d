"""The pages that show the law: every table in both languages, on every day, with its doubt."""

import re
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from selaras.regulations.queries.disagreements import doubts_of
from selaras.regulations.queries.instruments import files_of, shown_to, tables_of
from selaras.rules.dated import all_law, in_force, instruments, law_file

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 15)
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "SET ", "ROLLBACK", "BEGIN", "COMMIT")


def page(client, name, *args, language="id", **query):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.get(reverse(f"regulations:{name}", args=args), query)


def text(*args, **kwargs):
    answer = page(*args, **kwargs)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_instrument_shows_every_table_with_its_article(cast, client_as, language):
    client = client_as("Sari")
    listed = text(client, "instruments", language=language)
    for key in shown_to(cast.kepahiang):
        assert instruments()[key]["name"] in listed
        shown = text(client, "instrument", key, language=language, on="2026-07-15")
        for file in files_of(key):
            assert f'id="{file.instrument}-{file.name}"' in shown
            title = file.title.id if language == "id" else file.title.en
            assert title.replace("'", "&#39;") in shown


def test_every_table_of_the_law_stands_on_a_page():
    shown = {(file.instrument, file.name) for key in instruments() for file in files_of(key)}
    assert shown == {(file.instrument, file.name) for file in all_law()}


def test_who_replaces_an_instrument_is_an_instrument():
    for row in instruments().values():
        assert set(row.get("replaced_by", ())) <= instruments().keys()
        assert ("replaced_by" in row) <= ("revoked" in row)


def test_no_code_name_reaches_a_reader(cast, client_as):
    client = client_as("Sari")
    for key in shown_to(cast.kepahiang):
        for day in ("2021-10-01", "2026-07-15"):
            cells = re.findall(r"<td[^>]*>(.*?)</td>", text(client, "instrument", key, on=day), re.S)
            codes = [cell for cell in cells if re.fullmatch(r"\s*[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\s*", cell)]
            assert not codes, (key, codes)


def test_weak_evidence_and_the_other_source_are_shown(cast, client_as):
    client = client_as("Sari")
    weak = text(client, "instrument", "se-menpanrb-3-2023")
    assert "Bukti lemah" in weak and "belum terkonfirmasi" in weak
    disputed = text(client, "instrument", "permenpanrb-6-2022")
    assert "Sumber berbeda pendapat" in disputed
    assert "Satu aplikasi yayasan memakai pemetaan lain" in disputed and "Dipakai di sini" in disputed


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_choice_stands_beside_what_was_not_chosen(cast, client_as, language):
    """Every alternative shows each cell that differs with both contents, every reading both sentences."""
    client = client_as("Sari")
    for key in shown_to(cast.kepahiang):
        for day in ("2021-12-31", "2026-07-15"):
            disputed = [one for one in _entries(key, day) if one.alternatives or one.readings]
            if not disputed:
                continue
            shown = unescape(text(client, "instrument", key, language=language, on=day))
            for entry in disputed:
                for one in entry.alternatives:
                    assert getattr(one.source, language) in shown
                for one in entry.readings:
                    assert getattr(one.chosen, language) in shown and getattr(one.other, language) in shown
            with translation.override(language):
                doubts = [
                    doubt for table in tables_of(key, date.fromisoformat(day)) for doubt in table.doubts
                ]
            assert all(doubt.differences for doubt in doubts)
            for cell in (cell for doubt in doubts for cell in doubt.differences):
                assert cell.used != cell.other
                assert all(word in shown for word in (cell.row, cell.column, cell.used, cell.other)), cell


def _entries(key, day):
    row, on = instruments()[key]["name"], date.fromisoformat(day)
    return [
        one for file in files_of(key) for one in file.entries if one.holds(on) and one.cite.instrument == row
    ]


def test_only_the_cells_that_differ_are_compared():
    (table,) = [one for one in tables_of("pp-94-2021", ON) if one.anchor == "pp-94-2021-absence-bands"]
    with translation.override("id"):
        compared = doubts_of(
            law_file("pp-94-2021", "absence-bands"), in_force("pp-94-2021", "absence-bands", ON)
        )
    assert [(one.row, one.column, one.used, one.other) for one in compared[0].differences] == [
        ("Teguran tertulis", "Sampai", "6", "7"),
        ("Pernyataan tidak puas secara tertulis", "Dari", "7", "8"),
    ]
    assert len(table.doubts) == 1 and table.readings == ()
    quadrant = law_file("permenpanrb-6-2022", "quadrant")
    with translation.override("id"):
        doubts = doubts_of(quadrant, quadrant.on(ON))
    assert [len(one.differences) for one in doubts] == [3, 1]
    hours = law_file("pp-49-2018", "training-hours")
    with translation.override("id"):
        doubts = doubts_of(hours, hours.on(ON))
    assert ("24", "20") in [(one.used, one.other) for one in doubts[0].differences]
    assert len(doubts) == 2


def test_the_day_decides_what_is_shown(cast, client_as):
    client = client_as("Sari")
    past = text(client, "instrument", "permenpanrb-8-2021", on="2021-12-31")
    assert "Kategori dan nilai capaian IKI" in past and "101" in past
    later = text(client, "instrument", "permenpanrb-8-2021", on="2026-01-01")
    assert "tidak berlaku lagi" in later
    months = text(client, "instrument", "pp-99-2000", on="2024-06-01")
    assert "Februari, April" in months
    moved = text(client, "instrument", "pp-99-2000", on="2026-06-01")
    assert "PerBKN 4/2025" in moved


def test_nonsense_days_are_today(cast, client_as):
    client = client_as("Sari")
    for day in ("", "kemarin", "2026-02-31", "0001-01-01", "9999-12-31", "'"):
        assert "15 Juli 2026" in text(client, "instruments", on=day), day


def test_a_company_reads_its_own_rules_only(cast, client_as):
    client = client_as("Tono", "OFFICER")
    listed = text(client, "instruments")
    assert "Skema matriks perusahaan" in listed and "PermenPANRB" not in listed
    assert page(client, "instrument", "permenpanrb-6-2022").status_code == 404
    assert page(client, "instrument", "company-matrix").status_code == 200
    assert page(client_as("Sari"), "instrument", "no-such-law").status_code == 404
    assert page(client_as("Sari"), "instrument", "company-matrix").status_code == 404


@pytest.mark.parametrize("who", ["Sari:", "Joko:AUDITOR", "Oki:OPERATOR", "Hasan:HEAD"])
def test_everybody_may_read_in_few_statements(cast, client_as, who):
    name, role = who.split(":")
    client = client_as(name, role or None)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert page(client, "instrument", "permenpanrb-6-2022").status_code == 200
    counted = [q for q in caught if not q["sql"].startswith(BOOKKEEPING)]
    assert len(counted) <= 12


def test_searching(cast, client_as):
    client = client_as("Sari")
    found = text(client, "instruments", q="disiplin")
    assert "PP 94/2021" in found and "PerLAN" not in found
    assert "Tidak ada yang ditemukan" in text(client, "instruments", q="zzz") or "Tidak ditemukan" in text(
        client, "instruments", q="zzz"
    )


def test_an_instrument_leads_to_its_calculators(cast, client_as):
    shown = text(client_as("Sari"), "instrument", "pp-94-2021")
    assert reverse("regulations:calculator", args=["absence-sanction"]) in shown
    assert reverse("regulations:calculator", args=["credit"]) not in shown
