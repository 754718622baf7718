"""Answers by day to the questions whose scale is known; what lies off its scale is no answer."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_text
from northing.workspace.rates import local_day, until
from northing.workspace.step import Inputs, Step, as_derived

# question: lowest and highest answer, top from, bottom up to. A share asked of a sample is 0 or 1.
SCALES: Mapping[str, tuple[int, int, int, int | None]] = {
    "nps": (0, 10, 9, 6),
    "csat": (1, 5, 4, None),
    "ces": (1, 7, 5, None),
    "awareness_aided": (0, 1, 1, None),
    "awareness_unaided": (0, 1, 1, None),
    "recall": (0, 1, 1, None),
    "consideration": (0, 1, 1, None),
    "preference": (0, 1, 1, None),
}


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    day = local_day('s."at"', True, inputs.settings.time_zone)
    low, high, top, bottom = (_of_question(place) for place in range(4))
    sql = f"""
        WITH asked AS (
            SELECT {day} AS date, s.survey, s.wave, lower(s.question) AS question, s.score,
                   CAST(coalesce(s.weight, 1) AS DECIMAL(18, 6)) AS weight
            FROM surveys s WHERE s.score IS NOT NULL AND {until(inputs.settings.as_of, day)}
        ),
        scaled AS (
            SELECT *, score BETWEEN {low} AND {high} AND score = floor(score) AS on_scale,
                   score >= {top} AS is_top, coalesce(score <= {bottom}, FALSE) AS is_bottom
            FROM asked WHERE question IN ({", ".join(quote_text(name) for name in SCALES)})
        ),
        counted AS (
            SELECT date, survey, wave, question, count(*) FILTER (WHERE on_scale) AS answers,
                   count(*) FILTER (WHERE NOT on_scale) AS off_scale,
                   count(*) FILTER (WHERE on_scale AND is_top) AS top,
                   count(*) FILTER (WHERE on_scale AND is_bottom) AS bottom,
                   sum(CASE WHEN on_scale THEN weight ELSE 0 END) AS weight,
                   sum(CASE WHEN on_scale THEN weight * weight ELSE 0 END) AS weight_squares,
                   sum(CASE WHEN on_scale AND is_top THEN weight ELSE 0 END) AS top_weight
            FROM scaled GROUP BY date, survey, wave, question
        )
        SELECT *, top - bottom AS net, top + bottom AS extremes
        FROM counted ORDER BY date, survey, wave, question"""
    return as_derived("survey_answers_daily", inputs.query(sql))


def _of_question(place: int) -> str:
    """SQL for one number of a question's scale."""
    numbers = {name: scale[place] for name, scale in SCALES.items() if scale[place] is not None}
    cases = " ".join(f"WHEN {quote_text(name)} THEN {number}" for name, number in numbers.items())
    return f"CASE question {cases} END"


ENTRY = Step(
    title="Count the answers of surveys by day",
    reads=("surveys",),
    writes=("survey_answers_daily",),
    run=_run,
    settings=("as_of", "time_zone"),
)
