"""Recurring revenue of the subscribers lost."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="churned recurring revenue",
    unit="money",
    table="subscription_windows",
    column="churned",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
