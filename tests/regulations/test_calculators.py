"""The calculators: generated forms, the contract's own answers and errors, and everything in the address but a NIP."""

import json
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selaras.core.models import Event
from selaras.core.tenancy import acting_in
from selaras.regulations.queries.calculators import calculators_of
from selaras.regulations.queries.shelves import SHELVES
from selaras.rules.contract import explain, rule_names

pytestmark = pytest.mark.django_db
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "SET ", "ROLLBACK", "BEGIN", "COMMIT")
NIP = "198609262015051001"
ASKED = {
    "predicate": {"scheme": "permenpanrb-6-2022", "results": "ABOVE", "behaviour": "MEETS"},
    "indicator-achievement": {
        "scheme": "permenpanrb-8-2021", "target.0": "80", "target.1": "90", "realisation": "92,5",
        "direction": "MORE", "on": "2021-12-31",
    },
    "distribution": {
        "scheme": "se-menpanrb-3-2023", "organisation": "EXCELLENT", "counts.VERY_GOOD": "8", "counts.GOOD": "2",
    },
    "credit": {"level": "AHLI_PERTAMA", "predicate": "VERY_GOOD", "months": "12"},
    "absence-sanction": {"days": "14", "consecutive_days": "0"},
    "study-leave-band": {
        "place": "DOMESTIC", "programme": "S1", "university": "B", "study_programme": "A", "gpa": "3,61",
    },
    "deadline": {"step": "DELIVER", "from": "2026-12-30", "working_week": "5", "holidays": "2026-12-31 2027-01-01"},
    "wording": {"text": "Menulis resep"},
    "talent-box": {"performance": "ABOVE", "potential": "HIGH"},
}  # fmt: skip
FURTHER: dict[str, tuple[dict[str, str], str]] = {
    "credit-need": (
        {"level": "AHLI_PERTAMA", "owned": "20", "goal": "LEVEL", "start_on": "2026-01-01"}, "Paling cepat: Sangat",
    ),
    "professionalism-index": (
        {"qualification": "S1", "competences.TECHNICAL": "on", "performance": "GOOD", "discipline": "NO_SANCTION"},
        "Sangat Rendah",
    ),
    "development-hours": ({"employment": "PNS", "done": "12"}, "Masih kurang 8 JP."),
    "distribution-mode": ({"organisation": "GOOD"}, "Baik"),
    "head-rating": ({"organisation": "EXCELLENT"}, "Diatas Ekspektasi"),
    "competence": ({"indicators": "3", "beyond": "NONE"}, "3 dari 3 indikator"),
    "plan-setters": ({"agency": "REGIONAL", "position": "OTHER"}, "Pejabat Penilai Kinerja"),
    "ranking": ({"counts.ABOVE": "9", "counts.MEETS": "1", "on": "2021-12-31"}, "orang perlu dipindahkan"),
    "work-achievement": ({"skp": "80", "conduct": "90", "on": "2020-12-31"}, "84"),
    "rank-promotion": (
        {"kind": "REGULAR", "since_on": "2024-04-01", "last": "GOOD", "before": "GOOD"}, "1 April 2028",
    ),
    "level-promotion": ({"since_on": "2024-04-01", "last": "GOOD", "missing_credit": "0"}, "kebutuhan jabatan"),
    "periodic-raise": ({"since_on": "2024-07-01", "last": "GOOD"}, "Semua syarat terpenuhi."),
    "long-service-medal": ({"grade": "X", "since_on": "2020-01-01"}, "1 Januari 2030"),
    "employee-of-month": ({"last": "POOR"}, "Predikat"),
    "results-guide": (
        {"main.0": "ABOVE", "main.1": "ABOVE", "additional.0": "MEETS", "feedback": "4", "positive": "3"},
        "Sebagian besar atau seluruh hasil kerja di atas ekspektasi",
    ),
    "behaviour-guide": ({"observed": "CONSISTENT"}, "Rating tetap pertimbangan penilai."),
    "cascading": ({"way": "SERVICE"}, "tidak mutlak mewakili"),
    "plan-change": ({"event": "EMPLOYEE_MOVES"}, "Pegawai pindah: disusun SKP baru."),
    "plan-group": ({"kind": "ADMINISTRATION", "leads_independent_unit": "on"}, "pimpinan unit kerja mandiri"),
    "graduation": ({"months": "25", "norm": "24"}, "Adanya perpanjangan"),
    "discipline-procedure": (
        {"level": "SEVERE", "missed_on": "2026-07-01", "working_week": "5"}, "Pembentukan tim pemeriksa",
    ),
    "discipline-remedy": (
        {"sanction": "DISMISSAL_WITH_HONOUR", "received_on": "2026-07-01", "working_week": "5"},
        "Banding administratif",
    ),
    "lateness": ({"minutes": "1000"}, "1000 menit terkumpul dihitung 2 hari; sisa 100 menit."),
    "improvement": ({"predicate": "POOR", "kind": "JPT", "started_on": "2026-08-31"}, "28 Februari 2027"),
    "objection": ({"received_on": "2026-07-01"}, "15 Juli 2026"),
    "credit-base": ({"rank": "III_D"}, "100"),
    "credit-accumulated": (
        {
            "level": "AHLI_PERTAMA", "owned": "0", "earned.0.predicate": "VERY_GOOD", "earned.0.months": "12",
            "earned.1.predicate": "GOOD", "earned.1.months": "2",
        },
        "20,83",
    ),
    "credit-diploma": ({"level": "AHLI_PERTAMA"}, "satu kali untuk tiap jenjang"),
    "credit-move": ({"level": "AHLI_MUDA", "years": "7"}, "7 tahun dihitung 3 tahun"),
    "plan-value": (
        {
            "results.0.category": "VERY_GOOD", "results.0.weight": "60", "results.1.category": "GOOD",
            "results.1.weight": "40", "on": "2021-12-31",
        },
        "112",
    ),
    "two-plans": (
        {
            "plans.0.value": "80", "plans.0.months": "2", "plans.1.value": "90", "plans.1.months": "10",
            "on": "2021-12-31",
        },
        "88,33",
    ),
    "plan-total": (
        {
            "parts.0.part": "AGREEMENT", "parts.0.value": "118,40", "parts.0.weight": "50",
            "parts.1.part": "INITIATIVE", "parts.1.value": "87,20", "parts.1.weight": "50", "on": "2021-12-31",
        },
        "102,8",
    ),
    "talent-performance": ({"predicate": "VERY_GOOD"}, "sumbu kinerja"),
    "who-appraises": (
        {"kind": "ADMINISTRATION", "level": "PENGAWAS", "acting": "on", "is_direct_superior": "on"},
        "Catat pendelegasiannya lebih dahulu.",
    ),
    "other-appraiser": ({"situation": "ABSENT"}, "secara berjenjang"),
    "final-result": (
        {"agency": "REGIONAL", "position": "JPT_PRATAMA", "evaluated_by": "REGIONAL_HEAD"}, "bersifat final",
    ),
    "achievement-year": ({"year": "2025"}, "predikat organisasi tahun lalu"),
    "appraiser-moves": (
        {"moves_on": "2026-07-03", "window_from_on": "2026-07-01", "window_until_on": "2026-07-14"},
        "tetap mengevaluasi",
    ),
    "employee-moves": ({"window": "PERIODIC"}, "Atas kesepakatan"),
    "consequences": ({"predicate": "POOR", "window": "ANNUAL"}, "Predikat saja tidak menjatuhkan sanksi."),
    "ratings-giving": ({"predicate": "VERY_POOR"}, "atau Sangat Kurang yang mungkin"),
    "development-form": ({"form": "COACHING", "amount": "3"}, "3 pertemuan × 2 JP: 6 JP."),
    "integration-2021": ({"first_half": "80", "second_half": "90", "on": "2021-12-31"}, "85"),
}  # fmt: skip
GIVEN = {
    "indicator-achievement": {
        "scheme": "permenpanrb-8-2021", "target": ["80", "90"], "realisation": "92.5", "direction": "MORE",
        "maximum": False,
    },
    "distribution": {
        "scheme": "se-menpanrb-3-2023", "organisation": "EXCELLENT", "counts": {"VERY_GOOD": 8, "GOOD": 2},
    },
    "credit": {"level": "AHLI_PERTAMA", "predicate": "VERY_GOOD", "months": 12},
    "deadline": {
        "step": "DELIVER", "from": "2026-12-30", "working_week": 5, "holidays": ["2026-12-31", "2027-01-01"],
    },
}  # fmt: skip


def asked(client, rule, language="id", **query):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    query = {"on": "2026-07-15"} | query | {"asked": "1"}
    return client.get(reverse("regulations:calculator", args=[rule]) + "?" + urlencode(query))


def test_there_is_a_calculator_for_each_rule_of_the_contract(cast, client_as):
    with acting_in(cast.kepahiang):
        keys = [one.key for one in calculators_of(cast.kepahiang, date(2026, 7, 15))]
    assert keys[: len(rule_names())] == list(rule_names())
    assert set(keys[len(rule_names()) :]) == {*FURTHER, "allowance"}
    shelved = [key for _title, those in SHELVES for key in those]
    assert len(shelved) == len(set(shelved)) and set(keys) <= set(shelved)
    listed = client_as("Sari").get(reverse("regulations:calculators")).content.decode()
    assert all(reverse("regulations:calculator", args=[key]) in listed for key in keys)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("rule", sorted(ASKED))
def test_a_question_in_the_address_is_answered_with_its_steps(cast, client_as, rule, language):
    answer = asked(client_as("Sari"), rule, language, **ASKED[rule])
    text = answer.content.decode()
    assert answer.status_code == 200 and "sl-errors" not in text
    shown = asked(client_as("Sari"), rule, language, format="json", **ASKED[rule]).json()
    for step in shown["steps"]:
        assert step["id" if language == "id" else "en"].replace('"', "&#34;").replace("'", "&#39;") in text
        assert step["cite"]["article"] in text
    assert not re.findall(r"<strong>[A-Z0-9]+(?:_[A-Z0-9]+)+</strong>", text)
    if rule in GIVEN:
        assert shown == explain(rule, GIVEN[rule], on=date.fromisoformat(shown["on"])).as_json()


@pytest.mark.parametrize("rule", sorted(FURTHER))
def test_rules_beside_the_contract_answer_too(cast, client_as, rule):
    query, words = FURTHER[rule]
    text = asked(client_as("Sari"), rule, **query).content.decode()
    assert not re.findall(r"<strong>[A-Z0-9]+(?:_[A-Z0-9]+)+</strong>", text)
    assert "sl-errors" not in text and words in text.partition('id="answer"')[2]
    assert "selaras rules explain" not in text
    if rule != "employee-of-month":  # nothing of it is required
        assert "sl-errors" in asked(client_as("Sari"), rule).content.decode()


def test_a_guide_refuses_more_positive_remarks_than_remarks_and_weights_below_the_whole(cast, client_as):
    query = {"main.0": "ABOVE", "feedback": "2", "positive": "3"}
    assert (
        "Umpan balik positif tidak boleh"
        in asked(client_as("Sari"), "results-guide", **query).content.decode()
    )
    query = {"results.0.category": "GOOD", "results.0.weight": "60", "on": "2021-12-31"}
    assert "harus berjumlah 100" in asked(client_as("Sari"), "plan-value", **query).content.decode()


def test_plans_of_a_year_have_no_more_months_than_a_year_has(cast, client_as):
    query = {
        "plans.0.value": "80", "plans.0.months": "7", "plans.1.value": "90", "plans.1.months": "6",
        "on": "2021-12-31",
    }  # fmt: skip
    assert "paling banyak 12" in asked(client_as("Sari"), "two-plans", **query).content.decode()


@pytest.mark.parametrize("rule", ["two-plans", "integration-2021"])
def test_a_calculator_of_2021_does_not_answer_for_another_year(cast, client_as, rule):
    query = FURTHER[rule][0] | {"on": "2026-06-01"}
    assert "Tidak ada peraturan pada hari itu" in asked(client_as("Sari"), rule, **query).content.decode()


def test_every_field_of_every_calculator_has_a_name(cast):
    from django.utils import translation

    from selaras.regulations.forms.schema import SchemaForm, leaves_of, variant_of

    day = date(2026, 7, 15)
    for agency in (cast.kepahiang, cast.outsider):
        with acting_in(agency), translation.override("id"):
            for one in calculators_of(agency, day):
                for shape in one.schema.get("oneOf", [one.schema]):
                    form = SchemaForm(leaves=list(leaves_of(variant_of(shape, {})[0])), labels=one.labels)
                    words = [str(field.label) for field in form.fields.values()]
                    words += [
                        str(text)
                        for field in form.fields.values()
                        for _c, text in getattr(field, "choices", ())
                    ]
                    codes = [
                        word for word in words if re.fullmatch(r"[a-z_]+[0-9 ]*|[A-Z0-9]+(_[A-Z0-9]+)+", word)
                    ]
                    assert not codes, (one.key, codes)


@pytest.mark.parametrize("rule", sorted(ASKED))
def test_the_command_shown_gives_the_same_answer(cast, client_as, rule):
    import html
    import shlex

    text = asked(client_as("Sari"), rule, **ASKED[rule]).content.decode()
    shown = html.unescape(re.search(r'id="answer-command"[^>]*>(.*?)</textarea>', text, re.S)[1])
    words = shlex.split(shown)
    assert words[:1] == ["echo"] and words[2:7] == ["|", "selaras", "rules", "explain", rule]
    answer = json.loads(html.unescape(re.search(r'id="answer-json"[^>]*>(.*?)</textarea>', text, re.S)[1]))
    assert explain(rule, json.loads(words[1]), on=date.fromisoformat(words[8])).as_json() == answer


@pytest.mark.parametrize("rule", sorted(ASKED))
def test_the_empty_form_asks_for_every_required_field(cast, client_as, rule):
    plain = client_as("Sari").get(reverse("regulations:calculator", args=[rule])).content.decode()
    assert "sl-errors" not in plain and "Jawaban muncul di sini" in plain
    errors = asked(client_as("Sari"), rule).content.decode()
    assert "sl-errors" in errors and "Isian ini wajib ada." in errors


def test_only_decimals_are_typed_on_a_keyboard_of_numbers(cast, client_as):
    """A text may have a pattern of its own; it keeps its commas and its letters."""
    client = client_as("Sari")
    asked = {"asked": "1", "on": "2025-12-31", "text": "1,5"}
    wording = client.get(reverse("regulations:calculator", args=["wording"]), asked).content.decode()
    field = re.search(r'<input[^>]*name="text"[^>]*>', wording)
    assert field and "inputmode" not in field[0] and "1,5" in field[0]
    nip = client.get(reverse("regulations:calculator", args=["nip"])).content.decode()
    field = re.search(r'<input[^>]*name="nip"[^>]*>', nip)
    assert field and "inputmode" not in field[0]
    band = client.get(reverse("regulations:calculator", args=["study-leave-band"])).content.decode()
    field = re.search(r'<input[^>]*name="gpa"[^>]*>', band)
    assert field and 'inputmode="decimal"' in field[0]


def test_errors_stand_at_their_fields_in_both_languages(cast, client_as):
    sari = client_as("Sari")
    query = {"level": "AHLI_PERTAMA", "predicate": "GOOD", "months": "13"}
    assert "Nilainya harus antara 1 dan 12." in asked(sari, "credit", **query).content.decode()
    english = asked(sari, "credit", "en", **query).content.decode()
    assert "The value must lie between 1 and 12." in english
    assert 'href="#ask-months"' in english
    zero = {**ASKED["indicator-achievement"], "target.0": "0", "target.1": ""}
    assert 'href="#ask-target.0"' in asked(sari, "indicator-achievement", **zero).content.decode()
    nobody = {"scheme": "se-menpanrb-3-2023", "organisation": "GOOD"}
    assert (
        "Sekurang-kurangnya harus ada satu orang." in asked(sari, "distribution", **nobody).content.decode()
    )


def test_a_day_without_law_is_said_in_a_sentence(cast, client_as):
    sari = client_as("Sari")
    early = asked(sari, "predicate", on="2020-01-01", **ASKED["predicate"]).content.decode()
    assert "Tidak ada peraturan pada hari itu" in early and "1 Januari 2020" in early
    english = asked(sari, "predicate", "en", on="2020-01-01", **ASKED["predicate"]).content.decode()
    assert "1 January 2020" in english and "permenpanrb-6-2022/quadrant" not in english
    assert asked(sari, "allowance", on="2001-01-01").status_code == 200


def test_each_scheme_has_its_own_fields(cast, client_as):
    sari = client_as("Sari")
    address = reverse("regulations:calculator", args=["predicate"])
    new = sari.get(address).content.decode()
    assert 'name="results"' in new and 'name="skp"' not in new and "Skema matriks perusahaan" not in new
    old = sari.get(address, {"scheme": "permenpanrb-8-2021", "on": "2021-12-31"}).content.decode()
    assert 'name="skp"' in old and 'name="results"' not in old
    query = {
        "scheme": "permenpanrb-8-2021",
        "on": "2021-12-31",
        "skp": "108,50",
        "behaviour": "92",
        "new_idea": "on",
    }
    assert "103,55" in asked(sari, "predicate", **query).content.decode()


def test_a_nip_is_sent_and_never_stands_in_an_address(cast, client_as):
    sari = client_as("Sari")
    address = reverse("regulations:calculator", args=["nip"])
    page = sari.get(address).content.decode()
    assert 'method="post"' in page and "Tidak ada tautan dengan nomor ini" in page
    linked = sari.get(address, {"nip": NIP, "asked": "1"}).content.decode()
    assert "26 September 1986" not in linked
    with acting_in(cast.kepahiang):
        before = Event.objects.count()
    told = sari.post(address, {"nip": NIP}).content.decode()
    assert "26 September 1986" in told and f"?nip={NIP}" not in told and "format=json" not in told
    with acting_in(cast.kepahiang):
        assert Event.objects.count() == before
    assert "tepat 18 angka" in sari.post(address, {"nip": "123"}).content.decode()


def test_other_calculators_take_nothing_that_is_sent(cast, client_as):
    assert client_as("Sari").post(reverse("regulations:calculator", args=["credit"]), {}).status_code == 405
    assert client_as("Sari").get(reverse("regulations:calculator", args=["nothing"])).status_code == 404


ALLOWANCE = {
    "base": "5.000.000",
    "predicate": "NEEDS_IMPROVEMENT",
    "events.LATE_3": "1",
    "served": "22",
    "whole": "22",
}


def test_the_allowance_is_told_rupiah_by_rupiah(cast, client_as):
    told = asked(client_as("Sari"), "allowance", **ALLOWANCE).content.decode()
    assert "4.075.000" in told and "Terlambat 61–90 menit: 1 kali × 1,25" in told
    assert "nilai awal dari berkas peraturan" in told
    cut = asked(client_as("Sari"), "allowance", **ALLOWANCE, sanction="MEDIUM").content.decode()
    assert "3.056.250" in cut
    more = asked(client_as("Sari"), "allowance", **ALLOWANCE | {"served": "23"}).content.decode()
    assert "Hari bertugas tidak boleh melebihi" in more


def test_two_posts_in_one_month_pay_the_whole(cast, client_as):
    sari = client_as("Sari")
    month = ALLOWANCE | {"base": "5.000.001", "predicate": "GOOD", "events.LATE_3": "", "served": "11"}
    both = month | {"others.0.base": "5.000.001", "others.0.served": "11"}
    told = asked(sari, "allowance", **both).content.decode()
    assert "Rp5.000.001." in told and "jabatan 1 Rp2.500.001, jabatan 2 Rp2.500.000" in told
    assert "2.500.001, 2.500.000" in told
    long = asked(sari, "allowance", **both | {"others.0.served": "12"}).content.decode()
    assert "di semua jabatan bersama-sama" in long
    half = asked(sari, "allowance", **month | {"others.0.base": "1"}).content.decode()
    assert "Isian ini wajib ada." in half


def test_weak_cuts_say_so_beside_stronger_ones(cast, client_as):
    more = {"events.EARLY_1": "1", "events.ABSENT": "1", "format": "json"}
    steps = asked(client_as("Sari"), "allowance", **ALLOWANCE | more).json()["steps"]
    assert [one["cite"]["confidence"] for one in steps[:3]] == ["practice", "unconfirmed", "unconfirmed"]


def test_a_company_calculates_with_its_own_rules(cast, client_as):
    tono = client_as("Tono", "OFFICER")
    listed = tono.get(reverse("regulations:calculators")).content.decode()
    assert "PermenPANRB" not in listed and "OKR" in listed
    for foreign in ("credit", "nip", "distribution", "allowance"):
        assert tono.get(reverse("regulations:calculator", args=[foreign])).status_code == 404
    scheme = {"scheme": "company-matrix", "results": "ABOVE", "behaviour": "ABOVE"}
    told = asked(tono, "predicate", **scheme).content.decode()
    assert "Sangat Baik" in told and "PermenPANRB" not in told
    until = asked(
        tono, "deadline", step="DELIVER", **{"from": "2026-07-15", "working_week": "5"}
    ).content.decode()
    assert "Juli 2026" in until and "PermenPANRB" not in until
    key = {"start": "0", "commit": "50", "target": "100", "stretch": "120", "actual": "80"}
    assert "80" in asked(tono, "key-result", **key).content.decode()
    turned = asked(tono, "key-result", **key | {"commit": "150"}).content.decode()
    assert "berurutan ke satu arah" in turned
    assert (
        "belum memilih hal ini"
        in tono.get(reverse("regulations:calculator", args=["weighted-score"])).content.decode()
    )


@pytest.mark.parametrize("page", ["calculators", "allowance", "predicate"])
def test_calculators_read_little(cast, client_as, page):
    client = client_as("Sari")
    address = reverse("regulations:calculators")
    if page != "calculators":
        address = reverse("regulations:calculator", args=[page])
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    assert len([q for q in caught if not q["sql"].startswith(BOOKKEEPING)]) <= 12
