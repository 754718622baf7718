"""Historic customer lifetime value: margin to date, nothing foretold."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Customer lifetime value (historic)",
    family="profitability",
    definition="Margin to date of the customers who first bought in the period ÷ these customers.",
    unit="money",
    good="up",
    grain="day of first purchase × segment",
    numerator=(Term("cohort_margin"),),
    trap=(
        "Grows with age: a young cohort looks poor beside an old one. It is no forecast and never "
        "mixed with the expected lifetime value."
    ),
    source="Northing's methods, section 2: clv_historic.",
    denominator=(Term("first_buyers"),),
)
