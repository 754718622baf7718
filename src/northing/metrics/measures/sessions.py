"""Visits to the site, as web analytics counts them."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="sessions",
    unit="count",
    table="sessions_daily",
    column="sessions",
    dimensions=("channel", "campaign", "landing_page", "country", "device", "source"),
    absent_is_zero=False,
)
