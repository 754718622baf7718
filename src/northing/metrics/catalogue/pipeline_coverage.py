"""Pipeline coverage: how often the open pipeline covers what is still to be earned."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Pipeline coverage",
    family="revenue",
    definition=(
        "Open pipeline at the end of the period ÷ (income that finance plans for the period − "
        "income booked so far)."
    ),
    unit="×",
    good="up",
    grain="month",
    numerator=(Term("value_in_pipeline"),),
    trap=(
        "Stage and age do not count, so stale deals cover as well as hot ones; and the plan is of "
        "all income, not only of deals. With the plan reached there is nothing left to cover."
    ),
    source="Northing's methods, section 2: pipeline_coverage.",
    denominator=(
        Term("ledger_target", where=(("side", ("income",)),)),
        Term("ledger_revenue", sign=-1, where=(("side", ("income",)),)),
    ),
)
