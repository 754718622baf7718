"""Sessions of sources that count conversions."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="sessions that tell conversions",
    unit="count",
    table="sessions_daily",
    column="sessions",
    dimensions=("channel", "campaign", "landing_page", "country", "device", "source"),
    only_where="conversions",
    absent_is_zero=False,
)
