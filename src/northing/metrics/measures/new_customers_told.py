"""New customers, where it is known who was referred."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new customers whose referral is known",
    unit="count",
    table="new_customers_daily",
    column="customers",
    dimensions=("segment", "country"),
    only_where="referred",
    absent_is_zero=False,
)
