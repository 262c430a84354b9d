"""What is said and decided in an objection is signed, upheld decisions included, by the hand that signed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.appraisal.year import at

from selaras.appraisal import operations
from selaras.appraisal.operations.signing import OBJECTION, objection_content
from selaras.core import clock
from selaras.core.verdict import NotAllowed
from selaras.documents.content import content_hash
from selaras.documents.models import SignatureMethod
from selaras.documents.queries import signatures_of
from selaras.organisation.models import Person

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 20)


@pytest.fixture
def objected(steps):
    steps.delivered()
    return steps


def given(objection):
    objection.refresh_from_db()
    return [(one.purpose, one.signer_name, one.method) for one in signatures_of(objection)]


def hash_of(objection):
    objection.refresh_from_db()
    return content_hash(OBJECTION, objection_content(objection))


def without_account(steps, name):
    Person.objects.filter(pk=steps.cast[name].pk).update(member=None)


@pytest.mark.parametrize("decision", ["UPHELD", "CHANGED"])
def test_every_decision_is_signed_over_objection_statements_and_decision(objected, decision):
    objection = objected.object()
    operations.state_objection(
        objection=objection, statement="Tugas Mei di luar rencana.", by=objected.who("Budi", DAY), at=at(DAY)
    )
    changed = {"results_rating": "ABOVE", "behaviour_rating": "ABOVE"} if decision == "CHANGED" else {}
    objected.decide(objection, decision, **changed)
    names = {name: objected.cast[name].name for name in ("Sari", "Budi", "Ratna")}
    assert given(objection) == [
        ("EMPLOYEE", names["Sari"], SignatureMethod.CLICK),
        ("APPRAISER", names["Budi"], SignatureMethod.CLICK),
        ("SUPERIOR", names["Ratna"], SignatureMethod.CLICK),
    ]
    last = signatures_of(objection)[-1]
    assert last.content_hash == hash_of(objection)
    type(objection).objects.filter(pk=objection.pk).update(decision_grounds="Sesuatu yang lain.")
    assert last.content_hash != hash_of(objection), "the signature holds the words that were decided"


def test_what_is_recorded_for_somebody_without_an_account_counts_as_signed_by_hand(objected):
    for name in ("Sari", "Budi"):
        without_account(objected, name)
    officer, reason = objected.who("Dewi", DAY, "OFFICER"), "Berkas bertanda tangan basah di lemari 3"
    objection = operations.object_to(
        evaluation=objected.evaluation("Sari"), reasons="Tugas Mei belum dihitung.", by=officer, at=at(DAY),
        on_behalf_reason=reason,
    )  # fmt: skip
    operations.state_objection(
        objection=objection, statement="Berkas menyusul.", by=officer, at=at(DAY), on_behalf_reason=reason
    )
    assert [method for _purpose, _name, method in given(objection)] == [SignatureMethod.WET] * 2


def test_the_page_shows_who_signed(objected, client_as):
    objection = objected.object()
    objected.decide(objection)
    with clock.fixed(at(date(2026, 7, 21))):
        page = client_as("Sari").get(reverse("appraisal:objection", args=[objection.evaluation_id]))
    text = page.content.decode()
    assert 'id="signatures"' in text and objected.cast["Ratna"].name in text.split('id="signatures"')[1]


@pytest.mark.parametrize(("days", "words"), [(0, "Selesai tepat waktu"), (1, "Terlambat, pada")])
def test_a_decision_after_its_last_day_is_not_called_on_time(objected, client_as, days, words):
    objection = objected.object()
    objected.decide(objection)
    decided = objection.decide_until + timedelta(days=days)
    type(objection).objects.filter(pk=objection.pk).update(decided_at=at(decided))
    with clock.fixed(at(decided)):
        page = client_as("Sari").get(reverse("appraisal:objection", args=[objection.evaluation_id]))
    assert words in page.content.decode()


@pytest.mark.parametrize(("who", "missing"), [("Sari", "pegawai"), ("Ratna", "atasan penilai yang memutus")])
def test_whoever_reads_an_objection_is_named_once(objected, client_as, who, missing):
    objection = objected.object()
    with clock.fixed(at(DAY)):
        page = client_as(who).get(reverse("appraisal:objection", args=[objection.evaluation_id]))
    readers = page.content.decode().split("Dapat dibaca oleh: ")[1].split("<")[0].split(", ")
    assert readers[0] == "Anda" and missing not in readers and len(readers) == 3


def test_a_report_during_the_objection_is_made_once_and_keeps_its_day(objected):
    objected.object()
    sari = objected.evaluation("Sari")
    for_the_report = {"evaluation": sari, "by": objected.who("Dewi", DAY, "OFFICER"), "at": at(DAY)}
    assert operations.report(**for_the_report).reported_on == DAY
    later = date(2026, 7, 22)
    with pytest.raises(NotAllowed, match="20 Juli 2026"):
        operations.report(
            evaluation=objected.evaluation("Sari"), by=objected.who("Dewi", later, "OFFICER"), at=at(later)
        )
    sari.refresh_from_db()
    assert sari.reported_on == DAY
    objected.decide(sari.objections.get(), on=later)
    again = operations.report(
        evaluation=objected.evaluation("Sari"), by=objected.who("Dewi", later, "OFFICER"), at=at(later)
    )
    assert (again.state, again.reported_on) == ("REPORTED", later)
