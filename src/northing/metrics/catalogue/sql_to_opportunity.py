"""Sales-accepted to opportunity: by the day of entry, not same-period counts."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Sales-accepted to opportunity rate",
    family="revenue",
    definition=(
        "Of the sqls (deals, or accounts where none is named) in the period for the first time, "
        "the share that became opportunities since."
    ),
    unit="fraction",
    good="up",
    grain="day of entry × segment",
    numerator=(Term("sqls_moved_on"),),
    trap=(
        "Young cohorts are not finished. Where an sql names no deal, any later opportunity of the "
        "account counts."
    ),
    source="Northing's methods, section 2: sql_to_opportunity.",
    denominator=(Term("sqls_entered"),),
)
