"""Sales cycle: days from opportunity to won."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Sales cycle",
    family="revenue",
    definition="Median days from becoming an opportunity to won, of the deals won in the period.",
    unit="days",
    good="down",
    grain="day of closing × segment",
    numerator=(Term("deals_won_timed"),),
    trap=(
        "Deals still open are left out, and they are the slow ones: a growing pipeline looks "
        "faster than it is. Medians of parts do not make the median of the whole."
    ),
    source="Northing's methods, section 2: sales_cycle_days.",
    median_of="cycle_days",
)
