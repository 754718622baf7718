"""New customers sent by another one."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="referred new customers",
    unit="count",
    table="new_customers_daily",
    column="referred",
    dimensions=("segment", "country"),
    only_where="referred",
    absent_is_zero=False,
)
