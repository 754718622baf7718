"""Impressions of posts that report engagements."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="impressions of posts",
    unit="count",
    table="engagement_daily",
    column="impressions",
    dimensions=("network", "content"),
    only_where="engagements",
    absent_is_zero=False,
)
