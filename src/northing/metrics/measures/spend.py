"""What media cost."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="media spend",
    unit="money",
    table="spend_daily",
    column="amount",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    absent_is_zero=False,
)
