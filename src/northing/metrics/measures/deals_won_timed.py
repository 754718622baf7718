"""Deals won whose beginning is known."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="deals won with a known start",
    unit="count",
    table="deals_closed_daily",
    column="won",
    dimensions=("segment",),
    only_where="cycle_days",
)
