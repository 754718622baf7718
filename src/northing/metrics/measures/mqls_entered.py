"""Who became an mql for the first time."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new mqls",
    unit="count",
    table="funnel_cohorts",
    column="entrants",
    dimensions=("segment", "country"),
    kinds=("mql",),
)
