"""Value of the deals won, by the day they closed."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="value of deals won",
    unit="money",
    table="deals_closed_daily",
    column="won_value",
    dimensions=("segment",),
)
