"""Revenue: what the conversions that count as revenue brought."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Revenue",
    family="revenue",
    definition=(
        "Sum of the value of conversions of the revenue kinds; by channel or "
        "campaign, their value as credited by the rule."
    ),
    unit="money",
    good="up",
    grain="day × kind × segment",
    numerator=(Term("revenue", credit="when split"),),
    additive=("channel", "campaign", "segment", "country", "device"),
    trap=(
        "Counting an order and the won deal behind it is counting twice: the revenue "
        "kinds must not overlap."
    ),
    source="Northing's methods, section 2: revenue.",
)
