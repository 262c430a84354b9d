"""Which law binds a kind of agency: a BLUD is public, a BUMD is a company, and all papers and pages agree."""

import pytest
from tests.cast import AT, TODAY

from selaras.core.models import Agency, AgencyKind
from selaras.core.tenancy import acting_in
from selaras.core.vocabulary import speak_as, speaks_as_company
from selaras.documents.models import Paper
from selaras.documents.queries import papers_of
from selaras.planning.papers import letterhead_of
from selaras.recognition import operations

PUBLIC = {"CENTRAL", "REGIONAL", "BLUD"}


@pytest.mark.parametrize("kind", AgencyKind.values)
def test_every_kind_is_either_public_or_a_company(kind):
    agency = Agency(kind=kind, name="X")
    assert agency.is_public == (kind in PUBLIC) == (not agency.is_company)
    try:
        speak_as(agency)
        assert speaks_as_company() == agency.is_company
    finally:
        speak_as(None)
    assert letterhead_of(agency).kind == ("PUBLIC" if kind in PUBLIC else "COMPANY")


@pytest.mark.parametrize(("kind", "printed"), [("BLUD", "PUBLIC"), ("BUMD", "COMPANY")])
def test_an_award_is_printed_with_the_labels_of_its_kind(cast, actor, kind, printed):
    Agency.objects.filter(pk=cast.kepahiang.pk).update(kind=kind)
    with acting_in(cast.kepahiang):
        award = operations.give_award(
            person=cast["Sari"], kind="OTHER", title="Inovasi", reason="Antrean daring.", given_on=TODAY,
            by=actor("Dewi", role="OFFICER"), at=AT,
        )  # fmt: skip
        paper = Paper.objects.get(pk=papers_of(award)[0].pk)
    assert paper.content["letterhead"]["kind"] == printed
