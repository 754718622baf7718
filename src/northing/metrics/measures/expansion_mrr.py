"""Recurring revenue that subscribers from the start pay more."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="expansion",
    unit="money",
    table="subscription_windows",
    column="expansion",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
