"""Customers by the day of their first purchase."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="first-time customers",
    unit="count",
    table="customer_cohorts",
    column="customers",
    dimensions=("segment", "country"),
)
