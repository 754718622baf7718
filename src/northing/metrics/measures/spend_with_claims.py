"""What media cost where the platform claims a value."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="spend that platforms claim value for",
    unit="money",
    table="spend_daily",
    column="amount",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="platform_value",
    absent_is_zero=False,
)
