"""Net promoter score."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Net promoter score",
    family="customer experience",
    definition="100 × (promoters, 9 or 10, − detractors, 0 to 6) ÷ answers from 0 to 10.",
    unit="points",
    good="up",
    grain="day × survey",
    numerator=(Term("net_answers", where=(("question", ("nps",)),)),),
    trap=(
        "Few answers swing it: read the interval, and call nothing a change that lies within it. "
        "Answers off the scale are no answers; under 10 it is suppressed."
    ),
    source="Reichheld (2003), The One Number You Need to Grow; interval: Rocks (2016), adjusted.",
    denominator=(Term("answers", where=(("question", ("nps",)),)),),
    scale=100,
    open_ended=True,
    interval=Interval(
        intervals.net_score,
        count=Term("answers", where=(("question", ("nps",)),)),
        terms=(Term("extreme_answers", where=(("question", ("nps",)),)),),
    ),
)
