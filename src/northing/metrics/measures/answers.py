"""Answers on the scale of their question."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="answers",
    unit="count",
    table="survey_answers_daily",
    column="answers",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
