"""How often an ad was clicked."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="clicks",
    unit="count",
    table="spend_daily",
    column="clicks",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    absent_is_zero=False,
)
