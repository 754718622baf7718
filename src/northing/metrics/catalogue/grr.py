"""Gross revenue retention."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Gross revenue retention",
    family="revenue",
    definition=(
        "(Opening recurring revenue − churned − contraction) ÷ opening, of the subscribers at the "
        "start."
    ),
    unit="fraction",
    good="up",
    grain="month × segment",
    numerator=(
        Term("opening_mrr"),
        Term("churned_mrr", sign=-1),
        Term("contraction_mrr", sign=-1),
    ),
    trap=(
        "Never above 100 %: expansion is left out on purpose. Shown beside net retention, which "
        "can hide a leak."
    ),
    source="Northing's methods, section 2: grr.",
    denominator=(Term("opening_mrr"),),
)
