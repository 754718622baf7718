"""Opportunities' value that a marketing touch preceded, each deal once."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="influenced pipeline",
    unit="money",
    table="influence_daily",
    column="value",
    dimensions=("channel", "campaign", "segment", "country", "device"),
    kinds=("opportunity",),
    once=True,
)
