"""What became of the deals that turned into opportunities on a day."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.step import Inputs, Step, as_derived

# A deal is followed by its id; opportunities loaded as conversions without one, by their own id.
_SQL = f"""
WITH entered AS (
    SELECT coalesce(deal_id, conversion_id) AS deal, min(date) AS date,
           arg_min(segment, "at") AS segment, arg_max(value, "at") AS value
    FROM journey_conversions WHERE kind = 'opportunity' GROUP BY 1
),
ended AS (
    SELECT coalesce(deal_id, conversion_id) AS deal, arg_max(kind, "at") AS kind,
           max(date) AS date
    FROM journey_conversions WHERE kind IN ('won', 'lost') GROUP BY 1
)
SELECT e.date, e.segment, date_diff('day', e.date, x.date) AS age_days, count(*) AS entrants,
       count(*) FILTER (WHERE x.kind = 'won') AS won,
       count(*) FILTER (WHERE x.kind = 'lost') AS lost,
       count(*) FILTER (WHERE x.kind IS NULL) AS open,
       CAST(coalesce(sum(e.value), 0) AS {SQL_TYPE}) AS amount
FROM entered e LEFT JOIN ended x ON x.deal = e.deal
GROUP BY ALL ORDER BY ALL
"""


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    return as_derived("deal_cohorts", inputs.query(_SQL))


ENTRY = Step(
    title="Follow opportunities to their end",
    reads=("journey_conversions",),
    writes=("deal_cohorts",),
    run=_run,
)
