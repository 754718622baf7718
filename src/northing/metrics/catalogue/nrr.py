"""Net revenue retention."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Net revenue retention",
    family="revenue",
    definition=(
        "(Opening recurring revenue − churned − contraction + expansion) ÷ opening, of the "
        "subscribers at the start."
    ),
    unit="fraction",
    good="up",
    grain="month × segment",
    numerator=(
        Term("opening_mrr"),
        Term("churned_mrr", sign=-1),
        Term("contraction_mrr", sign=-1),
        Term("expansion_mrr"),
    ),
    trap=(
        "New subscribers are left out. Above 100 % with a low gross retention means that few "
        "customers pay for the loss of many."
    ),
    source="Northing's methods, section 2: nrr.",
    denominator=(Term("opening_mrr"),),
    open_ended=True,
)
