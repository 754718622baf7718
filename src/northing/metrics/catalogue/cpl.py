"""Cost per lead."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Cost per lead",
    family="profitability",
    definition="Media spend ÷ leads; by channel or campaign, leads as credited by the rule.",
    unit="money",
    good="down",
    grain="day × campaign",
    numerator=(Term("spend"),),
    denominator=(Term("leads", credit="when split"),),
    trap="Cheap leads need not become customers; and the cost is media only.",
    source="Northing's methods, section 2: cpl.",
)
