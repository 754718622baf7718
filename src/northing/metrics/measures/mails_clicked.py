"""Mails clicked in, of those whose delivery is known."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="mails clicked in",
    unit="count",
    table="engagement_daily",
    column="clicks",
    dimensions=("network", "content"),
    only_where="delivered",
    absent_is_zero=False,
)
