"""Of the leads: those that became mqls since."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="leads that became mqls",
    unit="count",
    table="funnel_cohorts",
    column="entrants",
    dimensions=("segment", "country"),
    kinds=("lead",),
    only_where="age_days",
    ages="age_days",
)
