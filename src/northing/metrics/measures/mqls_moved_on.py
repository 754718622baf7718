"""Of the mqls: those that became sqls since."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="mqls that became sqls",
    unit="count",
    table="funnel_cohorts",
    column="entrants",
    dimensions=("segment", "country"),
    kinds=("mql",),
    only_where="age_days",
    ages="age_days",
)
