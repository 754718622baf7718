"""Leads that marketing calls qualified."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="qualified leads",
    unit="count",
    table="conversions_daily",
    column="conversions",
    dimensions=("segment", "country", "device"),
    kinds=("mql",),
    credit_column="conversions",
)
