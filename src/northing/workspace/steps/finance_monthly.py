"""The ledger by month, in the reporting currency."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.rates import FILLED_RATES, in_reporting
from northing.workspace.step import Inputs, Step, as_derived

_AMOUNTS = ("plan", "commitment", "actual", "revenue", "margin", "marketing_envelope")


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    reporting = inputs.settings.currency
    sums = ", ".join(
        f"CAST(sum({in_reporting(f'f.{name}', 'f.currency', 'r.rate', reporting)}) "
        f"AS {SQL_TYPE}) AS {name}"
        for name in _AMOUNTS
    )
    sql = f"""
        WITH sides AS (
            SELECT account, CASE WHEN count(revenue) > 0 THEN 'income' ELSE 'cost' END AS side
            FROM finance GROUP BY account
        )
        SELECT f.month, f.account, f.cost_centre, s.side, {sums}
        FROM finance f JOIN sides s ON s.account = f.account
        LEFT JOIN rates r ON r.currency = f.currency AND r.date = f.month
        GROUP BY f.month, f.account, f.cost_centre, s.side
        ORDER BY f.month, f.account, f.cost_centre, s.side"""
    return as_derived("finance_monthly", inputs.query(sql, rates=inputs.query(FILLED_RATES)))


ENTRY = Step(
    title="Sum the ledger by month",
    reads=("finance", "fx"),
    writes=("finance_monthly",),
    run=_run,
    settings=("currency",),
)
