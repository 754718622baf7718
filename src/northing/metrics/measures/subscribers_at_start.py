"""Subscribers when the period starts; later ones are left out."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="subscribers at the start",
    unit="count",
    table="subscription_windows",
    column="customers",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
