"""Of the subscribers at the start: those who no longer are at the end."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="subscribers lost",
    unit="count",
    table="subscription_windows",
    column="lost",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
