"""Of the deals that became opportunities: those won since."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="deals won",
    unit="count",
    table="deal_cohorts",
    column="won",
    dimensions=("segment",),
    ages="age_days",
)
