"""Aided awareness, of a sample that stands for the population."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Aided awareness",
    family="brand equity",
    definition=(
        "Weighted answers of those who know the brand when it is named ÷ weighted answers, wave "
        "by wave."
    ),
    unit="fraction",
    good="up",
    grain="wave",
    numerator=(Term("top_answer_weight", where=(("question", ("awareness_aided",)),)),),
    trap=(
        "Far above unaided awareness, and people are polite: compare it with itself and with "
        "competitors. Several waves in one period are pooled."
    ),
    source=(
        "Northing's methods, section 2: awareness_aided; interval: Kish (1965) and Wilson (1927)."
    ),
    denominator=(Term("answer_weight", where=(("question", ("awareness_aided",)),)),),
    interval=Interval(
        intervals.weighted_share,
        count=Term("answers", where=(("question", ("awareness_aided",)),)),
        terms=(Term("answer_weight_squares", where=(("question", ("awareness_aided",)),)),),
    ),
)
