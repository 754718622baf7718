"""Share of voice: the own part of the category's media spend."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Share of voice",
    family="market share",
    definition="Own media spend ÷ media spend of the category, as one source reports it.",
    unit="fraction",
    good="up",
    grain="period × segment × source",
    numerator=(Term("own_media"),),
    trap=(
        "The denominator is part of the metric: leave a competitor out and it rises. Sources see "
        "different media and are not added up."
    ),
    source="Northing's methods, section 2: sov.",
    denominator=(Term("category_media"),),
    apart="source",
)
