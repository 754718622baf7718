"""Revenue churn: recurring revenue lost from the subscribers of the start."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Revenue churn",
    family="revenue",
    definition=(
        "(Recurring revenue of those lost + contraction) ÷ opening recurring revenue, of the "
        "subscribers at the start."
    ),
    unit="fraction",
    good="down",
    grain="month × segment",
    numerator=(
        Term("churned_mrr"),
        Term("contraction_mrr"),
    ),
    trap=(
        "One large customer decides it; read it beside churn by count. Exchange rates are those "
        "of the start."
    ),
    source="Northing's methods, section 2: revenue_churn.",
    denominator=(Term("opening_mrr"),),
)
