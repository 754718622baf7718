"""Win rate of deals by the day on which they became opportunities."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Win rate (by entry cohort)",
    family="revenue",
    definition="Of the deals that became opportunities in the period, the share won since.",
    unit="fraction",
    good="up",
    grain="day × segment",
    numerator=(Term("deals_won"),),
    denominator=(Term("deals_entered"),),
    unfinished="deals_open",
    trap=(
        "Young cohorts are not finished: deals still open can only raise it. It is "
        "no ratio of the period's wins to the period's entrants."
    ),
    source="Northing's methods, section 2: win_rate_cohort.",
)
