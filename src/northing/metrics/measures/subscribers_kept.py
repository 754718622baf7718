"""Of the subscribers at the start: those who still are at the end."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="subscribers kept",
    unit="count",
    table="subscription_windows",
    column="kept",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
