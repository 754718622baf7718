"""What orders brought, net of returns."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="order revenue",
    unit="money",
    table="orders_daily",
    column="revenue",
    dimensions=("segment", "country"),
)
