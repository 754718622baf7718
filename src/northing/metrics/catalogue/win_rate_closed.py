"""Win rate of the deals that closed in the period."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Win rate (closed in the period)",
    family="revenue",
    definition="Deals won ÷ deals won or lost, by the day they closed.",
    unit="fraction",
    good="up",
    grain="day of closing × segment",
    numerator=(Term("deals_closed_won"),),
    trap="Open deals are left out, so a team that never closes its lost deals looks splendid.",
    source="Northing's methods, section 2: win_rate_closed.",
    denominator=(Term("deals_closed"),),
    variant="count",
    variants={
        "value": Variant(
            definition=(
                "Value of the deals won ÷ value of the deals won or lost, by the day they closed."
            ),
            numerator=(Term("value_closed_won"),),
            denominator=(Term("value_closed"),),
            trap="A single large deal decides it; open deals are left out.",
        ),
    },
)
