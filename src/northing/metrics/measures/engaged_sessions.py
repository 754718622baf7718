"""Sessions that web analytics calls engaged."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="engaged sessions",
    unit="count",
    table="sessions_daily",
    column="engaged",
    dimensions=("channel", "campaign", "landing_page", "country", "device", "source"),
    only_where="engaged",
    absent_is_zero=False,
)
