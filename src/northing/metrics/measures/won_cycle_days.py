"""Days from opportunity to won, of all deals won."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="days to win",
    unit="count",
    table="deals_closed_daily",
    column="won_cycle_days",
    dimensions=("segment",),
    only_where="cycle_days",
)
