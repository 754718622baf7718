"""Value of the opportunities open at the end of the period."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="open pipeline",
    unit="money",
    table="deal_changes_daily",
    column="value",
    dimensions=("segment",),
    span="stock",
)
