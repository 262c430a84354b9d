"""Every rupiah of the allowance: printed parts add up, each rests on its own source, posts divide one month."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rules.policies import ON, POLICY, percents, policies

from selaras.rules import allowance, payslip
from selaras.rules.codes import PREDICATES
from selaras.rules.payslip import Decision, Post

AMOUNT = re.compile(r"Rp([0-9.]+(?:,[0-9]{2})?)")
posts = st.lists(st.builds(Post, st.integers(0, 10**8), st.integers(0, 10)), min_size=1, max_size=3)


def sen(text: str) -> int:
    whole, _, rest = text.replace(".", "").partition(",")
    return int(whole) * 100 + int(rest or 0)


def printed(told: Any, beginning: str) -> list[int]:
    """The amounts of the step that begins so, in sen; none where there is no such step."""
    fitting = [step.id for step in told.steps if step.id.startswith(beginning)]
    return [sen(amount) for amount in AMOUNT.findall(fitting[0])] if fitting else []


def rounding_of(told: Any) -> int:
    (words,) = [step.id for step in told.steps if step.id.startswith("Dibulatkan")]
    amounts = [sen(amount) for amount in AMOUNT.findall(words)]
    sign = 1 if "ditambah" in words else -1 if "dikurangi" in words else 0
    return sign * amounts[1]


@given(posts, st.sampled_from(PREDICATES), percents, percents, policies)
def test_the_printed_amounts_add_up_to_the_sen(
    held: list[Post], predicate: str, cuts: int, sanction: int, policy: allowance.AllowancePolicy
) -> None:
    told = payslip.explain_posts(
        held, predicate, cuts=cuts, sanction_cut=sanction, whole=30, policy=policy, on=ON
    )
    if len(held) == 1:
        month = printed(told, "Bertugas")[0]
    else:
        month = printed(told, "Tunjangan dasar bulan ini")[0]
        assert sum(printed(told, f"Jabatan {place}:")[1] for place in range(1, len(held) + 1)) == month
        assert sum(told.result["posts"]) == told.result["allowance"]
    discipline = printed(told, "Bagian disiplin")[0]
    assert printed(told, "Bagian produktivitas")[0] + discipline == month
    *parts, before = printed(told, "Jumlah")
    assert parts[:2] == [printed(told, "Predikat")[0], discipline]
    assert parts[2:] == printed(told, "Potongan disiplin")
    assert parts[0] + parts[1] - sum(parts[2:]) == before
    lost, rest = printed(told, "Hukuman") or (0, before)
    assert before - lost == rest
    assert rest + rounding_of(told) == told.result["allowance"] * 100


def test_what_was_said_to_be_one_rupiah_off_now_adds_up() -> None:
    told = payslip.explain_allowance(4_000_001, "NEEDS_IMPROVEMENT", cuts=125, policy=POLICY, on=ON)
    assert [step.id for step in told.steps][2:] == [
        "Predikat Butuh Perbaikan memberi faktor 70,00 %: Rp1.680.000,42.",
        "Bagian disiplin kerja 40,00 % dari tunjangan dasar: Rp1.600.000,40.",
        "Potongan disiplin 1,25 % dari bagian disiplin: Rp20.000,01 dikurangkan.",
        "Jumlah: Rp1.680.000,42 + Rp1.600.000,40 − Rp20.000,01 = Rp3.260.000,81.",
        "Dibulatkan ke kelipatan Rp1 terdekat, tepat setengah ke atas: ditambah Rp0,19; "
        "tunjangan yang dibayarkan Rp3.260.001.",
    ]


def test_the_rounding_is_named_with_its_unit_and_difference() -> None:
    policy = replace(POLICY, round_to=1000)
    told = payslip.explain_allowance(1_187_200, "GOOD", sanction_cut=2500, policy=policy, on=ON)
    assert told.steps[-2].id.endswith("Rp296.800 dikurangkan, tersisa Rp890.400.")
    assert told.steps[-1].id == (
        "Dibulatkan ke kelipatan Rp1.000 terdekat, tepat setengah ke atas: dikurangi Rp400; "
        "tunjangan yang dibayarkan Rp890.000."
    )
    down = payslip.explain_allowance(1_187_999, "GOOD", policy=replace(policy, rounding="DOWN"), on=ON)
    assert down.steps[-1].id.startswith("Dibulatkan ke bawah ke kelipatan Rp1.000: dikurangi Rp999;")


def test_the_percent_says_of_what_it_is_taken() -> None:
    whole = replace(POLICY, cut_base="WHOLE")
    said = [
        payslip.explain_allowance(1000, "GOOD", cuts=cuts, policy=policy, on=ON).steps[4].id
        for cuts, policy in ((300, POLICY), (300, whole), (10001, POLICY), (10000, whole))
    ]
    assert "3,00 % dari bagian disiplin:" in said[0] and "dari seluruh tunjangan dasar:" in said[1]
    assert "100,01 %, dihitung paling banyak 100 % dari bagian disiplin: Rp400" in said[2]
    assert "menghabiskan jumlah yang ada" in said[3]


def test_nothing_is_told_of_what_did_not_happen() -> None:
    told = payslip.explain_allowance(1000, "GOOD", policy=POLICY, on=ON)
    assert not any(word in step.id for step in told.steps for word in ("Hukuman", "Bertugas", "Potongan"))


def sources(**asked: Any) -> dict[str, tuple[str, str]]:
    told = payslip.explain_allowance(4_000_000, "GOOD", cuts=125, on=ON, **asked)
    return {step.id.split()[0]: (str(step.cite), step.confidence) for step in told.steps}


def test_a_sanction_rests_on_the_law_of_discipline() -> None:
    found = sources(policy=POLICY, sanction_cut=2500)
    assert found["Hukuman"] == ("PP 94/2021 Pasal 8", "secondary")
    assert found["Dibulatkan"][1] == found["Tunjangan"][1] == found["Predikat"][1] == "unconfirmed"
    assert found["Potongan"] == ("Kepmendagri 900-4700/2020 tabel potongan disiplin", "practice")


def test_what_an_agency_decided_cites_its_decision() -> None:
    decision = Decision("sejak 1 Januari 2025: Peraturan Kepala Lembaga 7/2024")
    own = (f"Kebijakan instansi {decision.article}", payslip.DECIDED)
    policy = replace(POLICY, productivity=7000, discipline=3000, cut_base="WHOLE")
    found = sources(policy=policy, sanction_cut=1000, decision=decision)
    for beginning in ("Bagian", "Predikat", "Potongan", "Jumlah:", "Hukuman", "Dibulatkan"):
        assert found[beginning] == own
    assert found["Tunjangan"][1] == "unconfirmed"
    listed = replace(decision, fixes_base=True)
    assert sources(policy=policy, decision=listed)["Tunjangan"] == own
    law = sources(policy=POLICY, sanction_cut=2500, decision=decision)
    assert "Kepmendagri" in law["Bagian"][0] and "PP 94/2021" in law["Hukuman"][0]
    unrecorded = sources(policy=policy)
    assert unrecorded["Bagian"] == ("Kebijakan instansi Bagian produktivitas dan disiplin", "unconfirmed")


def test_two_halves_of_a_month_pay_the_whole() -> None:
    halves = [Post(5_000_001, 11), Post(5_000_001, 11)]
    told = payslip.explain_posts(halves, "GOOD", whole=22, policy=POLICY, on=ON)
    assert told.result == {"allowance": 5_000_001, "posts": [2_500_001, 2_500_000]}
    assert told.steps[0].id == (
        "Jabatan 1: tunjangan dasar Rp5.000.001, bertugas 11 dari 22 hari kerja: Rp2.500.000,50."
    )
    assert told.steps[-1].id == (
        "Dibagi menurut jabatan, sisa rupiah kepada sisa terbesar: jabatan 1 Rp2.500.001, "
        "jabatan 2 Rp2.500.000; berjumlah Rp5.000.001."
    )


@given(
    st.integers(0, 10**8), st.lists(st.integers(0, 10), min_size=1, max_size=4), st.sampled_from(PREDICATES)
)
def test_equal_posts_pay_what_one_pays(base: int, days: list[int], predicate: str) -> None:
    whole = sum(days) or 1
    asked: dict[str, Any] = {"cuts": 125, "sanction_cut": 2500, "whole": whole, "policy": POLICY, "on": ON}
    parts = payslip.explain_posts([Post(base, served) for served in days], predicate, **asked)
    one = payslip.explain_allowance(base, predicate, served=sum(days), **asked)
    assert parts.result["allowance"] == one.result["allowance"]
    assert sum(parts.result.get("posts", [one.result["allowance"]])) == one.result["allowance"]


@pytest.mark.parametrize(
    ("held", "more"),
    [
        ([], {}),
        ([Post(-1, 1)], {}),
        ([Post(1, -1)], {}),
        ([Post(1, 20), Post(1, 3)], {}),
        ([Post(1, 0)], {"whole": 0}),
        ([Post(1, 1)], {"cuts": -1}),
        ([Post(1, 1)], {"sanction_cut": -1}),
    ],
)
def test_an_impossible_month_is_refused(held: list[Post], more: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        payslip.explain_posts(held, "GOOD", **{"whole": 22, "policy": POLICY, "on": ON} | more)
