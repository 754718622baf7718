"""Erase a person: rows, raw batches, older versions, and who the hash was."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from northing.lake import Lake
from northing.tables import CONTRACTS, DERIVED
from northing.workspace.batches import REFUSED_SCHEMA, Batch, Batches
from northing.workspace.loading import Progress, quietly
from northing.workspace.plan_file import scrub_plans
from northing.workspace.stored import QUARANTINE, is_person_level

if TYPE_CHECKING:
    from northing.workspace.workspace import Workspace

ERASED = "[erased]"
_ABANDONED_SECONDS = 600
_SHORTEST = 6
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Erasure:
    """What an erasure did.

    Attributes:
        ids: Hashes that stood for the person: their own, and those linked to it.
        rows: Rows removed, by table; raw batches count as "raw".
        snapshot: The snapshot in force afterwards; None if nothing was ever published.
    """

    ids: int
    rows: dict[str, int]
    snapshot: str | None


def erase_person(workspace: Workspace, identifier: str, progress: Progress = quietly) -> Erasure:
    """Erase a person from everything but the aggregates, texts of the plan included."""
    spelled = spelling_of(identifier)
    planned = spelled is not None and scrub_plans(
        workspace.folder, workspace.lake.root, spelled, partial(erased_from_plan, spelled)
    )
    erasure = erase_people(workspace, (workspace.identity.hash(identifier),), progress)
    latest = workspace.snapshots.latest()
    if planned and latest is not None:
        for name in (one for one in latest.tables if one.startswith("plan_")):
            kept = [latest.tables[name]]
            workspace.lake.vacuum(name, kept, retention_hours=0, everything=True)
    return erasure


def spelling_of(identifier: str) -> re.Pattern[str] | None:
    """What finds an identifier in a text, in any capitals.

    Short ones without an @, such as 17, are left: they would be found in any number.

    Examples:
        >>> spelling_of("ada@example.com").sub(ERASED, "Call Ada@Example.com, not bada@example.com")
        'Call [erased], not bada@example.com'
        >>> spelling_of("17")
    """
    wanted = identifier.strip()
    if "@" not in wanted and len(wanted) < _SHORTEST:
        return None
    return re.compile(rf"(?<![\w.+-]){re.escape(wanted)}(?![\w-])", re.IGNORECASE)


def erased_from_plan(spelled: re.Pattern[str], text: str) -> str:
    """A text of the plan without what finds an identifier; a number is an amount and stays.

    Examples:
        >>> erased_from_plan(spelling_of("100000"), "Asked by customer 100000.")
        'Asked by customer [erased].'
        >>> erased_from_plan(spelling_of("100000"), "100000.0000")
        '100000.0000'
    """
    return text if _NUMBER.fullmatch(text) else spelled.sub(ERASED, text)


def erase_people(
    workspace: Workspace, people: Iterable[int], progress: Progress = quietly
) -> Erasure:
    """Erase people by their hashes, as when a restored backup holds some who were erased since.

    The tombstones are set first: if the erasure is cut off, doing it again completes it, and no
    load in between brings anybody back.
    """
    ids = tuple(sorted(_linked(workspace.batches, set(people))))
    workspace.identity.erase(ids)
    raw = sum(_from_batch(workspace.batches, batch, ids) for batch in workspace.batches.all())
    _remove_abandoned(workspace.batches)
    rows = {"raw": raw} if raw else {}
    if workspace.snapshots.latest() is None:
        _vacuum(workspace.lake, {})
        return Erasure(len(ids), rows, None)
    refresh = workspace.refreshing(progress=progress, erasing=ids)
    snapshot = refresh.run()
    _vacuum(workspace.lake, snapshot.tables)
    return Erasure(len(ids), {**rows, **refresh.erased_rows}, snapshot.id)


def _linked(batches: Batches, own: set[int]) -> set[int]:
    """Every id that a link joins to a person's own, in either direction, however far."""
    pairs: list[tuple[int, int]] = []
    for batch in batches.all():
        path = batches.path(batch, "identity_links")
        if path.exists():
            links = pq.read_table(path, columns=["from_id", "to_person"]).to_pydict()
            pairs += [
                pair
                for pair in zip(links["from_id"], links["to_person"], strict=True)
                if None not in pair
            ]
    found = own
    while True:
        more = {one for pair in pairs for one in pair if found & {*pair}} - found
        if not more:
            return found
        found |= more


def _from_batch(batches: Batches, batch: Batch, ids: Iterable[int]) -> int:
    """Rewrite a batch without these people; how many rows went."""
    value_set = pa.array(list(ids), pa.int64())
    removed = 0
    for name in batch.tables:
        path = batches.path(batch, name)
        columns = CONTRACTS[name].of_type("person")
        if not columns or not path.exists():
            continue
        rows = pq.read_table(path)
        gone = pa.array([False] * rows.num_rows, pa.bool_())
        for column in columns:
            hit = pc.fill_null(pc.is_in(rows[column], value_set=value_set), False)
            gone = pc.or_(gone, hit)
        if count := pc.sum(gone).as_py():
            batches.rewrite(batch, name, rows.filter(pc.invert(gone)))
            removed += count
    path = batches.refused(batch)
    if path.exists():
        refused = pq.read_table(path)
        texts = [str(person_id) for person_id in ids]
        keep = [
            not any(t in (cells or "") for t in texts) for cells in refused["cells"].to_pylist()
        ]
        if not all(keep):
            kept = refused.filter(pa.array(keep, pa.bool_())).cast(REFUSED_SCHEMA)
            batches.rewrite(batch, "refused", kept)
            removed += keep.count(False)
    return removed


def _remove_abandoned(batches: Batches) -> None:
    """Remove what killed loads left half-written; a load at work has written lately."""
    for folder in batches.unfinished():
        newest = max((path.stat().st_mtime for path in (folder, *folder.iterdir())), default=0.0)
        if time.time() - newest > _ABANDONED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


def _vacuum(lake: Lake, kept: Mapping[str, int]) -> None:
    """Delete every file of person-level tables that the newest snapshot does not need."""
    for name in (*CONTRACTS, *DERIVED, QUARANTINE):
        if is_person_level(name) and lake.exists(name):
            if name not in kept:
                lake.drop(name)
                continue
            lake.vacuum(name, [kept[name]], retention_hours=0, everything=True)
