"""Orders placed."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="orders",
    unit="count",
    table="orders_daily",
    column="orders",
    dimensions=("segment", "country"),
)
