"""What the next refresh will do with what was just loaded: which rows wait, which are replaced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from northing.engine import Dataset, ParquetFiles, quote_text
from northing.tables import CONTRACTS
from northing.tables.names import resolve_channel
from northing.workspace.ingest import Ingest, ingest_of
from northing.workspace.loading import Load, Replaced, TableLoad
from northing.workspace.stored import empty_table

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace


def foretell(workspace: Workspace, load: Load) -> Load:
    """Add to a load which of its rows will wait and which published ones it will replace."""
    if load.already_loaded or not any(
        CONTRACTS[table.table].money_on or table.windows for table in load.tables
    ):
        return load
    work = next_ingest(workspace)
    tables = (_foretold(workspace, load, table, work) for table in load.tables)
    return replace(load, tables=tuple(tables))


def next_ingest(workspace: Workspace) -> Ingest:
    """Rates and names as the next refresh will have them: published and just loaded."""
    published = workspace.snapshots.latest()
    held = set(published.batches) if published else set()
    pending = [one for one in workspace.batches.all() if one.id not in held]

    def dataset(name: str) -> Dataset:
        has_it = published is not None and name in published.tables
        stored = workspace.dataset(name, published) if has_it else empty_table(name)
        files = [workspace.batches.path(one, name) for one in pending if name in one.tables]
        paths = tuple(str(path) for path in files if path.exists())
        arrived = ParquetFiles(paths, CONTRACTS[name].schema)
        return workspace.engine.query(
            "SELECT * FROM stored UNION ALL BY NAME SELECT * FROM arrived",
            stored=stored,
            arrived=arrived,
        )

    erased = workspace.identity.erased()
    return ingest_of(workspace.engine, workspace.batches, workspace.settings, erased, dataset)


def _foretold(workspace: Workspace, load: Load, table: TableLoad, work: Ingest) -> TableLoad:
    """Say which rows will wait, and which published ones will be replaced."""
    waits: dict[str, int] = {}
    batch = workspace.batches.get(load.batch)
    if batch is not None and table.rows:
        rows = work.candidates(table.table, [batch], empty_table("quarantine"), {})[0].waiting()
        counted = rows.group_by("reason").aggregate([("reason", "count")]).to_pylist()
        waits = {row["reason"]: row["reason_count"] for row in counted}
    return replace(table, waits=waits, replaced=tuple(_replaced_by(workspace, table, work)))


def _replaced_by(workspace: Workspace, table: TableLoad, work: Ingest) -> list[Replaced]:
    published = workspace.snapshots.latest()
    if not table.windows or published is None or table.table not in published.tables:
        return []
    stored = workspace.dataset(table.table, published)
    money = CONTRACTS[table.table].money_on is not None
    columns = "currency, sum(amount) AS amount" if money else "NULL AS currency, NULL AS amount"
    found = []
    for window in table.windows:
        named = window.scope["source"]
        channel = window.scope["channel"] or ""
        source = named or resolve_channel(channel, work.spellings.channels)
        account = window.scope["account"]
        same = f"account = {quote_text(account)}" if account else "account IS NULL"
        sql = f"""
            SELECT count(*) AS rows, {columns} FROM stored
            WHERE source = {quote_text(source)} AND {same}
              AND date BETWEEN DATE {quote_text(window.first.isoformat())}
                           AND DATE {quote_text(window.last.isoformat())}
            GROUP BY ALL HAVING count(*) > 0 ORDER BY currency"""
        rows = workspace.engine.query(sql, stored=stored).to_pylist()
        found += [Replaced(source, window.first, window.last, **row) for row in rows]
    return found
