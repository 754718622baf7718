"""Deals by the day they closed, with how long they took, and what is open by day."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.step import Inputs, Step, as_derived

_DEALS = """
    opened AS (
        SELECT coalesce(deal_id, conversion_id) AS deal, min(date) AS date,
               arg_min(segment, "at") AS segment, arg_max(value, "at") AS value
        FROM journey_conversions WHERE kind = 'opportunity' GROUP BY 1
    ),
    ended AS (
        SELECT coalesce(deal_id, conversion_id) AS deal, arg_max(kind, "at") AS kind,
               max(date) AS date, arg_max(segment, "at") AS segment, arg_max(value, "at") AS value
        FROM journey_conversions WHERE kind IN ('won', 'lost') GROUP BY 1
    )"""

_CLOSED = f"""
WITH {_DEALS}
SELECT e.date, coalesce(e.segment, o.segment) AS segment,
       date_diff('day', o.date, e.date) AS cycle_days,
       count(*) FILTER (WHERE e.kind = 'won') AS won,
       count(*) FILTER (WHERE e.kind = 'lost') AS lost, count(*) AS closed,
       CAST(coalesce(sum(e.value) FILTER (WHERE e.kind = 'won'), 0) AS {SQL_TYPE}) AS won_value,
       CAST(coalesce(sum(e.value), 0) AS {SQL_TYPE}) AS closed_value,
       CAST(sum(date_diff('day', o.date, e.date)) FILTER (WHERE e.kind = 'won') AS BIGINT)
           AS won_cycle_days
FROM ended e LEFT JOIN opened o ON o.deal = e.deal
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

_CHANGES = f"""
WITH {_DEALS},
changed AS (
    SELECT date, segment, 1 AS deals, coalesce(value, 0) AS value FROM opened
    UNION ALL
    SELECT greatest(e.date, o.date), o.segment, -1, -coalesce(o.value, 0)
    FROM opened o JOIN ended e ON e.deal = o.deal
)
SELECT date, segment, CAST(sum(deals) AS BIGINT) AS deals,
       CAST(sum(value) AS {SQL_TYPE}) AS value
FROM changed GROUP BY date, segment ORDER BY date, segment
"""


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    return {
        **as_derived("deals_closed_daily", inputs.query(_CLOSED)),
        **as_derived("deal_changes_daily", inputs.query(_CHANGES)),
    }


ENTRY = Step(
    title="Count deals closed and open by day",
    reads=("journey_conversions",),
    writes=("deals_closed_daily", "deal_changes_daily"),
    run=_run,
)
