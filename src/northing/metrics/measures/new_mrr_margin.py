"""Monthly margin of new subscriptions."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new monthly margin",
    unit="money",
    table="subscription_months",
    column="new_margin",
    dimensions=("segment", "country"),
    monthly=True,
    absent_is_zero=False,
)
