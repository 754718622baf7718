"""Conversions of one kind."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="conversions",
    unit="count",
    table="conversions_daily",
    column="conversions",
    dimensions=("kind", "segment", "country", "device"),
    kinds="kind",
    credit_column="conversions",
)
