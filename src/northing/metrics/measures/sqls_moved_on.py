"""Of the sqls: those that became opportunities since."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="sqls that became opportunities",
    unit="count",
    table="funnel_cohorts",
    column="entrants",
    dimensions=("segment", "country"),
    kinds=("sql",),
    only_where="age_days",
    ages="age_days",
)
