"""The cast itself: who appraises whom, who holds what, and that the agencies are apart."""

import pytest
from tests.cast import TODAY

from selaras.core.tenancy import acting_in
from selaras.organisation.models import Person
from selaras.organisation.queries import appraiser_of, header_of


def test_sari_is_appraised_by_budi_whose_superior_is_ratna(kepahiang):
    found = appraiser_of(kepahiang["Sari"], TODAY)
    assert (found.appraiser_id, found.superior_id) == (kepahiang["Budi"].pk, kepahiang["Ratna"].pk)


def test_the_chain_ends_at_the_regent(kepahiang):
    assert appraiser_of(kepahiang["Ratna"], TODAY).appraiser_id == kepahiang["Hasan"].pk
    assert appraiser_of(kepahiang["Hasan"], TODAY).appraiser_id == kepahiang["Zurdi"].pk


@pytest.mark.parametrize(
    ("name", "roles"),
    [
        ("Sari", {"EMPLOYEE"}),
        ("Budi", {"EMPLOYEE", "APPRAISER"}),
        ("Ratna", {"EMPLOYEE", "APPRAISER", "SUPERIOR"}),
        ("Dewi", {"EMPLOYEE", "OFFICER"}),
        ("Joko", {"EMPLOYEE", "AUDITOR"}),
        ("Oki", {"OPERATOR"}),
        ("Lina", {"EMPLOYEE"}),
    ],
)
def test_roles_follow_from_posts_and_grants(actor, name, roles):
    assert set(actor(name).roles) == roles


def test_the_agencies_do_not_see_each_other(cast):
    with acting_in(cast.outsider):
        assert set(Person.objects.values_list("name", flat=True)) == {"Tono Wijaya", "Lina Kartika"}


def test_a_header_has_the_whole_identity(kepahiang):
    header = header_of(kepahiang["Sari"].pk, TODAY)
    assert (header.unit, header.rank_label(TODAY)) == (
        "Bidang Mutasi dan Promosi",
        "Penata Muda Tingkat I / III/b",
    )
