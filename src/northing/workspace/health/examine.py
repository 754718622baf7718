"""Data health: every check of the catalogue, the worst findings first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from northing.errors import Unknown
from northing.lake import Snapshot
from northing.tables import CONTRACTS, DERIVED
from northing.workspace.health.check import CHECKS, Check, Look
from northing.workspace.health.finding import LEVELS, Finding, Health, worst

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace

_NOTHING_YET = Snapshot(0, date(1970, 1, 1), {}, {}, {}, (), {}, {}, "")
# Who a row speaks of, and what somebody wrote or a file held, stay where they are.
_PERSONAL = ("person", "account", "json")
_FREE_TEXT = ("text", "cells", "attributes")


def examine(workspace: Workspace, snapshot: Snapshot | None = None) -> Health:
    """Run every check. See `Workspace.health`."""
    look = Look(workspace, snapshot or workspace.snapshots.latest() or _NOTHING_YET)
    findings: list[Finding] = []
    not_checked: dict[str, str] = {}
    for name, check in CHECKS.items():
        lacking = [table for table in check.needs if not look.holds(table)]
        if lacking:
            not_checked[name] = f"There is nothing in {', '.join(lacking)}."
            continue
        found = [replace(one, check=name) for one in check.look(look)]
        findings += found or [_fine(name, check)]
    findings.sort(key=lambda one: (-LEVELS.index(one.level), -(one.money or 0)))
    published = bool(look.snapshot.number)
    return Health(
        worst(tuple(one.level for one in findings)),
        tuple(findings),
        look.deliveries.all,
        not_checked,
        look.snapshot.id if published else None,
        look.snapshot.as_of if published else None,
        look.currency,
    )


def _fine(name: str, check: Check) -> Finding:
    return Finding("", "green", check.fine, check=name)


def rows_behind(
    workspace: Workspace, finding_id: str, limit: int, snapshot: Snapshot | None = None
) -> list[dict[str, Any]]:
    """Some rows behind a finding. See `Workspace.health_rows`."""
    found = {one.id: one for one in examine(workspace, snapshot).findings}
    if finding_id not in found:
        raise Unknown("finding", finding_id, found)
    finding = found[finding_id]
    if finding.rows is None:
        return []
    look = Look(workspace, snapshot or workspace.snapshot())
    table = finding.rows.table
    columns = ", ".join(f'"{name}"' for name in impersonal_columns(look, table))
    return look.query(
        f"SELECT {columns} FROM {table} WHERE {finding.rows.where} LIMIT {int(limit)}", table
    )


def impersonal_columns(look: Look, table: str) -> list[str]:
    """The columns of a table that say nothing of single people."""
    contract = CONTRACTS.get(table) or DERIVED.get(table)
    kinds = {column.name: column.type for column in contract.columns} if contract else {}
    uris_schema = look.workspace.lake.files(table, look.snapshot.tables[table])[1]
    return [
        name
        for name in uris_schema.names
        if kinds.get(name) not in _PERSONAL and name not in _FREE_TEXT
    ]
