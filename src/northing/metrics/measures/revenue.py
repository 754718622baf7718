"""The value of the conversions that the workspace calls revenue."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="revenue",
    unit="money",
    table="conversions_daily",
    column="value",
    dimensions=("kind", "segment", "country", "device"),
    kinds="revenue_kinds",
    credit_column="value",
)
