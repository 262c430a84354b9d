"""The pages of the organisation: who sees what, and a bounded number of statements whatever the size."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.cast import AT, BACKEND, TODAY

from selaras.core.models import Agency, Event, Job
from selaras.core.tenancy import acting_in
from selaras.organisation.models import Assignment, Grant, HolidayOverride, Person, Unit
from selaras.organisation.operations import create_officer, import_people
from selaras.organisation.operations.uploads import AT_ONCE
from selaras.organisation.sheets.reading import read
from selaras.organisation.sheets.template import workbook_of

MOST = 12
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "SET ", "ROLLBACK", "BEGIN", "COMMIT")
OFFICER, EMPLOYEE, AUDITOR, HEAD, OPERATOR = (
    "Dewi:OFFICER",
    "Sari:",
    "Joko:AUDITOR",
    "Hasan:HEAD",
    "Oki:OPERATOR",
)


def client_of(cast, who):
    name, role = who.split(":")
    return cast.client(name, role or None)


def address(cast, name):
    ids = {
        "person": [cast["Sari"].pk],
        "person_appraiser": [cast["Sari"].pk],
        "person_edit": [cast["Sari"].pk],
        "person_assign": [cast["Sari"].pk],
        "person_rank": [cast["Sari"].pk],
        "person_employment": [cast["Sari"].pk],
        "delegation_add": [cast["Sari"].pk],
        "unit": [cast.units["MUTASI"].pk],
        "unit_edit": [cast.units["MUTASI"].pk],
        "unit_head": [cast.units["MUTASI"].pk],
        "unit_end": [cast.units["MUTASI"].pk],
        "position": [cast.positions["Sari"].pk],
        "position_edit": [cast.positions["Sari"].pk],
        "position_end": [cast.positions["Sari"].pk],
    }
    return reverse(f"organisation:{name}", args=ids.get(name, []))


OFFICERS_ONLY = (
    "person_add",
    "external_add",
    "person_edit",
    "person_assign",
    "person_rank",
    "person_employment",
    "delegation_add",
    "unit_add",
    "unit_edit",
    "unit_head",
    "unit_end",
    "position_add",
    "position_edit",
    "position_end",
    "agency_settings",
    "logo_change",
    "words",
    "holidays",
    "people_import",
    "import_template",
)
OPEN_TO = {
    "people": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "person": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "person_appraiser": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "units": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "unit": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "positions": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "position": {OFFICER, EMPLOYEE, AUDITOR, HEAD},
    "roles": {OFFICER, EMPLOYEE, AUDITOR, HEAD, OPERATOR},
    "doctor": {OFFICER, AUDITOR, HEAD},
    "members": {OFFICER, AUDITOR, HEAD, OPERATOR},
    "people_export": {OFFICER, AUDITOR, HEAD},
    "grant_add": {OFFICER, OPERATOR},
    "agencies": {OPERATOR},
    "agency_add": {OPERATOR},
    **{name: {OFFICER} for name in OFFICERS_ONLY},
}


@pytest.mark.parametrize("name", OPEN_TO)
def test_each_page_opens_to_its_roles_only(cast, name):
    for who in (OFFICER, EMPLOYEE, AUDITOR, HEAD, OPERATOR):
        status = client_of(cast, who).get(address(cast, name)).status_code
        assert status == (200 if who in OPEN_TO[name] else 403), (name, who)


@pytest.mark.parametrize("name", ["person", "person_edit", "unit", "unit_edit", "position", "position_edit"])
def test_another_agency_has_no_such_page(cast, name):
    assert cast.client("Tono", "OFFICER").get(address(cast, name)).status_code == 404


def statements(client, url):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return len([one for one in caught if not one["sql"].startswith(BOOKKEEPING)])


def crowd(cast, actor, count=80):
    rows = [
        {
            "number": f"N-{index}",
            "name": f"Orang {index:03d}",
            "employment": "NON_ASN",
            "position_title": "Staf",
            "unit_code": f"X{index // 8}",
            "unit_name": f"Unit {index // 8}",
            "parent_code": "MUTASI",
            "is_head": "YES" if index % 8 == 0 else "",
        }
        for index in range(count)
    ]
    with acting_in(cast.kepahiang):
        import_people(
            table=read(workbook_of(rows), "x.xlsx"), by=actor("Dewi", role="OFFICER"), at=AT, on=TODAY
        )


SIZED = [
    "people", "person", "person_appraiser", "units", "unit", "positions", "position", "members",
    "grant_add", "doctor", "person_assign", "delegation_add", "unit_head", "agency_settings", "people_import",
]  # fmt: skip


def test_statements_do_not_grow_with_the_agency(cast, actor):
    client = client_of(cast, OFFICER)
    small = {name: statements(client, address(cast, name)) for name in SIZED}
    crowd(cast, actor)
    large = {name: statements(client, address(cast, name)) for name in SIZED}
    assert large == small
    assert {name: count for name, count in large.items() if count > MOST} == {}


def test_employees_find_colleagues_but_not_their_numbers(cast):
    page = client_of(cast, EMPLOYEE).get(address(cast, "people")).content.decode()
    assert "Budi Santoso" in page
    assert "197911032005011002" not in page
    card = (
        client_of(cast, EMPLOYEE).get(reverse("organisation:person", args=[cast["Wati"].pk])).content.decode()
    )
    assert "199509212020122003" not in card
    own = client_of(cast, EMPLOYEE).get(address(cast, "person")).content.decode()
    assert "199203152018012001" in own
    refused = reverse("organisation:person_appraiser", args=[cast["Wati"].pk])
    assert client_of(cast, EMPLOYEE).get(refused).status_code == 403


@pytest.mark.parametrize(
    ("who", "status"),
    [("Sari:", 200), ("Budi:", 200), ("Ratna:", 200), ("Dewi:OFFICER", 200), ("Joko:AUDITOR", 200),
     ("Wati:", 403), ("Yusuf:", 403), ("Oki:OPERATOR", 403), ("Joko:", 403)],
)  # fmt: skip
def test_who_appraises_is_answered_to_those_above_too(cast, who, status):
    client = client_of(cast, who)
    for day in ({}, {"on": "2026-08-25"}, {"on": "2023-01-01"}):
        assert client.get(address(cast, "person_appraiser"), day).status_code == status, day
    if status == 403 or who in ("Budi:", "Ratna:"):
        card = client.get(address(cast, "person"))
        assert (address(cast, "person_appraiser") in card.content.decode()) == (status == 200)


def test_those_above_open_the_answer_within_the_budget_of_statements(cast):
    for name in ("person", "person_appraiser"):
        assert statements(client_of(cast, "Ratna:"), address(cast, name)) <= MOST
    past = address(cast, "person_appraiser") + "?on=2023-01-01"
    assert statements(client_of(cast, "Ratna:"), past) <= MOST


def test_an_auditors_look_is_recorded(cast):
    client_of(cast, AUDITOR).get(address(cast, "person"))
    with acting_in(cast.kepahiang):
        event = Event.objects.get(verb="person.look")
        assert event.actor_id == cast.members["Joko"].pk


def test_search_and_filters(cast):
    client = client_of(cast, OFFICER)
    people = address(cast, "people")
    assert "1–1 " in client.get(people, {"q": "wulan"}).content.decode()
    assert "1–1 " in client.get(people, {"q": "1992031520"}).content.decode()
    below = client.get(people, {"unit": cast.units["BKPSDM"].pk}).content.decode()
    assert "Sari" in below
    assert "Joko" not in below
    assert "H. Zurdi" in client.get(people, {"state": "external"}).content.decode()
    for nonsense in (
        {"unit": "x"},
        {"page": "999999999"},
        {"sort": "'"},
        {"q": "%\\'\0"},
        {"unit": "9" * 40},
    ):
        assert client.get(people, nonsense).status_code == 200
    positions = client.get(address(cast, "positions"), {"q": "%", "kind": "JPT", "state": "vacant"})
    assert positions.status_code == 200


def test_who_appraises_travels_in_time(cast):
    client = client_of(cast, OFFICER)
    page = client.get(address(cast, "person_appraiser"), {"on": "2026-08-25"}).content.decode()
    assert "Budi Santoso" in page
    assert "Ratna Juwita" in page
    assert "Pasal 1 angka 9" in page
    early = client.get(address(cast, "person_appraiser"), {"on": "2020-01-01"})
    assert early.status_code == 200
    before = client.get(address(cast, "person_appraiser"), {"on": "2023-01-01"}).content.decode()
    assert "tidak memegang jabatan" in before


def test_a_move_through_the_page(cast):
    client = client_of(cast, OFFICER)
    url = address(cast, "person_assign")
    page = client.get(url, {"q": "Kebijakan"}).content.decode()
    assert "Analis Kebijakan Ahli Muda" in page
    data = {
        "position": cast.positions["Dewi"].pk, "kind": "DEFINITIVE", "from_on": "2026-08-01", "until_on": "",
        "letter": "SK", "version": "1",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    stale = client.post(url, {**data, "from_on": "2026-09-01"})
    assert stale.status_code == 409
    with acting_in(cast.kepahiang):
        assert Assignment.objects.filter(person=cast["Sari"]).count() == 2
    plt = client.post(url, {**data, "kind": "PLT", "version": "2"})
    assert plt.status_code == 422
    assert "memerlukan tanggal akhir" in plt.content.decode()


def test_a_person_is_added_placed_and_given_an_account(cast):
    client = client_of(cast, OFFICER)
    data = {
        "number": "19900101 201501 1 009", "name": "Rudi", "employment": "PNS", "rank": "III/a",
        "from_on": "2026-01-01", "unit_id": cast.units["MUTASI"].pk,
    }  # fmt: skip
    answer = client.post(address(cast, "person_add"), data)
    assert answer.status_code == 302
    pk = int(re.search(r"people/(\d+)/assign", answer.url)[1])
    page = client.post(reverse("organisation:person_account", args=[pk])).content.decode()
    assert "Kata sandi awal, hanya ditampilkan sekali" in page
    again = client.post(address(cast, "person_add"), data)
    assert again.status_code == 422
    wrong = client.post(address(cast, "person_add"), {**data, "number": "199013012015011009"})
    assert "tanggal lahir" in wrong.content.decode()


def test_delegation_through_the_page_is_refused_with_the_article(cast):
    client = client_of(cast, OFFICER)
    data = {
        "delegate": cast["Wati"].pk, "scope": "person", "from_on": "2026-08-01", "until_on": "", "reason": "x",
    }  # fmt: skip
    page = client.post(address(cast, "delegation_add"), data)
    assert page.status_code == 422
    assert "angka 7" in page.content.decode()


def test_settings_logo_words_and_holidays(cast):
    client = client_of(cast, OFFICER)
    data = {
        "name": "Badan Baru", "short_name": "BB", "place": "Kepahiang", "time_zone": "Asia/Makassar",
        "version": "1",
    }  # fmt: skip
    assert client.post(address(cast, "agency_settings"), data).status_code == 302
    assert client.post(address(cast, "agency_settings"), data).status_code in (302, 409)
    found = Agency.objects.get(pk=cast.kepahiang.pk)
    assert (found.time_zone, found.working_week, found.calendar_until) == ("Asia/Makassar", 5, None)
    complete = {**data, "calendar_until": "2027", "version": str(found.version)}
    assert client.post(address(cast, "agency_settings"), complete).status_code == 302
    assert Agency.objects.get(pk=cast.kepahiang.pk).calendar_until == 2027
    assert 'value="2027"' in client.get(address(cast, "agency_settings")).content.decode()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="1" height="1"/></svg>'
    logo = address(cast, "logo_change")
    assert client.post(logo, {"logo": SimpleUploadedFile("l.png", svg)}).status_code == 302
    served = client.get(reverse("organisation:logo"))
    assert served["Content-Type"] == "image/svg+xml"
    assert "sandbox" in served["Content-Security-Policy"]
    assert reverse("organisation:logo") in client.get(address(cast, "people")).content.decode()
    for bad in (
        svg.replace(b"<rect", b"<script>"),
        b"GIF89a",
        svg.replace(b"<rect", b"<rect onload='x()'"),
        b"x" * 200_001,
    ):
        assert client.post(logo, {"logo": SimpleUploadedFile("l.svg", bad)}).status_code == 422
    client.post(address(cast, "words"), {"plan": "Rencana kerja"})
    assert Agency.objects.get(pk=cast.kepahiang.pk).vocabulary == {"plan": "Rencana kerja"}
    client.post(address(cast, "holidays"), {"day": "2026-08-19", "is_holiday": "1", "reason": "SK"})
    with acting_in(cast.kepahiang):
        day = HolidayOverride.objects.get()
    client.post(reverse("organisation:holiday_remove", args=[day.pk]))
    with acting_in(cast.kepahiang):
        assert not HolidayOverride.objects.exists()


def test_units_and_positions_through_the_pages(cast):
    client = client_of(cast, OFFICER)
    data = {"code": "SUB", "name": "Subbidang", "parent": cast.units["MUTASI"].pk, "from_on": "2026-07-01"}
    made = client.post(address(cast, "unit_add"), data)
    assert made.status_code == 302
    post = {
        "code": "SUB-1", "title": "Kepala Subbidang", "unit_id": re.search(r"units/(\d+)", made.url)[1],
        "kind": "ADMINISTRATION", "level": "PENGAWAS", "from_on": "2026-07-01", "superior": "TIDAKADA",
    }  # fmt: skip
    refused = client.post(address(cast, "position_add"), post)
    assert refused.status_code == 422
    assert client.post(address(cast, "position_add"), {**post, "superior": ""}).status_code == 302
    with acting_in(cast.kepahiang):
        assert Unit.objects.filter(code="SUB").exists()


def upload(client, content, name="x.xlsx"):
    return client.post(reverse("organisation:people_import"), {"file": SimpleUploadedFile(name, content)})


def test_import_through_the_pages(cast):
    client = client_of(cast, OFFICER)
    content = workbook_of(
        [
            {
                "number": "H-1",
                "name": "Andi",
                "employment": "NON_ASN",
                "position_title": "Staf",
                "unit_code": "MUTASI",
            }
        ]
    )
    checked = upload(client, content)
    page = client.get(checked.url).content.decode()
    assert "Impor sekarang" in page
    with acting_in(cast.kepahiang):
        assert not Person.objects.filter(number="H-1").exists(), "a check writes nothing"
    job = int(re.search(r"import/(\d+)/", checked.url)[1])
    done = client.post(reverse("organisation:import_apply", args=[job]))
    assert "1 orang baru" in client.get(done.url).content.decode()
    assert client.post(reverse("organisation:import_apply", args=[job])).status_code == 409
    again = client.get(upload(client, content).url).content.decode()
    assert "0 perubahan" in again
    assert "Impor sekarang" not in again
    refused = upload(client, b"<html>", "x.xls")
    assert refused.status_code == 422
    assert "halaman web" in refused.content.decode()


def test_findings_are_shown_filtered_and_downloaded(cast):
    client = client_of(cast, OFFICER)
    answer = upload(client, b"NIP,Nama,Kode unit\nH-1,,ENTAH\nH-2, B ,\n", "x.csv")
    page = client.get(answer.url).content.decode()
    assert "Sel ini tidak boleh kosong." in page
    assert "Impor sekarang" not in page
    notes = client.get(answer.url, {"weight": "warning"}).content.decode()
    assert "Spasi berlebih" in notes
    assert "Sel ini tidak boleh kosong." not in notes
    assert client.get(answer.url, {"q": "2", "column": "name"}).status_code == 200
    with acting_in(cast.kepahiang):
        job = Job.objects.get()
    english = client_of(cast, OFFICER)
    english.cookies["selaras_language"] = "en"
    assert "This cell must not be empty." in english.get(answer.url).content.decode()
    report = client.get(reverse("jobs:report", args=[job.pk]))
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(report.streaming_content))).get_sheet_by_index(0)
    assert any("tidak boleh kosong" in str(row) for row in rows.to_python())


def test_the_export_is_what_is_shown(cast):
    client = client_of(cast, OFFICER)
    answer = client.get(reverse("organisation:people_export"), {"q": "wulan"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["Sari Wulandari, S.Kom."]


def test_the_operator_sees_logins_not_names(cast):
    page = client_of(cast, OPERATOR).get(address(cast, "members")).content.decode()
    assert "199203152018012001" in page
    assert "Sari Wulandari" not in page
    agencies = client_of(cast, OPERATOR).get(address(cast, "agencies")).content.decode()
    assert "PT Outsider Nusantara" in agencies


def test_a_role_is_granted_and_ended_through_the_pages(cast):
    client = client_of(cast, OFFICER)
    data = {
        "member": cast.members["Budi"].pk, "role": "OFFICER", "unit": cast.units["MUTASI"].pk,
        "from_on": "2026-07-01", "until_on": "",
    }  # fmt: skip
    assert client.post(address(cast, "grant_add"), data).status_code == 302
    with acting_in(cast.kepahiang):
        grant = Grant.objects.get(member=cast.members["Budi"])
    limited = cast.client("Budi", "OFFICER")
    assert limited.get(address(cast, "person_edit")).status_code == 200
    elsewhere = reverse("organisation:person_edit", args=[cast["Dewi"].pk])
    assert limited.get(elsewhere).status_code == 403
    assert limited.get(address(cast, "agency_settings")).status_code == 403
    assert limited.get(address(cast, "doctor")).status_code == 200
    assert limited.get(address(cast, "unit_add")).status_code == 200
    client.post(reverse("organisation:grant_end", args=[grant.pk]), {"version": "1"})
    assert cast.client("Budi").get(address(cast, "person_edit")).status_code == 403


def test_the_page_says_that_an_operator_may_reset_every_account(cast):
    page = client_of(cast, OPERATOR).get(address(cast, "members")).content.decode()
    assert "Setiap kali dicatat beserta pelakunya" in page
    client_of(cast, OPERATOR).post(
        reverse("organisation:member_act", args=[cast.members["Dewi"].pk]), {"act": "reset"}
    )
    with acting_in(cast.kepahiang):
        event = Event.objects.get(verb="account.reset")
        assert (event.actor_id, event.object_id) == (cast.members["Oki"].pk, cast.members["Dewi"].pk)


def test_the_page_of_the_running_work_leads_back_to_the_import(cast, actor):
    rows = [
        {"number": f"N-{one}", "name": f"Orang {one}", "employment": "NON_ASN"} for one in range(AT_ONCE + 1)
    ]
    upload = SimpleUploadedFile("besar.xlsx", workbook_of(rows))
    client = client_of(cast, OFFICER)
    client.post(address(cast, "people_import"), {"file": upload})
    with acting_in(cast.kepahiang):
        job = Job.objects.get()
        Job.objects.update(state="DONE")
    page = client.get(reverse("jobs:job", args=[job.pk])).content.decode()
    assert reverse("organisation:import_result", args=[job.pk]) in page


def test_a_browser_finds_the_mark(cast, client):
    answer = client.get("/favicon.ico", follow=True)
    assert answer.status_code == 200 and b"".join(answer.streaming_content)[:4] == b"\0\0\1\0"


def test_an_empty_agency_is_led_to_its_first_unit(cast):
    empty = Agency.objects.create(
        code="kosong", name="Kosong", short_name="K", kind="REGIONAL", place="-", created_at=AT
    )
    made = create_officer(agency=empty, login="awal", at=AT)
    made.user.must_change_password = False
    made.user.save()
    client = Client()
    client.force_login(made.user, backend=BACKEND)
    for name in ("person_add", "position_add"):
        answer = client.get(reverse(f"organisation:{name}"))
        assert (answer.status_code, answer.url) == (302, reverse("organisation:unit_add"))
    page = client.get(reverse("organisation:doctor")).content.decode()
    assert "Belum ada yang dapat diperiksa" in page and reverse("organisation:people_import") in page
    for name in ("people", "units", "positions", "members", "slips", "people_import", "agency_settings"):
        assert client.get(reverse(f"organisation:{name}")).status_code == 200, name
