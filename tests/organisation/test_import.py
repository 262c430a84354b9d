"""The workbook of people: what it understands, what it refuses, and that it is all or nothing."""

import random
from datetime import date

import pytest
from tests.cast import AT, TODAY

from selaras.core.models import Event
from selaras.core.verdict import InvalidRefused, NotAllowed
from selaras.organisation.models import Assignment, Headship, Person, PositionPeriod, UnitPeriod
from selaras.organisation.operations import import_people
from selaras.organisation.queries import appraiser_of, header_of
from selaras.organisation.sheets.plan import counts_of, plan
from selaras.organisation.sheets.reading import read

HEADERS = (
    "NIP,Nama,Jenis kepegawaian,Golongan,Kode jabatan,Jabatan,Jenjang jabatan,"
    "Kode unit,Nama unit,Kode unit induk,Pimpinan unit,NIP atasan,Definitif/Plt/Plh,TMT jabatan"
)
ROWS = [
    "H-3,Citra Lestari,Non-ASN,,J3,Staf Data,,DATA,,,,,,01-02-2024",
    "H-1,Andi Wijaya,Non-ASN,,J1,Kepala Balai,Pengawas,BALAI,Balai Pelatihan,,ya,,,01-02-2024",
    "H-2,Bella Putri,Non-ASN,,J2,Kepala Seksi Data,Pengawas,DATA,Seksi Data,BALAI,ya,,,01-02-2024",
    "H-4,Doni Saputra,Non-ASN,,,Pramubakti,,DATA,,,,H-1,,01-02-2024",
]


def sheet(*rows, headers=HEADERS):
    return read("\n".join([headers, *rows]).encode(), "pegawai.csv")


@pytest.fixture
def dewi(kepahiang, actor):
    return actor("Dewi", role="OFFICER")


def codes(draft):
    return {(one.row, one.column, one.code) for one in draft.findings}


def test_rows_in_any_order_make_units_posts_and_superiors(kepahiang, dewi):
    counts = import_people(table=sheet(*ROWS), by=dewi, at=AT, on=TODAY)
    assert (counts.new, counts.wrong) == (4, 0)
    people = {person.number: person for person in Person.objects.filter(number__startswith="H-")}
    assert appraiser_of(people["H-3"], TODAY).appraiser_id == people["H-2"].pk
    assert appraiser_of(people["H-2"], TODAY).appraiser_id == people["H-1"].pk
    assert appraiser_of(people["H-4"], TODAY).appraiser_id == people["H-1"].pk
    assert header_of(people["H-3"].pk, TODAY).unit == "Seksi Data"


def test_the_same_file_again_changes_nothing(kepahiang, dewi):
    import_people(table=sheet(*ROWS), by=dewi, at=AT, on=TODAY)
    before = Event.objects.count()
    counts = import_people(table=sheet(*ROWS), by=dewi, at=AT, on=TODAY)
    assert (counts.changes, counts.unchanged) == (0, 4)
    assert Event.objects.count() == before
    later = import_people(table=sheet(*ROWS), by=dewi, at=AT, on=date(2026, 12, 1))
    assert later.changes == 0


def test_a_move_in_a_later_file_ends_the_old_post(kepahiang, dewi):
    import_people(table=sheet(*ROWS), by=dewi, at=AT, on=TODAY)
    moved = "H-3,Citra Lestari,Non-ASN,,J9,Staf Umum,,BALAI,,,,,,01-06-2026"
    counts = import_people(table=sheet(moved), by=dewi, at=AT, on=TODAY)
    assert (counts.changed, counts.new) == (1, 0)
    citra = Person.objects.get(number="H-3")
    assert header_of(citra.pk, date(2026, 5, 31)).unit == "Seksi Data"
    assert header_of(citra.pk, date(2026, 6, 1)).unit == "Balai Pelatihan"


def test_a_plt_stands_in_a_row_of_its_own(kepahiang, dewi):
    rows = [*ROWS, "H-3,Citra Lestari,,,J2,,,,,,,,Plt,01-03-2026"]
    table = sheet(*rows)
    draft = plan(table, on=TODAY)
    assert (6, "until_on", "acting_without_end") in codes(draft)
    import_people(table=table, by=dewi, at=AT, on=TODAY)
    assert Assignment.objects.filter(person__number="H-3").count() == 2


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("199213152018012001,A,PNS,,J,T,,BKPSDM,,,,,,", "number", "wrong_number"),
        ("1,A,PNS,,J,T,,BKPSDM,,,,,,", "number", "wrong_number"),
        ("H,A,,,J,T,,BKPSDM,,,,,,", "employment", "needs_employment"),
        ("H,,Non-ASN,,J,T,,BKPSDM,,,,,,", "name", "empty"),
        (",A,Non-ASN,,J,T,,,,,,,,", "number", "empty"),
        ("H,A,Bukan,,J,T,,BKPSDM,,,,,,", "employment", "bad_choice"),
        ("H,A,Non-ASN,,J,T,,ENTAH,,,,,,", "unit_code", "unknown_unit"),
        ("H,A,Non-ASN,,J,T,,BARU,Baru,ENTAH,,,,", "parent_code", "unknown_parent"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,MUTASI,,,,", "parent_code", "unit_loop"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,X-1,,", "superior_number", "unknown_superior"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,H,,", "superior_number", "own_superior"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,,,31-02-2024", "from_on", "bad_date"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,,,01-01-1800", "from_on", "impossible_date"),
        ("H,A,Non-ASN,,J,,,BKPSDM,,,,,,", "position_title", "needs_title"),
        ("H,A,Non-ASN,,J,T,,,,,,,,", "unit_code", "needs_unit"),
        ("1.99203E+17,A,PNS,,J,T,,BKPSDM,,,,,,", "number", "digits_lost"),
        ("199203152018012001,Sari Wulandari,PNS,V/z,,,,,,,,,,", "rank", "wrong_rank"),
        ("H,A,Non-ASN,,POS-BUDI,,,,,,,,,", "position_code", "two_holders"),
        ("H,  A   B ,Non-ASN,,J,T,,BKPSDM,,,,,,", "name", "spaces"),
        ("H,A,Non-ASN,,J,#REF!,,BKPSDM,,,,,,", "position_title", "error_value"),
    ],
)
def test_each_mistake_is_named_at_its_cell(kepahiang, row, column, code):
    assert (2, column, code) in codes(plan(sheet(row), on=TODAY))


@pytest.mark.parametrize(
    ("first", "second", "column", "code"),
    [
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,,,", "H,A,Non-ASN,,J,T,,BKPSDM,,,,,,", "number", "duplicate"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,,,", "H,A,Non-ASN,,K,U,,BKPSDM,,,,,,", "position_code", "two_posts"),
        ("H,A,Non-ASN,,J,T,,BKPSDM,,,,,,", "H,B,Non-ASN,,K,U,,BKPSDM,,,,,,", "name", "name_conflict"),
        ("H,A,Non-ASN,,J,T,,N,Satu,,,,,", "I,B,Non-ASN,,K,U,,N,Dua,,,,,", "unit_code", "unit_conflict"),
        ("H,A,Non-ASN,,J,T,,N,Satu,,ya,,,", "I,B,Non-ASN,,K,U,,N,,,ya,,,", "is_head", "two_heads"),
        ("H,A,Non-ASN,,J,T,,N,Satu,,,I,,", "I,B,Non-ASN,,K,U,,N,,,,H,,", "superior_number", "superior_loop"),
        ("H,A,Non-ASN,,J,T,,N,N,M,,,,", "I,B,Non-ASN,,K,U,,M,M,N,,,,", "parent_code", "unit_loop"),
        ("H,A,Non-ASN,,J,T,,N,Satu,,,,,", "I,B,Non-ASN,,J,U,,N,,,,,,", "position_title", "position_conflict"),
    ],
)
def test_rows_that_contradict_each_other_are_named(kepahiang, first, second, column, code):
    found = {(one, what) for _row, one, what in codes(plan(sheet(first, second), on=TODAY))}
    assert (column, code) in found


def test_one_error_stops_everything(kepahiang, dewi):
    with pytest.raises(InvalidRefused):
        import_people(table=sheet(*ROWS, "H-9,,Non-ASN,,J,T,,BKPSDM,,,,,,"), by=dewi, at=AT, on=TODAY)
    assert not Person.objects.filter(number__startswith="H-").exists()
    assert not UnitPeriod.objects.filter(unit__code="BALAI").exists()


def test_only_officers_of_the_whole_agency_import(kepahiang, actor):
    for name, role in (("Sari", "EMPLOYEE"), ("Joko", "AUDITOR"), ("Oki", "OPERATOR")):
        with pytest.raises(NotAllowed):
            import_people(table=sheet(*ROWS), by=actor(name, role=role), at=AT, on=TODAY)


def test_a_new_head_takes_over(kepahiang, dewi):
    import_people(table=sheet(*ROWS), by=dewi, at=AT, on=TODAY)
    rows = ["H-5,Eka,Non-ASN,,J5,Kepala Seksi Baru,Pengawas,DATA,,,ya,,,01-07-2026"]
    import_people(table=sheet(*rows), by=dewi, at=AT, on=TODAY)
    heads = Headship.objects.filter(unit__code="DATA").order_by("from_on")
    assert [head.position.code for head in heads] == ["J2", "J5"]
    assert heads[0].until_on == date(2026, 7, 1)


def test_accounts_are_opened_without_passwords(kepahiang, dewi):
    import_people(table=sheet(*ROWS), by=dewi, at=AT, on=TODAY, with_accounts=True)
    person = Person.objects.select_related("member__user").get(number="H-1")
    assert person.member.user.username == "kepahiang-h-1"
    assert not person.member.user.has_usable_password()


def test_a_unit_row_needs_no_person(kepahiang, dewi):
    import_people(table=sheet(",,,,,,,ARSIP,Subbagian Arsip,BKPSDM,,,,"), by=dewi, at=AT, on=TODAY)
    assert UnitPeriod.objects.get(unit__code="ARSIP").parent_id == kepahiang.units["BKPSDM"].pk


@pytest.mark.parametrize("seed", range(8))
def test_any_order_gives_the_same_and_is_idempotent(kepahiang, dewi, seed):
    rows = random.Random(seed).sample(ROWS, len(ROWS))
    import_people(table=sheet(*rows), by=dewi, at=AT, on=TODAY)
    posts = PositionPeriod.objects.filter(unit__code__in=("BALAI", "DATA")).values_list(
        "position__code", "title", "level", "superior__code"
    )
    assert set(posts) == {
        ("J1", "Kepala Balai", "PENGAWAS", None),
        ("J2", "Kepala Seksi Data", "PENGAWAS", None),
        ("J3", "Staf Data", "OTHER", None),
        ("P-H-4", "Pramubakti", "OTHER", "J1"),
    }
    again = random.Random(seed + 99).sample(ROWS, len(ROWS))
    assert counts_of(plan(sheet(*again), on=TODAY)).changes == 0
