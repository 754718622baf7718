"""The own brand's sales."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="own sales",
    unit="number",
    table="market_shares",
    column="own_sales",
    dimensions=("segment", "source"),
    only_where="own_sales",
    absent_is_zero=False,
)
