"""The pages of recognition as the people of the cast see and use them, within the budget of statements."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import AT, TODAY
from tests.recognition.results import plan_of, result_of, window_of

from selaras.core.models import Job
from selaras.recognition import operations
from selaras.recognition.models import Award, AwardRound, Consequence, Nomination, Praise, Sanction

MOST = 12
FREE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "SET ")
OFFICER = ("Dewi", "OFFICER")


def address(name, *args, query=""):
    return reverse(f"recognition:{name}", args=args) + query


def get(client_as, who, url):
    answer = client_as(*who).get(url)
    return answer.status_code, answer.content.decode()


def post(client_as, who, url, **values):
    return client_as(*who).post(url, {"idempotency_key": str(uuid.uuid4()), **values})


def typed(person):
    return f"{person.name} · {person.number}"


@pytest.fixture
def filled(kepahiang, actor):
    """One of everything."""
    officer = actor("Dewi", role="OFFICER")
    plan_of(kepahiang, "Wati")
    operations.praise(person=kepahiang["Sari"], text="Membereskan berkas.", by=actor("Wati"), at=AT)
    july = operations.open_round(
        unit=kepahiang.units["BKPSDM"], month_on=TODAY.replace(day=1), closes_on=TODAY, by=officer, at=AT
    )
    operations.nominate(award_round=july, person=kepahiang["Sari"], reason="Tekun.", by=actor("Wati"), at=AT)
    operations.give_award(
        person=kepahiang["Wati"],
        kind="PROJECT",
        title="Arsip digital",
        reason="Selesai.",
        given_on=TODAY,
        by=officer,
        at=AT,
    )
    operations.propose_sanction(
        person=kepahiang["Wati"],
        level="REMINDER",
        title="Pengingat",
        article="Peraturan Bupati 4/2025",
        facts="Terlambat tiga kali.",
        by=officer,
        at=AT,
    )
    operations.propose_consequences(evaluation=result_of(kepahiang, "Wati", "POOR"), by=officer, at=AT)
    return kepahiang


@pytest.mark.parametrize(
    "who", [("Sari", None), ("Budi", "APPRAISER"), OFFICER, ("Hasan", "HEAD"), ("Joko", "AUDITOR")]
)
@pytest.mark.parametrize("query", ["", "?tab=month", "?tab=awards", "?whose=mine", "?q=berkas"])
def test_the_wall_for_everybody(filled, client_as, who, query):
    status, text = get(client_as, who, address("awards", query=query))
    assert status == 200 and text.count("<h1") == 1


def test_an_operator_sees_nothing(filled, client_as):
    pages = [
        address("awards"),
        address("sanctions"),
        address("consequences"),
        address("people", query="?person=Sari"),
    ]
    pages += [address("award", Award.objects.get().pk), address("round", AwardRound.objects.get().pk)]
    pages += [address("sanction", Sanction.objects.get().pk), address("praise_new"), address("sanction_new")]
    for url in pages:
        assert get(client_as, ("Oki", None), url)[0] == 403, url


def test_an_outsider_finds_nothing(filled, client_as):
    for name, model in (
        ("award", Award),
        ("round", AwardRound),
        ("sanction", Sanction),
        ("consequence", Consequence),
    ):
        url = address(name, model.objects.first().pk)
        assert get(client_as, ("Tono", "OFFICER"), url)[0] == 404, url
    assert "Membereskan" not in get(client_as, ("Lina", None), address("awards"))[1]
    assert get(client_as, ("Lina", None), address("people", query="?person=Sari"))[1].strip() == ""


def test_detail_pages_of_each_reader(filled, client_as):
    sanction, consequence = Sanction.objects.get(), Consequence.objects.first()
    july, award = AwardRound.objects.get(), Award.objects.get()
    seen = [
        (OFFICER, address("sanction", sanction.pk)),
        (("Wati", None), address("sanction", sanction.pk)),
        (("Budi", "APPRAISER"), address("sanction", sanction.pk)),
        (OFFICER, address("consequence", consequence.pk)),
        (("Joko", "AUDITOR"), address("consequence", consequence.pk)),
        (OFFICER, address("round", july.pk)),
        (("Wati", None), address("round", july.pk)),
        (("Sari", None), address("award", award.pk)),
        (OFFICER, address("award_withdraw", award.pk)),
        (OFFICER, address("award_new")),
        (OFFICER, address("round_new")),
        (OFFICER, address("sanction_new", query=f"?person={filled['Wati'].pk}")),
        (("Wati", None), address("praise_withdraw", Praise.objects.get().pk)),
    ]
    for who, url in seen:
        status, text = get(client_as, who, url)
        assert status == 200 and text.count("<h1") == 1, (who, url)
    for who in (("Sari", None), ("Ratna", "SUPERIOR")):
        assert get(client_as, who, address("sanction", sanction.pk))[0] == 404
    assert get(client_as, ("Wati", None), address("consequence", consequence.pk))[0] == 403
    assert "Tekun." not in get(client_as, ("Sari", None), address("round", july.pk))[1]


def test_praise_is_written_on_the_page(filled, client_as):
    url = address("praise_new")
    answer = post(client_as, ("Sari", None), url, person=typed(filled["Budi"]), text="Sabar membimbing.")
    assert answer.status_code == 302
    assert Praise.objects.filter(giver=filled["Sari"], person=filled["Budi"]).exists()


def test_a_name_that_fits_several_or_nobody_is_said_in_words(filled, client_as):
    for typed_text, words in (("a", "“a”"), ("Handay", ""), ("i", "“i”"), ("an", "Arsip")):
        answer = post(client_as, ("Sari", None), address("praise_new"), person=typed_text, text="Baik.")
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert "Baik." in answer.content.decode(), words


def test_suggestions_name_the_post(filled, client_as):
    status, text = get(client_as, ("Sari", None), address("people", query="?person=wati"))
    assert status == 200 and "Wati Handayani" in text and "Arsiparis Terampil" in text
    assert get(client_as, ("Sari", None), address("people", query="?person=w"))[1].strip() == ""


def test_a_month_is_nominated_and_chosen_on_its_page(filled, client_as):
    july = AwardRound.objects.get()
    url = address("round", july.pk)
    sent = post(client_as, ("Sari", None), url, step="nominate", person=typed(filled["Wati"]), reason="Rapi.")
    assert sent.status_code == 302 and Nomination.objects.count() == 2
    own = post(client_as, ("Sari", None), url, step="nominate", person=typed(filled["Sari"]), reason="Saya.")
    assert own.status_code == 422
    stale = post(
        client_as,
        OFFICER,
        url,
        step="choose",
        person=filled["Wati"].pk,
        reason="Terbaik.",
        version=july.version + 1,
    )
    assert stale.status_code == 409 and "Terbaik." in stale.content.decode()
    done = post(
        client_as,
        OFFICER,
        url,
        step="choose",
        person=filled["Wati"].pk,
        reason="Terbaik.",
        version=july.version,
        early="on",
    )
    assert done.status_code == 302
    july.refresh_from_db()
    assert july.state == "CHOSEN"


def test_a_sanction_is_enforced_and_revoked_on_its_page(filled, client_as):
    sanction = Sanction.objects.get()
    url = address("sanction", sanction.pk)
    assert post(client_as, OFFICER, url, step="enforce", letter="", from_on="2026-07-15").status_code == 422
    stale = post(client_as, OFFICER, url, step="enforce", letter="7/BA", from_on="2026-07-15", version=9)
    assert stale.status_code == 409
    assert post(client_as, ("Wati", None), url, step="revoke", reason="x").status_code == 403
    assert (
        post(
            client_as, OFFICER, url, step="enforce", letter="7/BA", from_on="2026-07-15", version=1
        ).status_code
        == 302
    )
    assert post(client_as, OFFICER, url, step="revoke", reason="Keliru.", version=2).status_code == 302
    sanction.refresh_from_db()
    assert sanction.state == "REVOKED"


def test_an_award_is_given_and_withdrawn_on_its_page(filled, client_as):
    values = {"kind": "OTHER", "title": "Inovasi", "reason": "Antrean daring.", "given_on": "2026-07-14"}
    answer = post(client_as, OFFICER, address("award_new"), person=typed(filled["Sari"]), **values)
    assert answer.status_code == 302
    award = Award.objects.get(title="Inovasi")
    assert (
        post(client_as, OFFICER, address("award_withdraw", award.pk), reason="Salah.", version=1).status_code
        == 302
    )
    assert "Inovasi" not in get(client_as, OFFICER, address("awards", query="?tab=awards"))[1]


def test_consequences_are_decided_and_proposed_by_a_job(filled, client_as):
    one = Consequence.objects.get(kind="SANCTION_REVIEW")
    url = address("consequence", one.pk)
    assert post(client_as, OFFICER, url, step="decline", reason="", version=1).status_code == 422
    assert post(client_as, OFFICER, url, step="take_up", version=1).status_code == 302
    started = post(client_as, OFFICER, address("consequences_propose"), window=window_of().pk)
    assert started.status_code == 302 and Job.objects.get().kind == "recognition.propose_consequences"
    assert (
        post(
            client_as, ("Joko", "AUDITOR"), address("consequences_propose"), window=window_of().pk
        ).status_code
        == 403
    )
    assert post(client_as, OFFICER, address("consequences_propose"), window="9999999").status_code == 422


def test_the_follow_up_names_the_quarter_and_is_decided_together(filled, actor, client_as):
    quarter = result_of(filled, "Wati", "POOR", window=window_of(2026, "PERIODIC"))
    operations.propose_consequences(evaluation=quarter, by=actor("Dewi", role="OFFICER"), at=AT)
    page = get(client_as, OFFICER, address("consequences"))[1]
    assert "Triwulan I 2026" in page and "Tahun 2025" in page and "periode ke-" not in page
    rows = list(Consequence.objects.filter(kind__in=("COUNSELLING", "IMPROVEMENT_PLAN")))
    picked = [f"{one.pk}:{one.version}" for one in rows]
    assert len(picked) == 4 and all(f'value="{one}"' in page for one in picked)
    url = address("consequences_decide", query="?state=PROPOSED")
    for values in (
        {"pick": []},
        {"pick": [*picked[:1], f"{rows[1].pk}:7"]},
        {"pick": picked, "step": "decline"},
    ):
        post(client_as, OFFICER, url, **values)
        assert not Consequence.objects.exclude(state="PROPOSED").exists(), "all or none"
    done = post(client_as, OFFICER, url, pick=picked[:3], step="take_up")
    assert done.url.endswith("?state=PROPOSED")
    assert Consequence.objects.filter(state="ACCEPTED").count() == 3
    post(client_as, OFFICER, url, pick=picked[3:], step="decline", reason="Sudah dibantu.")
    assert Consequence.objects.get(state="DECLINED").note == "Sudah dibantu."
    assert post(client_as, ("Joko", "AUDITOR"), url, pick=picked).status_code == 403
    assert "many-reason" not in get(client_as, ("Joko", "AUDITOR"), address("consequences"))[1]


def counted(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return [one["sql"] for one in caught if not one["sql"].startswith(FREE)]


@pytest.mark.parametrize("many", [1, 15])
def test_lists_stay_within_the_budget(filled, actor, client_as, many):
    officer = actor("Dewi", role="OFFICER")
    for number in range(many):
        operations.praise(person=filled["Sari"], text=f"Baik {number}.", by=actor("Budi"), at=AT)
        operations.propose_sanction(
            person=filled["Sari"],
            level="LIGHT",
            title=f"Teguran {number}",
            article="PP 94/2021 Pasal 9",
            facts="Fakta.",
            by=officer,
            at=AT,
        )
    pages = [address("awards", query=tab) for tab in ("", "?tab=month", "?tab=awards")]
    pages += [address("sanctions"), address("consequences"), address("round", AwardRound.objects.get().pk)]
    pages += [address("award", Award.objects.first().pk), address("sanction", Sanction.objects.first().pk)]
    pages += [address("consequence", Consequence.objects.first().pk)]
    client = client_as(*OFFICER)
    for url in pages:
        statements = counted(client, url)
        assert len(statements) <= MOST, (url, len(statements), statements)


def test_a_person_of_endless_digits_is_nobody(filled, client_as):
    assert get(client_as, ("Sari", None), address("praise_new", query="?person=" + "9" * 5000))[0] == 200
