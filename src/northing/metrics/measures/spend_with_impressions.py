"""What media cost where impressions are reported."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="spend that reports impressions",
    unit="money",
    table="spend_daily",
    column="amount",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="impressions",
    absent_is_zero=False,
)
