"""Mails opened, of those whose delivery is known."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="mails opened",
    unit="count",
    table="engagement_daily",
    column="opens",
    dimensions=("network", "content"),
    only_where="delivered",
    absent_is_zero=False,
)
