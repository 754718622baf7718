"""How often ads were shown."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="impressions",
    unit="count",
    table="spend_daily",
    column="impressions",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="impressions",
    absent_is_zero=False,
)
