"""What a platform claims its ads were worth."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="value that platforms claim",
    unit="money",
    table="spend_daily",
    column="platform_value",
    dimensions=("channel", "campaign", "content", "country", "device", "source"),
    only_where="platform_value",
    absent_is_zero=False,
)
