"""Customer acquisition cost, blended: everything sales and marketing cost."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Customer acquisition cost (blended)",
    family="profitability",
    definition="(Media spend + sales and marketing costs) ÷ new customers.",
    unit="money",
    good="down",
    grain="month",
    numerator=(
        Term("spend"),
        Term("costs"),
    ),
    denominator=(Term("new_customers"),),
    trap=(
        "Includes people, tools and agencies, and new customers only; never compare "
        "it with paid CAC."
    ),
    source="Northing's methods, section 2: cac (blended).",
)
