"""Rows by table, source, load and day: what gaps, freshness and late rows are read from."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from northing.engine import quote_name, quote_text
from northing.money import SQL_TYPE
from northing.tables import CONTRACTS, DERIVED, Append, Contract
from northing.workspace.rates import FILLED_RATES, in_reporting, local_day
from northing.workspace.step import Inputs, Step, as_derived

_TABLES = tuple(name for name, contract in CONTRACTS.items() if contract.at)


def _run(inputs: Inputs) -> Mapping[str, pa.Table]:
    rates = inputs.query(FILLED_RATES)
    parts = [
        inputs.engine.query(
            _sql(name, CONTRACTS[name], inputs), rows=inputs.tables[name], rates=rates
        ).cast(DERIVED["health_daily"].schema)
        for name in _TABLES
    ]
    return as_derived("health_daily", pa.concat_tables(parts))


def _sql(name: str, contract: Contract, inputs: Inputs) -> str:
    at = quote_name(contract.at or "")
    is_instant = contract.by_name[contract.at or ""].type == "instant"
    day = local_day(f"t.{at}", is_instant, inputs.settings.time_zone)
    source, account = (
        quote_name(contract.delivered_by[place]) if place < len(contract.delivered_by) else None
        for place in (0, 1)
    )
    rows = f"""
        t AS (
            SELECT {source or "CAST(NULL AS VARCHAR)"} AS source,
                   {account or "CAST(NULL AS VARCHAR)"} AS account,
                   t._batch AS batch, t._loaded AS loaded, {day} AS date, t.{at} AS happened,
                   {_amount(contract, inputs.settings.currency)} AS amount
            FROM rows t {_rate_join(contract, day)}
            WHERE t.{at} IS NOT NULL
        )"""
    late, known_until, loads, join = "CAST(NULL AS BIGINT)", "CAST(NULL AS DATE)", "", ""
    if isinstance(contract.load, Append):
        # Only a row of days that its source had brought before is late: older history that is
        # loaded afterwards is history, and a later row is news. A file reports on all of its days
        # for each source in it.
        earlier = (
            "OVER (PARTITION BY source ORDER BY loaded, batch "
            "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        )
        loads = f""",
        spans AS (
            SELECT batch, min(date) AS first_day, max(date) AS last_day, max(happened) AS newest
            FROM t GROUP BY batch
        ),
        brought AS (
            SELECT DISTINCT t.source, t.batch, t.loaded, s.first_day, s.last_day, s.newest
            FROM t JOIN spans s ON s.batch = t.batch
        ),
        known AS (
            SELECT source, batch, min(first_day) {earlier} AS first_day,
                   max(last_day) {earlier} AS last_day, max(newest) {earlier} AS newest
            FROM brought
        )"""
        join = "JOIN known k ON k.source IS NOT DISTINCT FROM t.source AND k.batch = t.batch"
        late = "count(*) FILTER (WHERE t.date >= k.first_day AND t.happened < k.newest)"
        known_until = "max(k.last_day)"
    return f"""
        WITH {rows}{loads}
        SELECT {quote_text(name)} AS "table", t.source, t.account, t.batch, t.date,
               count(*) AS rows, {late} AS late_rows, {known_until} AS known_until,
               CAST(sum(t.amount) AS {SQL_TYPE}) AS amount
        FROM t {join}
        GROUP BY t.source, t.account, t.batch, t.date
        ORDER BY t.source, t.account, t.date, t.batch"""


def _amount(contract: Contract, reporting: str) -> str:
    """SQL for the amount that each row must state, in the reporting currency."""
    stated = [name for name in contract.of_type("money") if contract.by_name[name].required]
    if not stated or not contract.money_on:
        return f"CAST(NULL AS {SQL_TYPE})"
    return in_reporting(f"t.{quote_name(stated[0])}", "t.currency", "r.rate", reporting)


def _rate_join(contract: Contract, day: str) -> str:
    if not contract.money_on:
        return ""
    return f"LEFT JOIN rates r ON r.currency = t.currency AND r.date = {day}"


ENTRY = Step(
    title="Count rows by source and day",
    reads=tuple(dict.fromkeys((*_TABLES, "fx"))),
    writes=("health_daily",),
    run=_run,
    settings=("currency", "time_zone"),
)
