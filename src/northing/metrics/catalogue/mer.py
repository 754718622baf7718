"""Marketing efficiency ratio: all revenue for each unit of media money."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Marketing efficiency ratio",
    family="profitability",
    definition="Revenue ÷ media spend, whoever made it.",
    unit="×",
    good="up",
    grain="day",
    numerator=(Term("revenue"),),
    denominator=(Term("spend"),),
    trap=(
        "Assumes no credit: it moves with everything that moves revenue, and cannot "
        "be split by channel."
    ),
    source="Northing's methods, section 2: mer.",
)
