"""Customers whose first purchase was an order."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="first-time buyers",
    unit="count",
    table="customer_cohorts",
    column="customers",
    dimensions=("segment", "country"),
    kinds=("order",),
)
