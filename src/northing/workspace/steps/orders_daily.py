"""Orders, returns, revenue and margin by day, in the reporting currency."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.rates import FILLED_RATES, in_reporting, local_day, until
from northing.workspace.step import Inputs, Step, as_derived


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    reporting = inputs.settings.currency
    day = local_day("o.at", True, inputs.settings.time_zone)
    sql = f"""
        WITH converted AS (
            SELECT {day} AS date, o.segment, o.country,
                   {in_reporting("o.revenue", "o.currency", "r.rate", reporting)} AS revenue,
                   {in_reporting("o.margin", "o.currency", "r.rate", reporting)} AS margin
            FROM orders o LEFT JOIN rates r ON r.currency = o.currency AND r.date = {day}
        )
        SELECT date, segment, country,
               count(*) FILTER (WHERE revenue >= 0) AS orders,
               count(*) FILTER (WHERE revenue < 0) AS returns,
               CAST(sum(revenue) AS {SQL_TYPE}) AS revenue,
               CAST(sum(margin) AS {SQL_TYPE}) AS margin
        FROM converted WHERE {until(inputs.settings.as_of, "date")}
        GROUP BY ALL ORDER BY ALL"""
    rows = inputs.query(sql, rates=inputs.query(FILLED_RATES))
    return as_derived("orders_daily", rows)


ENTRY = Step(
    title="Sum orders by day",
    reads=("orders", "fx"),
    writes=("orders_daily",),
    run=_run,
    settings=("as_of", "currency", "time_zone"),
)
