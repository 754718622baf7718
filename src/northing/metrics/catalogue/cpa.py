"""Cost per action: media spend for each conversion of the chosen kind."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Cost per action",
    family="profitability",
    definition=(
        "Media spend ÷ conversions of the chosen kind; by channel or campaign, conversions as "
        "credited by the rule."
    ),
    unit="money",
    good="down",
    grain="day × campaign",
    numerator=(Term("spend"),),
    trap="Says little without the action's name: a cost per lead is no cost per order. Media only.",
    source="Northing's methods, section 2: cpa.",
    denominator=(Term("conversions", credit="when split"),),
)
