"""Qualified leads: leads that marketing hands over."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Marketing-qualified leads",
    family="revenue",
    definition=(
        "Count of conversions of kind mql; by channel or campaign, as credited by the rule."
    ),
    unit="count",
    good="up",
    grain="day × segment",
    numerator=(Term("qualified_leads", credit="when split"),),
    additive=("channel", "campaign", "segment", "country", "device"),
    trap=(
        "The bar for qualified is the company's own; when it moves, the count moves "
        "without any change in demand."
    ),
    source="Northing's methods, section 2: qualified_leads.",
)
