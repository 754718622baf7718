"""Any company: parts add up to the total, and nothing is credited twice or lost."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northing.calendar import parse_period
from northing.metrics import MetricRef, compute

days = st.integers(1, 30).map(lambda day: f"2026-04-{day:02d}")
channels = st.sampled_from(["search", "display", "television", "a'b", None])
amounts = st.decimals(0, 10**6, places=4)
spend_rows = st.lists(
    st.fixed_dictionaries({"date": days, "channel": channels, "amount": amounts}), max_size=12
)
credit_rows = st.lists(
    st.fixed_dictionaries(
        {
            "date": days,
            "channel": channels,
            "kind": st.just("order"),
            "value": st.integers(0, 10**9).map(lambda units: units / 1000),
            "conversions": st.floats(0, 1),
        }
    ),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spend_rows, credit_rows, st.sampled_from(["day", "week", "month"]))
def test_roas_of_any_company(tables, context, spend, credit, grain):
    marker = {"date": "2026-01-01", "kind": "order", "channel": "x", "value": 1.0}
    tables.rows["spend_daily"] = [{"date": "2026-01-01", "channel": "x", "amount": 1}, *spend]
    tables.rows["credit"] = [{**marker, "conversions": 1.0}, *credit]
    period = parse_period("2026-04")
    earned, spent = defaultdict(float), defaultdict(Decimal)
    for row in credit:
        earned[row["channel"]] += row["value"]
    for row in spend:
        spent[row["channel"]] += row["amount"]
    for by in (("channel",), ("channel", grain), (grain,)):
        ref = MetricRef.of("roas")
        table = compute(ref, tables, by=by, period=period, context=context)
        above = sum(row.numerator or 0 for row in table.rows)
        below = sum(row.denominator or 0 for row in table.rows)
        outside = earned.get(None, 0.0)
        assert above + outside == pytest.approx(sum(earned.values()), abs=1e-6)
        assert table.unattributed.numerator == pytest.approx(outside)
        assert below == sum(spent.values())
        if table.total.numerator is not None:
            assert table.total.numerator == pytest.approx(above, abs=1e-6)
        assert (table.total.denominator or 0) == below
        if by == ("channel",):
            for row in table.rows:
                channel = row.keys["channel"]
                if row.value is not None:
                    expected = earned[channel] / float(spent[channel])
                    assert row.value == pytest.approx(expected, rel=1e-12, abs=1e-9)
                    assert channel is not None
                else:
                    assert row.note
