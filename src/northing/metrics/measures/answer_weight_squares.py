"""Squares of the weights: what they cost in certainty."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="squared weights",
    unit="number",
    table="survey_answers_daily",
    column="weight_squares",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
