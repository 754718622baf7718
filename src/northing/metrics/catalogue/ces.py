"""Customer effort score."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Customer effort score",
    family="customer experience",
    definition="Answers of 5 to 7, easy, ÷ answers from 1 to 7.",
    unit="fraction",
    good="up",
    grain="day × survey",
    numerator=(Term("top_answers", where=(("question", ("ces",)),)),),
    trap=(
        "Scales differ between tools, some count 7 as hard: make sure that high is easy. Answers "
        "off the scale are no answers; under 10 it is suppressed."
    ),
    source="Northing's methods, section 2: ces.",
    denominator=(Term("answers", where=(("question", ("ces",)),)),),
    interval=Interval(intervals.share, count=Term("answers", where=(("question", ("ces",)),))),
)
