"""Leads: people who raised their hand."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Leads",
    family="revenue",
    definition=(
        "Count of conversions of kind lead; by channel or campaign, as credited by the rule."
    ),
    unit="count",
    good="up",
    grain="day × segment",
    numerator=(Term("leads", credit="when split"),),
    additive=("channel", "campaign", "segment", "country", "device"),
    trap=(
        "Duplicate forms of one person count as often as they were loaded under "
        "their own conversion_id."
    ),
    source="Northing's methods, section 2: leads.",
)
