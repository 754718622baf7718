"""Who became an sql for the first time."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="new sqls",
    unit="count",
    table="funnel_cohorts",
    column="entrants",
    dimensions=("segment", "country"),
    kinds=("sql",),
)
