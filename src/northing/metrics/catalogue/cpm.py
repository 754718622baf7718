"""Cost per thousand impressions."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Cost per thousand impressions",
    family="profitability",
    definition="1000 × media spend ÷ impressions, over the rows that report impressions.",
    unit="money",
    good="down",
    grain="day × campaign",
    numerator=(Term("spend_with_impressions"),),
    trap=(
        "An impression need not have been seen: platforms count differently, and cheap ones are "
        "often out of view."
    ),
    source="Northing's methods, section 2: cpm.",
    denominator=(Term("impressions"),),
    scale=1000,
)
