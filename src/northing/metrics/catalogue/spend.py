"""Spend: what media cost."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Media spend",
    family="profitability",
    definition="Sum of media spend in the reporting currency.",
    unit="money",
    good="none",
    grain="day × campaign",
    numerator=(Term("spend"),),
    additive=("channel", "campaign", "content", "country", "device", "source"),
    trap=(
        "Media only: people, tools and agencies stand in costs. A channel without "
        "rows has unknown spend, not zero."
    ),
    source="Northing's methods, section 2: spend.",
)
