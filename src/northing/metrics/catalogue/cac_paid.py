"""Customer acquisition cost, paid media only."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Customer acquisition cost (paid media)",
    family="profitability",
    definition="Media spend ÷ new customers.",
    unit="money",
    good="down",
    grain="day × country",
    numerator=(Term("spend"),),
    denominator=(Term("new_customers"),),
    trap="Leaves out people and tools; never shown as plain CAC.",
    source="Northing's methods, section 2: cac_paid.",
)
