"""What people, units and positions are called in other systems: by import, by page, unique in the agency."""

import pytest
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core.models import Event, ExternalRef
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed
from selaras.organisation.operations import import_people
from selaras.organisation.operations.references import (
    BadName,
    Name,
    names_in,
    references_of,
    set_references,
    written_names,
)
from selaras.organisation.sheets.export import rows_of
from selaras.organisation.sheets.plan import plan
from selaras.organisation.sheets.reading import read
from selaras.organisation.sheets.template import workbook_of


def row(number, **more):
    return {"number": number, "name": f"Orang {number}", "employment": "NON_ASN", **more}


def table_of(*rows):
    return read(workbook_of(rows), "x.xlsx")


def imported(actor, *rows):
    return import_people(table=table_of(*rows), by=actor("Dewi", role="OFFICER"), at=AT, on=TODAY)


def codes(*rows):
    return [(one.row, one.column, one.code) for one in plan(table_of(*rows), on=TODAY).findings]


def test_names_come_with_the_import_and_go_out_with_the_export(kepahiang, actor):
    new = row(
        "R-1", person_ref="SIASN:A5EB03; payroll/nip:17", position_title="Staf", position_ref="SIASN:J-9",
        unit_code="MUTASI", unit_ref="SIMDA:1.02.3",
    )  # fmt: skip
    imported(actor, new)
    assert set(ExternalRef.objects.values_list("object_kind", "system", "kind", "external_id")) == {
        ("organisation.person", "SIASN", "person", "A5EB03"),
        ("organisation.person", "payroll", "nip", "17"),
        ("organisation.position", "SIASN", "position", "J-9"),
        ("organisation.unit", "SIMDA", "unit", "1.02.3"),
    }
    (back,) = [one for one in rows_of(TODAY) if one.get("number") == "R-1"]
    assert (back["person_ref"], back["position_ref"]) == ("SIASN:A5EB03; payroll/nip:17", "SIASN:J-9")
    assert back["unit_ref"] == "SIMDA:1.02.3"
    again = imported(actor, *rows_of(TODAY))
    assert (again.changes, ExternalRef.objects.count()) == (0, 4)


def test_an_empty_cell_changes_nothing_and_another_name_replaces(kepahiang, actor):
    imported(actor, row("R-1", person_ref="SIASN:A"), row("R-2", person_ref="SIASN:B"))
    assert imported(actor, row("R-1")).changes == 0
    swapped = imported(actor, row("R-1", person_ref="SIASN:C"))
    assert (swapped.changed, swapped.changes) == (1, 1)
    assert {one.external_id for one in ExternalRef.objects.all()} == {"B", "C"}
    event = Event.objects.filter(verb="person.change").latest("pk").values.get()
    assert (event.before, event.after) == ({"names": "SIASN:A"}, {"names": "SIASN:C"})


def test_a_name_belongs_to_one_only(kepahiang, actor):
    imported(actor, row("R-1", person_ref="SIASN:A"))
    taken = codes(row("R-2", person_ref="SIASN:A"))
    assert taken == [(2, "person_ref", "reference_taken")]
    twice = codes(row("R-2", person_ref="SIASN:B"), row("R-3", person_ref="SIASN:B"))
    assert twice == [(3, "person_ref", "reference_twice")]
    unlike = codes(row("R-2", person_ref="SIASN:B"), row("R-2", person_ref="SIASN:C", kind="PLT"))
    assert (3, "person_ref", "reference_conflict") in unlike
    assert codes(row("R-2", person_ref="A5EB03")) == [(2, "person_ref", "bad_reference")]
    assert codes(row("R-2", person_ref="payroll:A")) == [], "another system may use the same text"


def test_another_agency_may_use_the_same_name(cast, actor):
    for agency, name in ((cast.kepahiang, "Sari"), (cast.outsider, "Lina")):
        with acting_in(agency):
            officer = cast.actor("Dewi" if name == "Sari" else "Tono", role="OFFICER")
            assert set_references(of=cast[name], text="SIASN:A", unit_id=None, by=officer, at=AT)


def test_the_page_of_a_person_a_unit_and_a_position(cast):
    client = cast.client("Dewi", "OFFICER")
    for name, of in (
        ("person", cast["Sari"]),
        ("unit", cast.units["MUTASI"]),
        ("position", cast.positions["Sari"]),
    ):
        url = reverse(f"organisation:{name}_references", args=[of.pk])
        page = reverse(f"organisation:{name}", args=[of.pk])
        assert cast.client("Sari").get(url).status_code == 403
        assert (
            url in client.get(page).content.decode()
            and url not in cast.client("Sari").get(page).content.decode()
        )
        assert client.post(url, {"names": f"SIASN:{name}\nSIMDA:7{name}"}).status_code == 302
        assert f"SIASN:{name}; SIMDA:7{name}" in client.get(page).content.decode()
        bad = client.post(url, {"names": "tanpa titik dua"})
        assert bad.status_code == 422 and "tanpa titik dua" in bad.content.decode()
    taken = client.post(
        reverse("organisation:person_references", args=[cast["Wati"].pk]), {"names": "SIASN:person"}
    )
    assert taken.status_code == 422 and "sudah menjadi milik" in taken.content.decode()
    client.post(reverse("organisation:person_references", args=[cast["Sari"].pk]), {"names": ""})
    with acting_in(cast.kepahiang):
        assert references_of(cast["Sari"]) == []


def test_an_officer_of_another_unit_may_not(kepahiang, actor):
    with pytest.raises(NotAllowed):
        set_references(of=kepahiang["Sari"], text="SIASN:A", unit_id=None, by=actor("Budi"), at=AT)


def test_the_text_is_read_and_written_alike():
    names = names_in("SIASN:A B; payroll/nip: 17 \n x:1:2", "person")
    assert names == [Name("SIASN", "person", "A B"), Name("payroll", "nip", "17"), Name("x", "person", "1:2")]
    for text in ("SIASN", ":A", "SIASN:", "a/b/c:1", "SIASN:A; SIASN:B"):
        with pytest.raises(BadName):
            names_in(text, "person")
    assert written_names([], "person") == ""


def test_what_is_said_about_a_bad_text(kepahiang, actor):
    with pytest.raises(InvalidRefused, match="A5EB03"):
        set_references(of=kepahiang["Sari"], text="x", unit_id=None, by=actor("Dewi", role="OFFICER"), at=AT)
