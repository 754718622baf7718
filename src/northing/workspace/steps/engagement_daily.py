"""What social networks and e-mail report by day."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.workspace.rates import until
from northing.workspace.step import Inputs, Step, as_derived

_COUNTS = ("impressions", "reach", "engagements", "delivered", "opens", "clicks", "unsubscribes")


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    sums = ", ".join(f"CAST(sum({name}) AS BIGINT) AS {name}" for name in _COUNTS)
    sql = f"""
        SELECT date, network, content, {sums} FROM engagement
        WHERE {until(inputs.settings.as_of, "date")}
        GROUP BY date, network, content ORDER BY date, network, content"""
    return as_derived("engagement_daily", inputs.query(sql))


ENTRY = Step(
    title="Sum engagement by day",
    reads=("engagement",),
    writes=("engagement_daily",),
    run=_run,
    settings=("as_of",),
)
