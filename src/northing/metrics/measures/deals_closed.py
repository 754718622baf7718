"""Deals won or lost."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="deals closed",
    unit="count",
    table="deals_closed_daily",
    column="closed",
    dimensions=("segment",),
)
