"""Money of rows that wait in quarantine: read from the raw batches, where they are whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from northing.calendar import Period
from northing.engine import ParquetFiles, quote_name, quote_text
from northing.tables import CONTRACTS
from northing.workspace.batches import ROW_COLUMNS
from northing.workspace.health.check import Look
from northing.workspace.health.wording import counted, listed, money
from northing.workspace.rates import day_of


@dataclass(frozen=True)
class Waiting:
    """Rows of one source and currency that wait for a rate."""

    source: str | None
    currency: str
    rows: int
    amount: Decimal


def waiting(look: Look, table: str, period: Period, amount: str) -> tuple[Waiting, ...]:
    """Rows and money of one table that wait in quarantine, dated in a period.

    Args:
        look: The snapshot.
        table: A canonical table with money.
        period: Of the rows.
        amount: The column of money.
    """
    contract = CONTRACTS[table]
    places = look.query(
        f'SELECT batch, "row" FROM quarantine WHERE waits AND "table" = {quote_text(table)}',
        "quarantine",
    )
    batches: dict[str, list[int]] = {}
    for place in places:
        batches.setdefault(place["batch"], []).append(place["row"])
    source = "r.source" if "source" in contract.by_name else "CAST(NULL AS VARCHAR)"
    day = day_of(contract, "r", look.settings.time_zone)
    first, after = (quote_text(one.isoformat()) for one in (period.start, period.end))
    sql = f"""
        SELECT {source} AS source, coalesce(r.currency, 'no currency') AS currency,
               count(*) AS rows, sum(r.{quote_name(amount)}) AS amount
        FROM raw r JOIN wanted w ON w."row" = r._row
        WHERE {day} >= DATE {first} AND {day} < DATE {after}
        GROUP BY 1, 2"""
    sums: dict[tuple[str | None, str], tuple[int, Decimal]] = {}
    for id_, rows in batches.items():
        batch = look.workspace.batches.get(id_)
        if batch is None:
            continue
        path = str(look.workspace.batches.path(batch, table))
        raw = ParquetFiles((path,), pa.schema([*contract.schema, *ROW_COLUMNS]))
        wanted = pa.table({"row": pa.array(rows, pa.int64())})
        for row in look.query(sql, raw=raw, wanted=wanted):
            key = (row["source"], row["currency"])
            count, total = sums.get(key, (0, Decimal()))
            sums[key] = (count + row["rows"], total + (row["amount"] or 0))
    return tuple(Waiting(*key, *sums[key]) for key in sorted(sums, key=str))


def said(found: Iterable[Waiting], thing: str) -> str:
    """The waiting rows in words.

    Examples:
        >>> said([Waiting(None, "USD", 2, Decimal(80))], "order")
        '2 orders with 80.00 USD wait in quarantine'
    """
    rows = sum(one.rows for one in found)
    amounts = listed([money(one.amount, one.currency) for one in found])
    return f"{counted(rows, thing)} with {amounts} {'waits' if rows == 1 else 'wait'} in quarantine"
