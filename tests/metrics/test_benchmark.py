"""Benchmarks: quartiles over past months or campaigns, and a sentence where there are too few."""

from __future__ import annotations

from northing.metrics import benchmarks_of


def with_months(tables, clicks):
    tables.rows["spend_daily"] = [
        {"date": f"2025-{month:02d}-10", "channel": "search", "campaign": f"c{month}",
         "amount": 100 * month, "clicks": clicks}
        for month in range(1, 10)
    ]  # fmt: skip


def test_quartiles_over_months(measure, tables):
    with_months(tables, clicks=100)
    found = benchmarks_of(measure("cpc", "channel", "month", period="2025"), "month")
    (row,) = found.rows
    assert (row.channel, row.kind, row.observations) == ("search", None, 9)
    assert (row.p25, row.median, row.p75) == (3.0, 5.0, 7.0)


def test_quartiles_over_campaigns(measure, tables):
    with_months(tables, clicks=100)
    found = benchmarks_of(measure("cpc", "channel", "campaign", period="2025"), "campaign")
    assert found.rows[0].median == 5.0


def test_fewer_than_eight_say_so(measure, tables):
    with_months(tables, clicks=100)
    (row,) = benchmarks_of(measure("cpc", "channel", "month", period="2025-Q1"), "month").rows
    assert (row.p25, row.median, row.p75) == (None, None, None)
    assert row.note == "3 months with a value; 8 are needed for a distribution"


def test_what_nobody_knows_is_no_observation(measure, tables):
    with_months(tables, clicks=0)
    (row,) = benchmarks_of(measure("cpc", "channel", "month", period="2025"), "month").rows
    assert row.observations == 0


def test_a_metric_without_channels_has_one_benchmark(measure, tables):
    with_months(tables, clicks=100)
    (row,) = benchmarks_of(measure("spend", "month", period="2025"), "month").rows
    assert (row.channel, row.median) == (None, 500.0)
