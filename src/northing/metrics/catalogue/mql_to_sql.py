"""Qualified lead to sales-accepted: by the day of entry, not same-period counts."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Qualified lead to sales-accepted rate",
    family="revenue",
    definition=(
        "Of the people who became mqls in the period for the first time, the share that became "
        "sqls since."
    ),
    unit="fraction",
    good="up",
    grain="day of entry × segment",
    numerator=(Term("mqls_moved_on"),),
    trap=(
        "Young cohorts are not finished, and the bar for qualified is the company's own: lowering "
        "it lowers this rate."
    ),
    source="Northing's methods, section 2: mql_to_sql.",
    denominator=(Term("mqls_entered"),),
)
