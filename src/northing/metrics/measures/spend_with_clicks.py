"""What media cost where clicks are reported: television has a cost but no clicks."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="spend that reports clicks",
    unit="money",
    table="spend_daily",
    column="amount",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="clicks",
    absent_is_zero=False,
)
