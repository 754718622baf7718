"""Expansion booked, whoever it is of."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="expansion booked",
    unit="money",
    table="subscription_months",
    column="expansion",
    dimensions=("segment", "country"),
    monthly=True,
    absent_is_zero=False,
)
