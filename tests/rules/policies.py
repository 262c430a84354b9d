"""Allowance policies of every possible making, for properties."""

from datetime import date

from hypothesis import strategies as st

from selaras.rules import allowance
from selaras.rules.codes import PREDICATES

ON = date(2025, 12, 31)
WHOLE = 10000
POLICY = allowance.default_policy(on=ON)
percents = st.integers(0, 12000)
policies = st.builds(
    lambda share, factors, base, rounding, to: allowance.AllowancePolicy(
        share, WHOLE - share, dict(zip(PREDICATES, factors, strict=True)), base, rounding, to
    ),
    st.integers(0, WHOLE),
    st.lists(st.integers(0, 15000), min_size=5, max_size=5),
    st.sampled_from(allowance.CUT_BASES),
    st.sampled_from(allowance.ROUNDINGS),
    st.sampled_from([1, 100, 1000]),
)
