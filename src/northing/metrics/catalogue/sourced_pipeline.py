"""Sourced pipeline: what marketing originated, by three definitions to compare and lock."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Sourced pipeline",
    family="revenue",
    definition=(
        "Value of new opportunities where the source that the CRM or the form declared is a "
        "marketing channel."
    ),
    unit="money",
    good="up",
    grain="day × segment",
    numerator=(Term("sourced_by_crm_source"),),
    trap=(
        "A salesperson fills the CRM's source in, often after the fact. Compare the variants "
        "before one is agreed; never add it to influenced pipeline."
    ),
    source="Northing's methods, section 2: sourced_pipeline.",
    additive=("segment", "country"),
    variant="crm_source",
    variants={
        "first_touch": Variant(
            definition=(
                "Value of new opportunities where the first qualifying touch within the lookback "
                "is of a marketing channel."
            ),
            numerator=(Term("sourced_by_first_touch"),),
            trap=(
                "The first touch that was seen: consent, cookies and the lookback hide earlier "
                "ones, and direct hides what brought people."
            ),
        ),
        "before_sales": Variant(
            definition=(
                "Value of new opportunities where a touch of a marketing channel precedes the "
                "first touch of a sales channel, or there is none of sales."
            ),
            numerator=(Term("sourced_by_before_sales"),),
            trap=(
                "Needs sales' calls and mails in the log, in channels of the role sales; without "
                "them every touched deal counts as marketing's."
            ),
        ),
    },
)
