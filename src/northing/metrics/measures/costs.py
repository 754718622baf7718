"""People, tools, agencies: what sales and marketing cost beside media."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="sales and marketing costs",
    unit="money",
    table="costs_monthly",
    column="amount",
    dimensions=("category", "department", "initiative"),
    monthly=True,
    absent_is_zero=False,
)
