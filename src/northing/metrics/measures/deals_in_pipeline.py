"""Opportunities open at the end of the period."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="open deals",
    unit="count",
    table="deal_changes_daily",
    column="deals",
    dimensions=("segment",),
    span="stock",
)
