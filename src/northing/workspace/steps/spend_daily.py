"""Media spend by day and what it bought, in the reporting currency."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.rates import FILLED_RATES, in_reporting, until
from northing.workspace.step import Inputs, Step, as_derived

_DIMENSIONS = "date, channel, campaign, content, country, device, source"


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    reporting = inputs.settings.currency
    sql = f"""
        WITH converted AS (
            SELECT s.* EXCLUDE (amount, platform_value),
                   {in_reporting("s.amount", "s.currency", "r.rate", reporting)} AS amount,
                   {in_reporting("s.platform_value", "s.currency", "r.rate", reporting)}
                       AS platform_value
            FROM spend s
            LEFT JOIN rates r ON r.currency = s.currency AND r.date = s.date
        )
        SELECT {_DIMENSIONS},
               CAST(sum(amount) AS {SQL_TYPE}) AS amount,
               CAST(sum(impressions) AS BIGINT) AS impressions,
               CAST(sum(clicks) AS BIGINT) AS clicks,
               sum(platform_conversions ORDER BY _loaded, _batch, _row) AS platform_conversions,
               CAST(sum(platform_value) AS {SQL_TYPE}) AS platform_value
        FROM converted
        WHERE {until(inputs.settings.as_of, "date")}
        GROUP BY {_DIMENSIONS} ORDER BY {_DIMENSIONS}"""
    rows = inputs.query(sql, rates=inputs.query(FILLED_RATES))
    return as_derived("spend_daily", rows)


ENTRY = Step(
    title="Sum media spend by day",
    reads=("spend", "fx"),
    writes=("spend_daily",),
    run=_run,
    settings=("as_of", "currency"),
)
