"""Answers at the top of the scale: promoters, satisfied, yes."""

from northing.metrics.measure import Measure

ENTRY = Measure(
    title="top answers",
    unit="count",
    table="survey_answers_daily",
    column="top",
    dimensions=("survey", "wave", "question"),
    absent_is_zero=False,
)
