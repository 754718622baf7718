"""Conversions and their value by day of the reporting calendar."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.step import Inputs, Step, as_derived

_SQL = f"""
SELECT date, kind, segment, country, device, count(*) AS conversions,
       CAST(coalesce(sum(value), 0) AS {SQL_TYPE}) AS value,
       CAST(coalesce(sum(margin), 0) AS {SQL_TYPE}) AS margin
FROM journey_conversions
GROUP BY ALL ORDER BY ALL
"""


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    return as_derived("conversions_daily", inputs.query(_SQL))


ENTRY = Step(
    title="Sum conversions by day",
    reads=("journey_conversions",),
    writes=("conversions_daily",),
    run=_run,
)
