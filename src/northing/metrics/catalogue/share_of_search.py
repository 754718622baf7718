"""Share of search: the own part of the searches for the category's brands."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Share of search",
    family="market share",
    definition=(
        "Searches for the own brand ÷ searches for all brands of the category, as one source "
        "reports them."
    ),
    unit="fraction",
    good="up",
    grain="period × segment × source",
    numerator=(Term("own_searches"),),
    trap=(
        "Bad news is searched for as well; and a brand whose name means something else finds "
        "searches that are not meant for it."
    ),
    source="Hankins (2020), Share of search.",
    denominator=(Term("category_searches"),),
    apart="source",
)
