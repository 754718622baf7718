"""First-time buyers who bought again within 30 days."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="buyers who came back within 30 days",
    unit="count",
    table="customer_cohorts",
    column="within_30",
    dimensions=("segment", "country"),
    kinds=("order",),
    ages="age_days",
    closes_after=30,
)
