"""Return on ad spend: credited revenue for each unit of media money."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Return on ad spend",
    family="profitability",
    definition=(
        "Revenue credited by the rule ÷ media spend. The total is all credited "
        "revenue ÷ all spend; unattributed revenue is outside."
    ),
    unit="×",
    good="up",
    grain="day × channel × campaign",
    numerator=(Term("revenue", credit="always"),),
    denominator=(Term("spend"),),
    trap=(
        "Credit is not effect: it says who was present. It carries the rule and the "
        "lookback, and is revenue, not margin."
    ),
    source="Northing's methods, section 2: roas.",
)
