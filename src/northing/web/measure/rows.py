"""Rows of a snapshot's tables, for those who want to see where a number comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from northing.engine import quote_name, quote_text
from northing.errors import Missing
from northing.tables import CONTRACTS, DERIVED
from northing.web.measure.selectors import limits

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

MOST = 500
_HIDDEN_TYPES = frozenset({"person"})
_HIDDEN = frozenset(
    {"person_id", "journey_id", "root_id", "from_id", "to_person", "account_id", "to_account"}
    | {"text", "attributes", "referred_by"}
)
"""Columns that tell who somebody is, or hold what somebody wrote."""


@dataclass(frozen=True)
class Rows:
    """Some rows of a table.

    Attributes:
        columns: Names, in the table's order; what would tell who somebody is is left out.
        rows: The first ones.
        count: How many there are in all.
        hidden: Columns that were left out.
    """

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    count: int
    hidden: tuple[str, ...]


def table_title(name: str) -> str | None:
    """What a table holds; None if there is no such table."""
    if name in CONTRACTS:
        return CONTRACTS[name].title
    return DERIVED[name].title if name in DERIVED else None


def rows_of(context: PageContext, table: str, wanted: dict[str, str]) -> Rows:
    """The newest rows of a table within the period, the scope and the values wanted.

    Raises:
        Missing: If the table is empty, or the scope's limits cannot be applied to it.
    """
    snapshot = context.snapshot
    if snapshot is None or not snapshot.rows.get(table):
        raise Missing(f"The table {table} holds no rows yet.")
    facts = context.workspace.dataset(table, snapshot)
    names = [name for name in facts.schema.names if not name.startswith("_")]
    shown = tuple(name for name in names if name not in _HIDDEN)
    tables: dict[str, Any] = {"facts": facts}
    conditions = _conditions(context, table, names, wanted, tables)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    order = next((f"{quote_name(n)} DESC" for n in ("date", "at", "month") if n in names), "1")
    listed = ", ".join(quote_name(name) for name in shown)
    engine = context.workspace.engine
    (counted,) = engine.query(f"SELECT count(*) AS n FROM facts {where}", **tables).to_pylist()
    found = engine.query(
        f"SELECT {listed} FROM facts {where} ORDER BY {order} LIMIT {MOST}", **tables
    )
    hidden = tuple(name for name in names if name in _HIDDEN)
    return Rows(shown, tuple(found.to_pylist()), counted["n"], hidden)


def _conditions(
    context: PageContext,
    table: str,
    names: list[str],
    wanted: dict[str, str],
    tables: dict[str, Any],
) -> list[str]:
    conditions = []
    for column in ("date", "at", "month"):
        if column in names:
            day = f"CAST({quote_name(column)} AS DATE)"
            start = (
                context.period.start.replace(day=1) if column == "month" else context.period.start
            )
            conditions.append(f"{day} >= DATE {quote_text(start.isoformat())}")
            conditions.append(f"{day} < DATE {quote_text(context.period.end.isoformat())}")
            break
    values: dict[str, tuple[str, ...]] = {
        name: (value,) for name, value in wanted.items() if value and name in names
    }
    for name, allowed in limits(context).items():
        if name not in names:
            raise Missing(f"The table {table} names no {name}, so it is not for your role.")
        if name in values:
            allowed = tuple(one for one in values[name] if one in allowed)
        values[name] = allowed
    for place, (name, allowed) in enumerate(values.items()):
        tables[f"wanted_{place}"] = pa.table({"value": pa.array(allowed, pa.string())})
        conditions.append(f"{quote_name(name)} IN (SELECT value FROM wanted_{place})")
    return conditions
