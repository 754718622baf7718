"""The sales of every brand of the category, the own one included."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="category sales",
    unit="number",
    table="market_shares",
    column="category_sales",
    dimensions=("segment", "source"),
    only_where="own_sales",
    absent_is_zero=False,
)
