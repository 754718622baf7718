"""Answers, each as heavy as the population needs it."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="weighted answers",
    unit="number",
    table="survey_answers_daily",
    column="weight",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
