"""What customers brought since their first purchase."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="margin to date",
    unit="money",
    table="customer_cohorts",
    column="margin",
    dimensions=("segment", "country"),
)
