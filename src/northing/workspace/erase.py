"""Erase a person: rows, raw batches, older versions, and who the hash was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from northing.engine import ParquetFiles, quote_name
from northing.tables import CONTRACTS, DERIVED
from northing.workspace.batches import REFUSED_SCHEMA, Batch
from northing.workspace.refresh import is_person_level

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace


@dataclass(frozen=True)
class Erasure:
    """What an erasure did.

    Attributes:
        ids: Hashes that stood for the person: their own, and those linked to it.
        rows: Rows removed, by table.
        snapshot: The snapshot published afterwards.
    """

    ids: int
    rows: dict[str, int]
    snapshot: str


def erase_person(workspace: Workspace, identifier: str) -> Erasure:
    """Erase a person from everything but the aggregates.

    The tombstone is set first: if the erasure is cut off, doing it again completes it, and no
    load in between brings the person back.
    """
    own = workspace.identity.hash(identifier)
    ids = sorted(_linked(workspace, own))
    workspace.identity.erase(ids)
    removed: dict[str, int] = {}
    with workspace.snapshots.publisher(workspace.settings.wait_seconds):
        for batch in workspace.batches.all():
            _from_batch(workspace, batch, ids)
        # Whatever lies in a table's folder goes: rows that a killed refresh left unpublished too.
        for name in sorted({*CONTRACTS, *DERIVED, "quarantine"}):
            if workspace.lake.exists(name):
                removed[name] = _from_table(workspace, name, ids)
        snapshot = workspace.publish_erasure(removed)
        for name in removed:
            if is_person_level(name):
                keep = [snapshot.tables[name]] if name in snapshot.tables else []
                workspace.lake.vacuum(name, keep, retention_hours=0)
    refreshed = workspace.refresh()
    for name in removed:
        if is_person_level(name) and name in refreshed.tables:
            workspace.lake.vacuum(name, [refreshed.tables[name]], retention_hours=0)
    return Erasure(len(ids), {name: rows for name, rows in removed.items() if rows}, refreshed.id)


def _linked(workspace: Workspace, own: int) -> set[int]:
    """The person's own id and every cookie that was linked to it."""
    found = {own}
    snapshot = workspace.snapshots.latest()
    if not snapshot or "identity_links" not in snapshot.tables:
        return found
    links = workspace.engine.query(
        "SELECT from_id, to_person FROM links WHERE to_person IS NOT NULL",
        links=workspace.dataset("identity_links", snapshot),
    ).to_pylist()
    while True:
        more = {row["from_id"] for row in links if row["to_person"] in found} - found
        if not more:
            return found
        found |= more


def _person_columns(name: str) -> tuple[str, ...]:
    contract = CONTRACTS.get(name) or DERIVED.get(name)
    if contract is None:
        return ()
    return tuple(column.name for column in contract.columns if column.type == "person")


def _predicate(columns: Iterable[str], ids: Iterable[int]) -> str:
    listed = ", ".join(str(person_id) for person_id in ids)
    return " OR ".join(f"{quote_name(column)} IN ({listed})" for column in columns)


def _from_table(workspace: Workspace, name: str, ids: list[int]) -> int:
    version = workspace.lake.version(name)
    uris, schema = workspace.lake.files(name, version)
    if name == "quarantine":
        predicate = " OR ".join(f"cells LIKE '%{person_id}%'" for person_id in ids)
    else:
        columns = [column for column in _person_columns(name) if column in schema.names]
        if not columns:
            return 0
        predicate = _predicate(columns, ids)
    count = workspace.engine.query(
        f"SELECT count(*) AS n FROM stored WHERE {predicate}", stored=ParquetFiles(uris, schema)
    )["n"][0].as_py()
    if count:
        workspace.lake.delete(name, predicate)
    return int(count)


def _from_batch(workspace: Workspace, batch: Batch, ids: list[int]) -> None:
    value_set = pa.array(ids, pa.int64())
    for name in batch.tables:
        path = workspace.batches.path(batch, name)
        columns = CONTRACTS[name].of_type("person")
        if not columns or not path.exists():
            continue
        rows = pq.read_table(path)
        gone = pa.array([False] * rows.num_rows, pa.bool_())
        for column in columns:
            hit = pc.fill_null(pc.is_in(rows[column], value_set=value_set), False)
            gone = pc.or_(gone, hit)
        if pc.any(gone).as_py():
            workspace.batches.rewrite(batch, name, rows.filter(pc.invert(gone)))
    path = workspace.batches.refused(batch)
    if path.exists():
        refused = pq.read_table(path)
        texts = [str(person_id) for person_id in ids]
        keep = [
            not any(t in (cells or "") for t in texts) for cells in refused["cells"].to_pylist()
        ]
        if not all(keep):
            kept = refused.filter(pa.array(keep, pa.bool_())).cast(REFUSED_SCHEMA)
            workspace.batches.rewrite(batch, "refused", kept)
