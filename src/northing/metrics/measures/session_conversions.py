"""Conversions that web analytics counts in its sessions."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="conversions in sessions",
    unit="number",
    table="sessions_daily",
    column="conversions",
    dimensions=("channel", "campaign", "landing_page", "country", "device", "source"),
    only_where="conversions",
    absent_is_zero=False,
)
