"""The media spend of every brand of the category, the own one included."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="category media spend",
    unit="number",
    table="market_shares",
    column="category_media",
    dimensions=("segment", "source"),
    only_where="own_media",
    absent_is_zero=False,
)
