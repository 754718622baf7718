"""Cost per click."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Cost per click",
    family="profitability",
    definition="Media spend ÷ clicks, over the rows that report clicks.",
    unit="money",
    good="down",
    grain="day × campaign",
    numerator=(Term("spend_with_clicks"),),
    denominator=(Term("clicks"),),
    trap=("Platforms define a click differently; media that report no clicks are outside."),
    source="Northing's methods, section 2: cpc.",
)
