"""Deals that became opportunities."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="deals",
    unit="count",
    table="deal_cohorts",
    column="entrants",
    dimensions=("segment",),
)
