"""Of the deals that became opportunities: those neither won nor lost."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="deals still open",
    unit="count",
    table="deal_cohorts",
    column="open",
    dimensions=("segment",),
)
