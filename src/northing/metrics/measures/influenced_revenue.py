"""Revenue that a marketing touch preceded, each euro once."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="influenced revenue",
    unit="money",
    table="influence_daily",
    column="value",
    dimensions=("channel", "campaign", "kind", "segment", "country", "device"),
    kinds="revenue_kinds",
    once=True,
)
