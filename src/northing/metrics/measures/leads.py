"""Leads."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="leads",
    unit="count",
    table="conversions_daily",
    column="conversions",
    dimensions=("segment", "country", "device"),
    kinds=("lead",),
    credit_column="conversions",
)
