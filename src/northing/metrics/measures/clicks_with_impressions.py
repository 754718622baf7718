"""Clicks where impressions are reported, so that both count the same ads."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="clicks that report impressions",
    unit="count",
    table="spend_daily",
    column="clicks",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="impressions",
    absent_is_zero=False,
)
