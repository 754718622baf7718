"""Unaided awareness, of a sample that stands for the population."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Unaided awareness",
    family="brand equity",
    definition=(
        "Weighted answers of those who name the brand unasked ÷ weighted answers, wave by wave."
    ),
    unit="fraction",
    good="up",
    grain="wave",
    numerator=(Term("top_answer_weight", where=(("question", ("awareness_unaided",)),)),),
    trap=(
        "Moves by a few points a year: most differences between two waves lie within their "
        "intervals. Several waves in one period are pooled."
    ),
    source=(
        "Northing's methods, section 2: awareness_unaided; interval: Kish (1965) and Wilson (1927)."
    ),
    denominator=(Term("answer_weight", where=(("question", ("awareness_unaided",)),)),),
    interval=Interval(
        intervals.weighted_share,
        count=Term("answers", where=(("question", ("awareness_unaided",)),)),
        terms=(Term("answer_weight_squares", where=(("question", ("awareness_unaided",)),)),),
    ),
)
