"""Answers at the top, each as heavy as the population needs it."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="weighted top answers",
    unit="number",
    table="survey_answers_daily",
    column="top_weight",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
