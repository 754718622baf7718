"""The own brand's media spend."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="own media spend",
    unit="number",
    table="market_shares",
    column="own_media",
    dimensions=("segment", "source"),
    only_where="own_media",
    absent_is_zero=False,
)
