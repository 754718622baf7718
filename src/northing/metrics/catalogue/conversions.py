"""Conversions: how many of one kind."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Conversions",
    family="revenue",
    definition=(
        "Count of conversions of the chosen kind; by channel or campaign, as credited by the rule."
    ),
    unit="count",
    good="up",
    grain="day × kind × segment",
    numerator=(Term("conversions", credit="when split"),),
    additive=("channel", "campaign", "segment", "country", "device"),
    trap=("Kinds are steps of one path: a lead and the deal it became must not be added."),
    source="Northing's methods, section 2: conversions.",
)
