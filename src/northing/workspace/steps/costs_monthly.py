"""Costs beside media by month, in the reporting currency."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.money import SQL_TYPE
from northing.workspace.rates import FILLED_RATES, in_reporting
from northing.workspace.step import Inputs, Step, as_derived


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    amount = in_reporting("c.amount", "c.currency", "r.rate", inputs.settings.currency)
    sql = f"""
        SELECT c.month, c.category, c.department, c.initiative,
               CAST(sum({amount}) AS {SQL_TYPE}) AS amount
        FROM costs c LEFT JOIN rates r ON r.currency = c.currency AND r.date = c.month
        GROUP BY ALL ORDER BY ALL"""
    rows = inputs.query(sql, rates=inputs.query(FILLED_RATES))
    return as_derived("costs_monthly", rows)


ENTRY = Step(
    title="Sum costs by month",
    reads=("costs", "fx"),
    writes=("costs_monthly",),
    run=_run,
    settings=("currency",),
)
