"""Who became a lead for the first time."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new leads",
    unit="count",
    table="funnel_cohorts",
    column="entrants",
    dimensions=("segment", "country"),
    kinds=("lead",),
)
