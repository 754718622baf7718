"""The value of the deals that became opportunities."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new pipeline",
    unit="money",
    table="conversions_daily",
    column="value",
    dimensions=("segment", "country", "device"),
    kinds=("opportunity",),
    credit_column="value",
)
