"""What the snapshot says of its quarantine and its currencies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from northing.tables import CONTRACTS
from northing.web.data.child import is_personal, without_contacts

if TYPE_CHECKING:
    from northing.web.site.page_context import PageContext

_MONEY = ("spend", "orders", "deals", "conversions", "costs", "subscription_movements")


def samples(context: PageContext) -> dict[tuple[str, str], str]:
    """One row of each table and reason: its cells, those of persons left out."""
    rows = context.workspace.engine.query(
        'SELECT "table", reason, min(cells) AS cells FROM q GROUP BY "table", reason',
        q=context.workspace.dataset("quarantine", context.snapshot),
    )
    return {(one["table"], one["reason"]): _shown(one) for one in rows.to_pylist()}


def _shown(row: dict[str, Any]) -> str:
    cells = json.loads(row["cells"]) if row["cells"] else {}
    if not isinstance(cells, dict):
        return "a line that does not fit its headings"
    contract = CONTRACTS.get(row["table"])
    people = {
        name
        for column in (contract.columns if contract else ())
        if column.type in ("person", "json")
        for name in (column.name, *column.synonyms)
    }
    kept = {
        heading: cell
        for heading, cell in cells.items()
        if heading not in people and not is_personal(heading) and cell not in (None, "")
    }
    return str(without_contacts(" · ".join(f"{k}: {str(v)[:60]}" for k, v in kept.items())))


def currencies(context: PageContext) -> list[dict[str, Any]]:
    """Currencies of published money, with the newest rate of each."""
    snapshot = context.snapshot
    if snapshot is None:
        return []
    workspace = context.workspace
    counts: dict[str, int] = {}
    for name in _MONEY:
        if not snapshot.rows.get(name):
            continue
        found = workspace.engine.query(
            "SELECT currency, count(*) AS rows FROM t WHERE currency IS NOT NULL GROUP BY currency",
            t=workspace.dataset(name, snapshot),
        )
        for one in found.to_pylist():
            counts[one["currency"]] = counts.get(one["currency"], 0) + one["rows"]
    rates: dict[str, Any] = {}
    if snapshot.rows.get("fx"):
        rows = workspace.engine.query(
            "SELECT * FROM t", t=workspace.dataset("fx", snapshot)
        ).to_pylist()
        for one in sorted(rows, key=lambda one: one["date"]):
            if one["rate"] is not None:
                rates[one["currency"]] = one
    return [
        {
            "currency": code,
            "rows": count,
            "rate": rates.get(code, {}).get("rate"),
            "until": rates.get(code, {}).get("date"),
        }
        for code, count in sorted(counts.items(), key=lambda item: -item[1])
    ]
