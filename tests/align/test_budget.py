"""Money of months cut by days: the parts make the whole, whatever period asks."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from northing.align.budget import BudgetMonths, share_of_days
from northing.align.parts import apportion
from northing.calendar import Period
from northing.plan import Plan
from northing.plan.kinds.budget_line import BudgetLine
from northing.plan.values import Amount


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


@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.decimals(-(10**6), 10**6, places=4)),
        max_size=6,
        unique_by=lambda one: one[0],
    ),
    st.dates(date(2026, 1, 2), date(2026, 12, 31)),
)
def test_two_periods_hold_what_the_year_does(amounts: list[tuple[int, Decimal]], cut: date) -> None:
    held = tuple(Amount(date(2026, month, 1), "planned", one, "EUR") for month, one in amounts)
    months = BudgetMonths(
        Plan.of([BudgetLine("tv", "Television", "jo", "media", held)]), lambda one: one.amount
    )
    first, end = date(2026, 1, 1), date(2027, 1, 1)
    year, before, after = (
        months.within("planned", Period("p", *span))[0]
        for span in ((first, end), (first, cut), (cut, end))
    )
    assert [one.amount for one in year] == [one.amount for one in held]
    for line in year:
        parts = [one for one in (*before, *after) if one.on.month == line.on.month]
        assert sum(one.amount for one in parts) == line.amount
        assert [one.until + timedelta(days=1) for one in parts[:-1] if one.until] == [
            one.on for one in parts[1:]
        ]
        if len(parts) == 1:
            assert parts[0] is line
