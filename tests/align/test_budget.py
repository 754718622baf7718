"""A share of days is what an apportionment gives, and the parts make the whole."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from northing.align.budget import share_of_days
from northing.align.parts import apportion


@given(
    st.decimals(-(10**9), 10**9, places=4),
    st.integers(1, 31).flatmap(lambda whole: st.tuples(st.integers(1, whole), st.just(whole))),
)
def test_a_share_of_days_is_a_part_of_the_whole(amount: Decimal, of: tuple[int, int]) -> None:
    days, whole = of
    part = share_of_days(amount, days, whole)
    if days == whole:
        assert part == amount
        return
    shares = {"within": Decimal(days), "without": Decimal(whole - days)}
    cut = apportion(amount, shares)
    assert part == cut["within"]
    assert part + cut["without"] == amount
