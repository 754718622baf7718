"""Upsell: what subscribers of the start pay more."""

from northing.metrics.metric import Metric, Term, Variant

ENTRY = Metric(
    title="Upsell",
    family="revenue",
    definition="Expansion of the subscribers at the start ÷ opening recurring revenue.",
    unit="fraction",
    good="up",
    grain="month × segment",
    numerator=(Term("expansion_mrr"),),
    trap=(
        "A price rise counts as upsell; and who expands and later contracts counts with the "
        "difference."
    ),
    source="Northing's methods, section 2: upsell.",
    denominator=(Term("opening_mrr"),),
    open_ended=True,
    variant="rate",
    variants={
        "booked": Variant(
            definition="Sum of the expansion booked in the period, whoever it is of.",
            numerator=(Term("expansion_movements"),),
            denominator=(),
            unit="money",
            trap=(
                "Monthly recurring, not a year's worth; and it holds the expansion of customers "
                "who are new."
            ),
        ),
    },
)
