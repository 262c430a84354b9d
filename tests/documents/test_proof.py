"""An altered paper or signature is refused and named, whoever altered it; the application itself cannot."""

import pytest
import structlog
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.cast import AT, TODAY

from selaras.core import audit, keeping
from selaras.core.models import SealHead
from selaras.core.roles import as_owner
from selaras.core.tenancy import acting_in
from selaras.core.verdict import StateRefused
from selaras.documents import proof
from selaras.documents.content import content_hash
from selaras.documents.models import Paper, Signature
from selaras.documents.operations import pdf_of, sign, withdraw
from selaras.documents.queries import papers_of
from selaras.jobs import upkeep
from selaras.recognition import operations

pytestmark = pytest.mark.django_db(transaction=True)
TRIGGERS = ("documents_paper", "documents_signature")


@pytest.fixture
def made(cast, actor):
    """The newest paper and signature of an agency, both in order and sealed."""
    by = actor("Dewi", role="OFFICER")
    with acting_in(cast.kepahiang):
        award = operations.give_award(
            person=cast["Sari"], kind="OTHER", title="Inovasi", reason="Antrean daring.", given_on=TODAY,
            by=by, at=AT,
        )  # fmt: skip
        paper = Paper.objects.get(pk=papers_of(award)[0].pk)
        signature = sign(
            subject=award, version=1, purpose="SUPERIOR", person_id=cast["Hasan"].pk, name="Hasan Basri",
            number="1968", position="Sekretaris Daerah", content_hash=paper.content_hash, by=by, at=AT,
        )  # fmt: skip
        audit.seal(at=AT)
        assert not list(proof.faults()) and pdf_of(paper).startswith(b"%PDF")
    return paper, signature


def by_owner(*statements):
    """Write what only the owner of the database can write."""
    switch = "ALTER TABLE {} {} TRIGGER USER"
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(";".join(switch.format(table, "DISABLE") for table in TRIGGERS))
        with transaction.atomic():
            for statement, values in statements:
                cursor.execute(statement, values)
        cursor.execute(";".join(switch.format(table, "ENABLE") for table in TRIGGERS))


def found_faults(cast):
    with acting_in(cast.kepahiang):
        return {one.what: one.why for one in proof.faults()}


REASON = "UPDATE documents_paper SET content = jsonb_set(content, '{reason}', '\"Lain.\"') WHERE id = %s"


def test_altered_content_is_refused_and_named(cast, made, capsys):
    paper, _signature = made
    page = reverse("documents:verify", args=[paper.token])
    assert "berlaku" in Client().get(page).content.decode()
    by_owner((REASON, [paper.pk]))
    with acting_in(cast.kepahiang), pytest.raises(StateRefused, match="altered|diubah"):
        pdf_of(Paper.objects.get(pk=paper.pk))
    said = Client().get(page).content.decode()
    assert "telah diubah setelah penerbitannya" in said and "dan berlaku" not in said
    assert found_faults(cast) == {f"paper {paper.number}": "its content does not give its hash"}
    with acting_in(cast.kepahiang), structlog.testing.capture_logs() as logs:
        upkeep.verify_events(cast.kepahiang, AT)
    assert [one["paper"] for one in logs] == [f"paper {paper.number}"]
    with pytest.raises(SystemExit):
        call_command("doctor", agency="kepahiang")
    assert f"Altered: paper {paper.number}" in capsys.readouterr().out


def test_a_hash_that_was_rewritten_with_the_content_is_seen(cast, made):
    paper, _signature = made
    forged = content_hash(paper.form, paper.content | {"reason": "Lain."})
    new_hash = ("UPDATE documents_paper SET content_hash = %s WHERE id = %s", [forged, paper.pk])
    by_owner((REASON, [paper.pk]), new_hash)
    with acting_in(cast.kepahiang), pytest.raises(StateRefused):
        pdf_of(Paper.objects.get(pk=paper.pk))
    said = Client().get(reverse("documents:verify", args=[paper.token])).content.decode()
    assert "telah diubah setelah penerbitannya" in said
    assert "hash" in found_faults(cast)[f"paper {paper.number}"]
    rewritten = "UPDATE core_eventvalue SET after = jsonb_set(after, '{hash}', to_jsonb(%s::text))"
    by_owner((rewritten + " WHERE after ? 'whole'", [forged]))
    assert f"paper {paper.number}" in found_faults(cast), "the digest of the event stands against it"


@pytest.mark.parametrize(("column", "value"), [
    ("signer_name", "Orang Lain"), ("signer_number", "1"), ("signer_position", "Bupati"), ("method", "WET"),
    ("content_hash", "0" * 64), ("subject_version", 2),
])  # fmt: skip
def test_an_altered_signature_is_seen(cast, made, column, value):
    _paper, signature = made
    by_owner((f"UPDATE documents_signature SET {column} = %s WHERE id = %s", [value, signature.pk]))
    assert list(found_faults(cast)) == [f"signature {signature.pk}"]


def test_a_removed_paper_and_signature_are_seen(cast, made):
    paper, signature = made
    by_owner(("DELETE FROM documents_paper", []), ("DELETE FROM documents_signature", []))
    assert set(found_faults(cast)) == {f"paper {paper.pk}", f"signature {signature.pk}"}


def test_a_withdrawn_paper_called_valid_is_seen(cast, made, actor):
    paper, _signature = made
    with acting_in(cast.kepahiang):
        withdraw(paper=paper, reason="Salah", by=actor("Dewi", role="OFFICER"), at=AT)
    assert not found_faults(cast)
    by_owner(("UPDATE documents_paper SET state = 'VALID' WHERE id = %s", [paper.pk]))
    assert found_faults(cast) == {f"paper {paper.number}": "it was withdrawn and is called valid"}


@pytest.mark.parametrize("change", [
    lambda: Paper.objects.update(content_hash="0" * 64),
    lambda: Paper.objects.update(number="X"),
    lambda: Paper.objects.update(content={"reason": "Lain."}),
    lambda: Paper.objects.update(initials="XX"),
    lambda: Paper.objects.all().delete(),
    lambda: Signature.objects.update(signer_name="Orang Lain"),
    lambda: Signature.objects.update(content_hash="0" * 64),
    lambda: Signature.objects.all().delete(),
])  # fmt: skip
def test_the_application_cannot_alter_or_remove_papers_and_signatures(cast, made, change):
    with acting_in(cast.kepahiang), pytest.raises(DatabaseError), transaction.atomic():
        change()
    assert not found_faults(cast)


def test_an_end_cut_off_by_the_owner_is_seen_by_the_seal_outside(cast, made, actor, settings, tmp_path):
    """Against somebody who writes to the database and to the home of the installation nothing is claimed."""
    settings.SEALS = tmp_path / "seals"
    agency = cast.kepahiang
    with acting_in(agency):
        before = SealHead.objects.get()
        audit.record(obj=cast["Sari"], verb="x", by=actor("Dewi", role="OFFICER"), at=AT)
        upkeep.seal_events(agency, AT)
    with acting_in(agency):
        upkeep.seal_events(agency, AT)
        assert keeping.cut_seal() is None
        head = SealHead.objects.get()
    last = "(SELECT event_id FROM core_eventseal WHERE sequence = %s AND agency_id = %s)"
    here = [head.sequence, agency.pk]
    by_owner(
        ("CREATE TEMP TABLE cut ON COMMIT DROP AS SELECT event_id FROM core_eventseal WHERE event_id IN " + last, here),
        ("DELETE FROM core_eventvalue WHERE event_id IN (SELECT event_id FROM cut)", []),
        ("DELETE FROM core_eventseal WHERE event_id IN (SELECT event_id FROM cut)", []),
        ("DELETE FROM core_event WHERE id IN (SELECT event_id FROM cut)", []),
        ("UPDATE core_sealhead SET sequence = %s, chain = %s WHERE agency_id = %s",
         [before.sequence, before.chain, agency.pk]),
    )  # fmt: skip
    with acting_in(agency), structlog.testing.capture_logs() as logs:
        assert audit.verify() is None, "the database alone cannot tell"
        upkeep.seal_events(agency, AT)
        audit.record(obj=cast["Sari"], verb="y", by=actor("Dewi", role="OFFICER"), at=AT)
        upkeep.seal_events(agency, AT)
        upkeep.verify_events(agency, AT)
    assert [(one["sequence"], "outside" in one["what"]) for one in logs] == [(head.sequence, True)]
