"""Mails that arrived."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="mails delivered",
    unit="count",
    table="engagement_daily",
    column="delivered",
    dimensions=("network", "content"),
    only_where="delivered",
    absent_is_zero=False,
)
