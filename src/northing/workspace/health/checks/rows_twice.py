"""Rows of one file that repeat another in every column, and are summed with it."""

from __future__ import annotations

from collections.abc import Iterable

from northing.engine import quote_name
from northing.tables import CONTRACTS, Contract, ReplaceWindow
from northing.workspace.health.check import Check, Look
from northing.workspace.health.finding import Finding
from northing.workspace.health.wording import counted, money, share
from northing.workspace.rates import FILLED_RATES, in_reporting, local_day


def _look(look: Look) -> Iterable[Finding]:
    for name, contract in CONTRACTS.items():
        if isinstance(contract.load, ReplaceWindow) and look.holds(name):
            yield from _twice(look, name, contract)


def _twice(look: Look, name: str, contract: Contract) -> Iterable[Finding]:
    columns = ", ".join(f"t.{quote_name(column)}" for column in contract.schema.names)
    counts = [
        column
        for column in contract.of_type("money", "integer", "number")
        if contract.by_name[column].required
    ]
    # A row of nothing may be said as often as anyone likes.
    something = " OR ".join(f"t.{quote_name(column)} <> 0" for column in counts) or "TRUE"
    amount, join = "CAST(NULL AS DOUBLE)", ""
    if contract.money_on and counts:
        is_instant = contract.by_name[contract.money_on].type == "instant"
        day = local_day(f"s.{quote_name(contract.money_on)}", is_instant, look.settings.time_zone)
        amount = in_reporting(f"s.{quote_name(counts[0])}", "s.currency", "r.rate", look.currency)
        join = f"LEFT JOIN rates r ON r.currency = s.currency AND r.date = {day}"
    row = look.query(
        f"""WITH s AS (
                SELECT {columns}, t._batch, count(*) - 1 AS again FROM {name} t
                WHERE {something} GROUP BY {columns}, t._batch HAVING count(*) > 1
            )
            SELECT CAST(coalesce(sum(s.again), 0) AS BIGINT) AS rows,
                   sum(s.again * {amount}) AS amount
            FROM s {join}""",
        name,
        rates=look.workspace.engine.query(FILLED_RATES, fx=look.dataset("fx")),
    )[0]
    if not row["rows"]:
        return
    every = look.snapshot.rows[name]
    stake = f"{money(row['amount'], look.currency)} are" if row["amount"] else "They are"
    bad = row["rows"] > look.limits.duplicate_rate * every
    yield Finding(
        name,
        "amber" if bad else "green",
        f"{counted(row['rows'], 'row')} of {name} ({share(row['rows'], every)}) repeat another of "
        f"the same file in every column. {stake} counted twice if they are one.",
        "Compare a day with the platform's own total; if it is lower, export the file again."
        if bad
        else "",
        row["rows"],
        row["amount"],
        {"table": name},
    )


ENTRY = Check(
    title="Rows that repeat another of the same file",
    fine="No row repeats another of its file in every column.",
    look=_look,
    needs=("loads",),
    trap="Of tables whose files replace whole days (spend, sessions): their rows are added up, and "
    "two equal ones may be two parts of one amount.",
)
