"""Answers at the top less those at the bottom."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="promoters less detractors",
    unit="count",
    table="survey_answers_daily",
    column="net",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
