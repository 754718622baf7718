"""Recurring revenue that subscribers who stayed pay less."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="contraction",
    unit="money",
    table="subscription_windows",
    column="contraction",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
