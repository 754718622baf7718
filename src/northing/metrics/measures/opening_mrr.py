"""Monthly recurring revenue when the period starts."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="opening recurring revenue",
    unit="money",
    table="subscription_windows",
    column="opening",
    dimensions=("segment", "country"),
    span="window",
    absent_is_zero=False,
)
