"""Margin of the conversions that the workspace calls revenue."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="margin",
    unit="money",
    table="conversions_daily",
    column="margin",
    dimensions=("kind", "segment", "country", "device"),
    kinds="revenue_kinds",
)
