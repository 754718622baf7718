"""Customers who were none before."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new customers",
    unit="count",
    table="new_customers_daily",
    column="customers",
    dimensions=("segment", "country"),
)
