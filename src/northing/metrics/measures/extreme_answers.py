"""Answers at the top or at the bottom."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="promoters and detractors",
    unit="count",
    table="survey_answers_daily",
    column="extremes",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
