"""Sessions of sources that tell which were engaged."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="sessions that tell engagement",
    unit="count",
    table="sessions_daily",
    column="sessions",
    dimensions=("channel", "campaign", "landing_page", "country", "device", "source"),
    only_where="engaged",
    absent_is_zero=False,
)
