"""Market share by value."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Market share",
    family="market share",
    definition="Own sales value ÷ sales value of the category, as one source reports them.",
    unit="fraction",
    good="up",
    grain="period × segment × source",
    numerator=(Term("own_sales"),),
    trap=(
        "The denominator is part of the metric: a wider category makes it smaller. Sources revise "
        "the past."
    ),
    source="Northing's methods, section 2: market_share.",
    denominator=(Term("category_sales"),),
    apart="source",
)
