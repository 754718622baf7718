"""The own brand beside its category, for each period, segment and source."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_text
from northing.workspace.rates import until
from northing.workspace.step import Inputs, Step, as_derived

_MEASURES = {
    "sales": "sales value",
    "media": "media spend",
    "searches": "searches",
    "mentions": "mentions",
}


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    own = f"lower(trim(brand)) IN ('own', {quote_text(inputs.settings.name.lower())})"
    sums = ", ".join(
        f"CAST(sum(amount) FILTER (WHERE measure = {quote_text(said)}) AS DOUBLE) "
        f"AS category_{name}, "
        f"CAST(sum(CASE WHEN is_own THEN amount WHEN reports_own = 1 THEN 0 END) "
        f"FILTER (WHERE measure = {quote_text(said)}) AS DOUBLE) AS own_{name}"
        for name, said in _MEASURES.items()
    )
    # A source that reports the own brand and does not list it says 0; one that never does, nothing.
    sql = f"""
        WITH brands AS (
            SELECT period, segment, source, measure, CAST(value AS DECIMAL(28, 6)) AS amount,
                   {own} AS is_own,
                   max(CASE WHEN {own} THEN 1 ELSE 0 END)
                       OVER (PARTITION BY source, measure) AS reports_own
            FROM market WHERE {until(inputs.settings.as_of, "period")}
        )
        SELECT period AS date, segment, source, {sums} FROM brands
        GROUP BY period, segment, source ORDER BY period, segment, source"""
    return as_derived("market_shares", inputs.query(sql))


ENTRY = Step(
    title="Set the own brand beside its category",
    reads=("market",),
    writes=("market_shares",),
    run=_run,
    settings=("as_of", "name"),
)
