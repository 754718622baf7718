"""The own brand's searches."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="own searches",
    unit="number",
    table="market_shares",
    column="own_searches",
    dimensions=("segment", "source"),
    only_where="own_searches",
    absent_is_zero=False,
)
