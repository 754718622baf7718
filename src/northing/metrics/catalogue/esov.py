"""Excess share of voice: what share of voice lies above market share."""

from northing.metrics.metric import Metric, Term

ENTRY = Metric(
    title="Excess share of voice",
    family="market share",
    definition=(
        "Own media spend ÷ that of the category, less own sales ÷ those of the category, as one "
        "source reports both."
    ),
    unit="fraction",
    good="up",
    grain="period × segment × source",
    numerator=(Term("own_media"),),
    trap=(
        "Both shares must be of the same category and source. It foretells growth on average over "
        "years and categories, not next quarter's."
    ),
    source="Binet and Field (2007), Marketing in the Era of Accountability.",
    denominator=(Term("category_media"),),
    minus=((Term("own_sales"),), (Term("category_sales"),)),
    open_ended=True,
    apart="source",
)
