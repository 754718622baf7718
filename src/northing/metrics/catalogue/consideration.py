"""Consideration, of a sample that stands for the population."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Consideration",
    family="brand equity",
    definition=(
        "Weighted answers of those who would consider the brand ÷ weighted answers, wave by wave."
    ),
    unit="fraction",
    good="up",
    grain="wave",
    numerator=(Term("top_answer_weight", where=(("question", ("consideration",)),)),),
    trap=(
        "Asked of those who know it or of everybody: the base must be the same in every wave. "
        "Several waves in one period are pooled."
    ),
    source="Northing's methods, section 2: consideration; interval: Kish (1965) and Wilson (1927).",
    denominator=(Term("answer_weight", where=(("question", ("consideration",)),)),),
    interval=Interval(
        intervals.weighted_share,
        count=Term("answers", where=(("question", ("consideration",)),)),
        terms=(Term("answer_weight_squares", where=(("question", ("consideration",)),)),),
    ),
)
