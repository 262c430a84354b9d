"""Every page of monitoring opens for those whom it concerns."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("who", "role", "name"),
    [
        ("Sari", None, "reports"), ("Sari", None, "own"), ("Budi", None, "people"), ("Dewi", "OFFICER", "completion"),
        ("Joko", "AUDITOR", "reports"), ("Hasan", "HEAD", "reports"), ("Sari", None, "feedback"),
        ("Sari", None, "given"), ("Budi", None, "about_people"), ("Sari", None, "give"), ("Sari", None, "requests"),
        ("Sari", None, "asked_of_me"),
    ],
)  # fmt: skip
def test_a_list_opens(plans, client_as, who, role, name):
    assert client_as(who, role).get(reverse(f"monitoring:{name}")).status_code == 200
