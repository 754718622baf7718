"""Likes, comments, shares where impressions are reported."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="engagements",
    unit="count",
    table="engagement_daily",
    column="engagements",
    dimensions=("network", "content"),
    only_where="impressions",
    absent_is_zero=False,
)
