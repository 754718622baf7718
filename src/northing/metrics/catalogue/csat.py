"""Customer satisfaction score."""

from northing.metrics import intervals
from northing.metrics.metric import Interval, Metric, Term

ENTRY = Metric(
    title="Customer satisfaction score",
    family="customer experience",
    definition="Answers of 4 or 5, ÷ answers from 1 to 5.",
    unit="fraction",
    good="up",
    grain="day × survey",
    numerator=(Term("top_answers", where=(("question", ("csat",)),)),),
    trap=(
        "Who answers is not who is asked: the silent ones are rarely the happy ones. Answers off "
        "the scale are no answers; under 10 it is suppressed."
    ),
    source="Northing's methods, section 2: csat.",
    denominator=(Term("answers", where=(("question", ("csat",)),)),),
    interval=Interval(intervals.share, count=Term("answers", where=(("question", ("csat",)),))),
)
