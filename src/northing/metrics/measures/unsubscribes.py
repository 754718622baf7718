"""Readers who left, of mails whose delivery is known."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="unsubscribes",
    unit="count",
    table="engagement_daily",
    column="unsubscribes",
    dimensions=("network", "content"),
    only_where="delivered",
    absent_is_zero=False,
)
