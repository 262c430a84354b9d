"""Erasing a departed person: afterwards no table names the person but signed papers, and the chain still holds."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.architecture import prepared_year
from tests.cast import AT, TODAY

from selaras.accounts.models import Membership, User
from selaras.core import audit, erasure
from selaras.core.models import Event, StoredFile
from selaras.core.privacy import years_after
from selaras.core.tenancy import acting_in
from selaras.core.verdict import InvalidRefused, NotAllowed, StateRefused
from selaras.documents.models import Paper, Signature
from selaras.organisation.models import Assignment, Person
from selaras.organisation.operations.erasure import Ground, erase_person
from selaras.organisation.queries.erasure import bare, outlook_for
from selaras.recognition.models import Praise

NAMES = ("Sari Wulandari", "199203152018012001", "19920315 201801 2 001", "sari@example.test")
SIGNED = {"documents_paper", "documents_signature"}
LEFT = TODAY + timedelta(days=30)
TEXTS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb', 'json')
  AND table_name NOT LIKE 'pg_%%'
"""


def tables_naming(words):
    """Every table of the database in which one of these words stands."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(TEXTS)
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE ANY(%s)',
                [[f"%{word}%" for word in words]],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


@pytest.fixture
def gone(cast):
    """Sari has lived a whole year, is praised and named by others, and left."""
    with acting_in(cast.kepahiang):
        made = prepared_year.build(cast)
        Praise.objects.filter(pk=made.praise.pk).update(
            text="Terima kasih, Sari Wulandari (sari@example.test)."
        )
        Praise.objects.create(
            person=cast["Wati"], giver=cast["Budi"], text="Bersama sari wulandari, S.Kom. selesai.", at=AT
        )
        Assignment.objects.filter(person=cast["Sari"]).update(until_on=LEFT)
        audit.seal(at=AT)
        yield made


def later(cast, years=0):
    day = years_after(LEFT, years)
    at = AT.replace(year=day.year, month=day.month, day=day.day)
    return {"by": cast.actor("Dewi", on=day, role="OFFICER"), "at": at}


def test_a_request_erases_all_but_signed_papers(cast, gone):
    assert tables_naming(NAMES) > SIGNED
    events = Event.objects.count()
    papers = Paper.objects.filter(person_id=cast["Sari"].pk).count()
    done = erase_person(
        person=cast["Sari"], ground=Ground.REQUEST, reason="Surat Sari Wulandari 1 September", **later(cast)
    )
    assert done["core.eventvalue"] and done["monitoring.report"] and done["recognition.praise"] == 2
    assert tables_naming(NAMES) <= SIGNED
    assert Paper.objects.filter(person_id=cast["Sari"].pk).exclude(content={}).count() == papers
    audit.seal(at=AT)
    assert audit.verify() is None
    assert Event.objects.count() == events + 1
    event = Event.objects.get(verb="person.erase")
    assert (event.actor_id, event.article[:10]) == (cast.members["Dewi"].pk, "UU 27/2022")
    reason = event.values.get().reason
    assert "Surat" in reason and "Sari" not in reason
    person = Person.objects.get(pk=cast["Sari"].pk)
    assert (person.name, person.email, person.birth_on) == (f"Orang {person.pk} (data dihapus)", None, None)
    assert "Bersama Orang" in Praise.objects.get(person=cast["Wati"], giver=cast["Budi"]).text


def test_the_account_is_closed_where_nobody_else_needs_it(cast, gone):
    erase_person(person=cast["Sari"], ground=Ground.REQUEST, reason="Surat 7", **later(cast))
    user = User.objects.get(pk=cast.users["Sari"].pk)
    assert (user.is_active, user.email, user.has_usable_password()) == (False, None, False)
    assert not Membership.objects.get(pk=cast.members["Sari"].pk).is_active


def test_an_account_of_another_agency_stays_open_there(cast, gone):
    with acting_in(cast.outsider):
        Membership.objects.create(user=cast.users["Sari"], created_at=AT)
    erase_person(person=cast["Sari"], ground=Ground.REQUEST, reason="Surat 7", **later(cast))
    user = User.objects.get(pk=cast.users["Sari"].pk)
    assert user.is_active and user.email == "sari@example.test"
    assert not Membership.objects.get(pk=cast.members["Sari"].pk).is_active


def test_the_retention_comes_first_and_ends_the_papers_too(cast, gone):
    early, due = later(cast, years=9), later(cast, years=10)
    with pytest.raises(InvalidRefused) as refused:
        erase_person(person=cast["Sari"], ground=Ground.RETENTION, **early)
    assert "ground" in refused.value.fields
    with pytest.raises(InvalidRefused):
        erase_person(person=cast["Sari"], ground=Ground.REQUEST, reason=" ", **early)
    files = StoredFile.objects.count()
    erase_person(person=cast["Sari"], ground=Ground.RETENTION, **due)
    assert not Paper.objects.filter(person_id=cast["Sari"].pk).exclude(content={}).exists()
    assert not Signature.objects.filter(person_id=cast["Sari"].pk).exclude(signer_number="").exists()
    assert tables_naming(NAMES[:1]) <= {"documents_paper"}
    assert StoredFile.objects.count() < files
    audit.seal(at=AT)
    assert audit.verify() is None


def test_who_still_works_or_oneself_is_not_erased(cast, gone):
    request = {"ground": Ground.REQUEST, "reason": "Surat 7"}
    with pytest.raises(StateRefused):
        erase_person(person=cast["Wati"], **request, **later(cast))
    with pytest.raises(NotAllowed):
        erase_person(person=cast["Dewi"], **request, **later(cast))
    with pytest.raises(NotAllowed):
        erase_person(person=cast["Sari"], **request, by=cast.actor("Joko", role="AUDITOR"), at=AT)
    erase_person(person=cast["Sari"], **request, **later(cast))
    with pytest.raises(StateRefused):
        erase_person(person=Person.objects.get(pk=cast["Sari"].pk), **request, **later(cast))


def test_a_namesake_keeps_the_name(cast, gone):
    other = Person.objects.create(kind="EMPLOYEE", number="N-77", name="Sari Wulandari, S.H.")
    assert outlook_for(cast["Sari"], LEFT, AT).has_namesake
    erase_person(person=cast["Sari"], ground=Ground.REQUEST, reason="Surat 7", **later(cast))
    other.refresh_from_db()
    assert other.name == "Sari Wulandari, S.H."
    assert Praise.objects.get(person=cast["Wati"], giver=cast["Budi"]).text.startswith(
        "Bersama sari wulandari"
    )
    assert tables_naming(NAMES[1:]) <= SIGNED


def test_the_outlook_counts_what_is_then_erased(cast, gone):
    look = outlook_for(cast["Sari"], LEFT, AT)
    assert (look.left_on, look.due_on) == (LEFT, years_after(LEFT, 10))
    assert len(look.erased) >= 7 and look.renamed and len(look.kept) >= 3
    erase_person(person=cast["Sari"], ground=Ground.REQUEST, reason="Surat 7", **later(cast))
    after = erasure.outlook(
        erasure.Whose(cast["Sari"], cast.members["Sari"].pk, "x", NAMES), Person, (Person, Paper, Signature)
    )
    assert not after["named"]
    assert set(after["about"]) <= {"history"}  # the erasure's own event


def test_the_page_shows_both_lists_and_erases(cast, gone):
    Assignment.objects.filter(person=cast["Sari"]).update(until_on=TODAY)
    url = reverse("organisation:person_erase", args=[cast["Sari"].pk])
    for who in ("Sari", "Joko", "Oki", "Yusuf"):
        assert cast.client(who).get(url).status_code == 403
    client = cast.client("Dewi", "OFFICER")
    assert url in client.get(reverse("organisation:person", args=[cast["Sari"].pk])).content.decode()
    page = client.get(url).content.decode()
    assert "Yang dihapus" in page and "Yang disimpan" in page
    data = {"ground": "REQUEST", "reason": "", "sure": "on"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"reason": "Surat 7", "sure": ""}).status_code == 422
    assert client.post(url, data | {"reason": "Surat 7"}).status_code == 302
    shown = client.get(reverse("organisation:person", args=[cast["Sari"].pk])).content.decode()
    assert "Data pribadi orang ini telah dihapus" in shown and "Wulandari" not in shown
    paper = Paper.objects.filter(person_id=cast["Sari"].pk).first()
    Paper.objects.filter(pk=paper.pk).update(content={})
    assert client.get(reverse("documents:paper", args=[paper.pk])).status_code == 409
    still = reverse("organisation:person_erase", args=[cast["Wati"].pk])
    assert "masih memegang jabatan" in client.get(still).content.decode()
    assert client.post(still, data).status_code == 409


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Sari Wulandari, S.Kom.", "Sari Wulandari"),
        ("Dr. Hasan Basri, M.Si.", "Hasan Basri"),
        ("Suharto", ""),
    ],
)
def test_a_name_without_its_titles(name, plain):
    assert bare(name) == plain


def test_every_personal_table_leads_to_a_person_or_says_why_not():
    """Whoever adds a table with personal fields sees here whose rows an erasure takes."""
    without = {
        erasure.kind_of(model)
        for model, privacy in erasure.ours()
        if privacy.fields and model is not Person and not erasure.path_to(model, Person)
    }
    assert without == {
        "core.eventvalue", "core.receipt", "core.notice", "core.storedfile", "core.job", "core.externalref",
        "core.apitoken", "accounts.membership", "accounts.invitation", "documents.paper",
        "documents.signature", "organisation.grant",
        "planning.agreement", "insight.answer", "regulations.choice",
    }  # fmt: skip


def test_leap_day():
    assert years_after(date(2024, 2, 29), 1) == date(2025, 2, 28)


def test_the_outlook_asks_a_bounded_number_of_statements(cast, gone):
    Assignment.objects.filter(person=cast["Sari"]).update(until_on=TODAY)
    client = cast.client("Dewi", "OFFICER")
    with CaptureQueriesContext(connection) as caught:
        client.get(reverse("organisation:person_erase", args=[cast["Sari"].pk]))
    free = ("SAVEPOINT", "RELEASE", "SET ", "BEGIN", "COMMIT")
    asked = [one["sql"] for one in caught if not one["sql"].startswith(free)]
    assert len(asked) <= 12, asked
