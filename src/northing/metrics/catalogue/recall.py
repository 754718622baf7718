"""Advertising recall, of a sample that stands for the population."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Advertising recall",
    family="brand equity",
    definition=(
        "Weighted answers of those who remember having seen its advertising ÷ weighted answers, "
        "wave by wave."
    ),
    unit="fraction",
    good="up",
    grain="wave",
    numerator=(Term("top_answer_weight", where=(("question", ("recall",)),)),),
    trap=(
        "People credit the market leader with advertising that others ran. Several waves in one "
        "period are pooled."
    ),
    source="Northing's methods, section 2: recall; interval: Kish (1965) and Wilson (1927).",
    denominator=(Term("answer_weight", where=(("question", ("recall",)),)),),
    interval=Interval(
        intervals.weighted_share,
        count=Term("answers", where=(("question", ("recall",)),)),
        terms=(Term("answer_weight_squares", where=(("question", ("recall",)),)),),
    ),
)
