"""The searches of every brand of the category, the own one included."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="category searches",
    unit="number",
    table="market_shares",
    column="category_searches",
    dimensions=("segment", "source"),
    only_where="own_searches",
    absent_is_zero=False,
)
