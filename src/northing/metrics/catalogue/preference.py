"""Preference, of a sample that stands for the population."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Preference",
    family="brand equity",
    definition=(
        "Weighted answers of those who would choose it first ÷ weighted answers, wave by wave."
    ),
    unit="fraction",
    good="up",
    grain="wave",
    numerator=(Term("top_answer_weight", where=(("question", ("preference",)),)),),
    trap=(
        "A share of stated choice, not of purchases; its base must be the same in every wave. "
        "Several waves in one period are pooled."
    ),
    source="Northing's methods, section 2: preference; interval: Kish (1965) and Wilson (1927).",
    denominator=(Term("answer_weight", where=(("question", ("preference",)),)),),
    interval=Interval(
        intervals.weighted_share,
        count=Term("answers", where=(("question", ("preference",)),)),
        terms=(Term("answer_weight_squares", where=(("question", ("preference",)),)),),
    ),
)
