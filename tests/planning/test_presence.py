"""Who cannot act is asked in one place; an officer records what was signed on paper, never for one who left."""

from datetime import date

import pytest
from tests.planning.making import JANUARY

from selaras.accounts.models import Membership
from selaras.core.verdict import NotAllowed
from selaras.documents.queries import signatures_of
from selaras.organisation.models import EmploymentPeriod
from selaras.planning import operations as ops
from selaras.planning.models import PlanVersion
from selaras.planning.operations import strategy
from selaras.planning.permissions import can_decide, can_sign_agreement

pytestmark = pytest.mark.django_db
GONE = date(2026, 1, 10)


def close_account(person):
    Membership.objects.filter(pk=person.member_id).update(is_active=False)


def leave(person):
    EmploymentPeriod.objects.update_or_create(
        person=person, defaults={"kind": "PNS", "from_on": date(2020, 1, 1), "until_on": GONE}
    )


@pytest.fixture
def submitted(year, cast):
    version = year.written(cast["Sari"])
    return ops.submit(version=version, by=year.on("Sari"), at=JANUARY)


def test_an_officer_records_for_an_appraiser_whose_account_is_closed(year, cast, submitted):
    officer = year.on("Dewi", "OFFICER")
    with pytest.raises(NotAllowed):
        ops.agree(version=submitted, by=officer, at=JANUARY, reason="Ditandatangani di kertas.")
    close_account(cast["Budi"])
    submitted = PlanVersion.objects.get(pk=submitted.pk)
    version = ops.agree(version=submitted, by=officer, at=JANUARY, reason="Ditandatangani di kertas.")
    version = ops.sign(version=version, by=year.on("Sari"), at=JANUARY)
    version = ops.set_plan(version=version, by=officer, at=JANUARY, reason="Ditandatangani di kertas.")
    assert [one.method for one in signatures_of(version)] == ["CLICK", "WET"]


def test_nobody_decides_in_the_name_of_an_appraiser_who_left(year, cast, submitted):
    close_account(cast["Budi"])
    leave(cast["Budi"])
    verdict = can_decide(year.on("Dewi", "OFFICER"), submitted)
    assert not verdict and cast["Budi"].name in str(verdict.reason) and "berhenti" in str(verdict.reason)


def test_the_page_of_a_plan_says_so(year, cast, submitted, client_as):
    leave(cast["Budi"])
    page = client_as("Dewi", "OFFICER").get(f"/plans/{submitted.plan_id}/").content.decode()
    assert "Catat pejabat penilai lain" in page


def test_an_agreement_is_recorded_for_a_head_whose_account_is_closed_and_never_for_one_who_left(year, cast):
    officer = year.on("Dewi", "OFFICER")
    made = strategy.create_agreement(period=year.period, unit=cast.units["BKPSDM"], by=officer, at=JANUARY)
    strategy.save_item(agreement=made, goal="a", indicator="b", target="c", by=officer, at=JANUARY)
    assert not can_sign_agreement(officer, made)
    close_account(cast["Ratna"])
    assert can_sign_agreement(officer, made)
    leave(cast["Ratna"])
    verdict = can_sign_agreement(officer, made)
    assert not verdict and "berhenti" in str(verdict.reason)
    EmploymentPeriod.objects.filter(person=cast["Ratna"]).update(until_on=None)
    signed = strategy.sign_agreement(agreement=made, by=officer, at=JANUARY)
    assert [one.method for one in signatures_of(signed)] == ["WET"]


def test_only_those_who_can_open_it_are_reminded_of_a_publication(year, cast):
    from selaras.planning.operations import socialisation

    officer = year.on("Dewi", "OFFICER")
    draft = socialisation.save_publication(
        period=year.period, unit=cast.units["BKPSDM"], title="Standar", body="Lima hari.", by=officer, at=JANUARY,
        acknowledge_by_on=date(2026, 2, 17),
    )  # fmt: skip
    publication = socialisation.publish(publication=draft, by=officer, at=JANUARY)
    before = socialisation.remind(publication=publication, by=officer, at=JANUARY)
    close_account(cast["Wati"])
    assert socialisation.remind(publication=publication, by=officer, at=JANUARY) == before - 1
