"""Pipeline contribution: the share of new pipeline that marketing originated."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Pipeline contribution",
    family="revenue",
    definition=(
        "Value of new opportunities where the source that the CRM or the form declared is a "
        "marketing channel ÷ value of all new opportunities."
    ),
    unit="fraction",
    good="up",
    grain="day × segment",
    numerator=(Term("sourced_by_crm_source"),),
    trap=(
        "Moves with what sales brings itself: a bad quarter of sales lifts it. The same "
        "definition as sourced pipeline must be locked."
    ),
    source="Northing's methods, section 2: pipeline_contribution.",
    denominator=(Term("pipeline_value"),),
    variant="crm_source",
    variants={
        "first_touch": Variant(
            definition=(
                "Value of new opportunities where the first qualifying touch within the lookback "
                "is of a marketing channel ÷ value of all new opportunities."
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
                "first touch of a sales channel, or there is none of sales ÷ value of all new "
                "opportunities."
            ),
            numerator=(Term("sourced_by_before_sales"),),
            trap=(
                "Needs sales' calls and mails in the log, in channels of the role sales; without "
                "them every touched deal counts as marketing's."
            ),
        ),
    },
)
