"""Impressions where clicks are reported, so that both count the same ads."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="impressions that report clicks",
    unit="count",
    table="spend_daily",
    column="impressions",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="clicks",
    absent_is_zero=False,
)
