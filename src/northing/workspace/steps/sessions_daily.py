"""Sessions by day, as web analytics counts them."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.workspace.rates import until
from northing.workspace.step import Inputs, Step, as_derived

_CELL = "date, channel, campaign, landing_page, country, device, source"


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    # Analytics shares conversions out in fractions: decimals add up the same in any order.
    sql = f"""
        SELECT {_CELL}, CAST(sum(sessions) AS BIGINT) AS sessions,
               CAST(sum(engaged) AS BIGINT) AS engaged,
               CAST(sum(CAST(conversions AS DECIMAL(28, 6))) AS DOUBLE) AS conversions
        FROM sessions WHERE {until(inputs.settings.as_of, "date")}
        GROUP BY {_CELL} ORDER BY {_CELL}"""
    return as_derived("sessions_daily", inputs.query(sql))


ENTRY = Step(
    title="Sum sessions by day",
    reads=("sessions",),
    writes=("sessions_daily",),
    run=_run,
    settings=("as_of",),
)
