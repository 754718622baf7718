"""New pipeline: the value of the opportunities created."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="New pipeline",
    family="revenue",
    definition=(
        "Sum of the value of conversions of kind opportunity, each at its last "
        "amount; by channel or campaign, as credited by the rule."
    ),
    unit="money",
    good="up",
    grain="day × segment",
    numerator=(Term("pipeline", credit="when split"),),
    additive=("channel", "campaign", "segment", "country", "device"),
    trap=(
        "Amounts are edited until the deal closes, so the past moves; the stage that "
        "counts is opportunity."
    ),
    source="Northing's methods, section 2: new_pipeline.",
)
