"""Deals won, by the day they closed."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="deals won",
    unit="count",
    table="deals_closed_daily",
    column="won",
    dimensions=("segment",),
)
