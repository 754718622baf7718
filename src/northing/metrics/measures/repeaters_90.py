"""First-time buyers who bought again within 90 days."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="buyers who came back within 90 days",
    unit="count",
    table="customer_cohorts",
    column="within_90",
    dimensions=("segment", "country"),
    kinds=("order",),
    ages="age_days",
    closes_after=90,
)
