"""Value of the deals won or lost."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="value of deals closed",
    unit="money",
    table="deals_closed_daily",
    column="closed_value",
    dimensions=("segment",),
)
