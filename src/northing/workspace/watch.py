"""Watch folders and object stores: load what is new, say what failed once, refresh.

What was done with each file is kept in `watch.json` of the workspace. Originals are never moved or
deleted, so that nothing is lost; a file that failed is tried again only when it, or how it is
read, has changed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from filelock import FileLock, Timeout

from northing.errors import BadInput, Conflict, NorthingError, StorageFailed
from northing.workspace.batches import file_digest
from northing.workspace.places import Place
from northing.workspace.stores import Found, Store, now, open_store

if TYPE_CHECKING:
    from northing.sources import Mapping as SourceMapping
    from northing.workspace.workspace import Workspace

STATE, LOCK = "watch.json", "watch.lock"
SETTLED_SECONDS = 60
"""A file of a folder that was written within this time is looked at once more before it is read."""

Outcome = Literal["loaded", "known", "waiting", "failed", "unreachable"]


@dataclass(frozen=True)
class Watched:
    """What happened to one file, or to a place that could not be looked at.

    Attributes:
        place: As the settings name it.
        file: Its name within the place; empty for the place itself.
        outcome: "loaded"; "known" (the same content was loaded before); "waiting" (it is still
            being written); "failed"; "unreachable".
        rows: Rows that were loaded.
        reason: Why it waits, failed or was not reached.
    """

    place: str
    file: str
    outcome: Outcome
    rows: int = 0
    reason: str | None = None


def watch_once(
    workspace: Workspace, *, only_due: bool = False, refresh: bool = True
) -> tuple[Watched, ...]:
    """Look at every place once, load what is new, and refresh if anything was loaded.

    Args:
        workspace: Its setting `watch` names the places.
        only_due: Whether to pass over places whose time has not come.
        refresh: Whether to refresh afterwards.

    Returns:
        What is new since the last look; a file that failed is reported once.

    Raises:
        BadInput: If the settings name no place.
        Conflict: If another watcher is at work.
    """
    if not workspace.settings.watch:
        raise BadInput("No place is watched; name one under [[watch]] in northing.toml.")
    seen: list[Watched] = []
    with _state(workspace.folder) as state:
        for place in workspace.settings.watch:
            memory = state.setdefault(_key(place), {"looked": 0.0, "files": {}})
            if only_due and now() < memory["looked"] + 60 * place.every_minutes:
                continue
            memory["looked"] = now()
            seen += _look(workspace, place, memory)
            _write(workspace.folder, state)
    if refresh and any(one.outcome == "loaded" for one in seen):
        workspace.refresh()
    return tuple(seen)


def failures(workspace: Workspace) -> tuple[Watched, ...]:
    """The files that failed and have not changed since, with their reasons."""
    state = _read(workspace.folder)
    return tuple(
        Watched(place.at, key, "failed", reason=known["reason"])
        for place in workspace.settings.watch
        for key, known in state.get(_key(place), {}).get("files", {}).items()
        if known["outcome"] == "failed"
    )


def seconds_to_next(workspace: Workspace) -> float:
    """How long until a place is due."""
    state = _read(workspace.folder)
    due = [
        state.get(_key(place), {}).get("looked", 0.0) + 60 * place.every_minutes
        for place in workspace.settings.watch
    ]
    return max(0.0, min(due, default=0.0) - now())


def _look(workspace: Workspace, place: Place, memory: dict[str, Any]) -> Iterator[Watched]:
    try:
        store = open_store(place, workspace.folder)
        found = store.list()
        reading = _reading_digest(workspace, place)
    except (NorthingError, OSError) as error:
        yield Watched(place.at, "", "unreachable", reason=str(error))
        return
    files = memory["files"]
    for gone in set(files) - {one.key for one in found}:
        del files[gone]
    for one in found:
        known = files.get(one.key)
        now_is = {"size": one.size, "changed": one.changed, "reading": reading}
        unchanged = known is not None and all(known[name] == now_is[name] for name in now_is)
        if unchanged and known["outcome"] != "waiting":
            continue
        if store.is_folder and not unchanged and now() - one.changed < SETTLED_SECONDS:
            files[one.key] = {**now_is, "outcome": "waiting", "reason": None}
            yield Watched(place.at, one.key, "waiting", reason="it may still be written")
            continue
        result, digest = _take(workspace, place, store, one)
        if digest is not None:  # what the disk or network refused is tried again next time
            files[one.key] = {**now_is, "outcome": result.outcome, "reason": result.reason}
        yield result


def _take(
    workspace: Workspace, place: Place, store: Store, found: Found
) -> tuple[Watched, str | None]:
    """Fetch and load one file; without a digest, it is to be tried again."""
    from northing.sources import WATCHED

    folder = Path(tempfile.mkdtemp(prefix="northing-watch-"))
    digest: str | None = ""
    try:
        copy = folder / found.name
        store.fetch(found, copy, WATCHED)
        digest = file_digest(copy)
        mapping = _mapping(workspace, place)
        options: dict[str, Any] = {"mapping": mapping, "allow_sql": True}
        readings = workspace.read(copy, table=place.table, limits=WATCHED, **options)
        load = workspace.load(place.table, copy, readings=readings, **options)
        outcome: Outcome = "known" if load.already_loaded else "loaded"
        return Watched(place.at, found.key, outcome, load.rows), digest
    except (StorageFailed, Conflict, OSError) as error:
        return Watched(place.at, found.key, "unreachable", reason=str(error)), None
    except NorthingError as error:
        return Watched(place.at, found.key, "failed", reason=str(error)), digest
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _mapping(workspace: Workspace, place: Place) -> SourceMapping:
    from northing.sources import Mapping, load_mapping

    path = workspace.folder / place.mapping if place.mapping else None
    mapping = load_mapping(path) if path else Mapping()
    if place.source is None:
        return mapping
    tables = tuple(
        replace(one, answers=replace(one.answers, source=one.answers.source or place.source))
        for one in mapping.tables
    )
    own = replace(mapping.answers, source=mapping.answers.source or place.source)
    return replace(mapping, answers=own, tables=tables)


def _reading_digest(workspace: Workspace, place: Place) -> str:
    """Changes where files of a place would be read another way."""
    mapping = workspace.folder / place.mapping if place.mapping else None
    said = mapping.read_text(encoding="utf-8") if mapping and mapping.is_file() else ""
    settings = workspace.settings
    parts = (place.table, place.source, said, sorted(settings.accounts), settings.time_zone)
    accounts = [asdict(account) for _, account in sorted(settings.accounts.items())]
    return hashlib.sha256(repr((parts, accounts)).encode()).hexdigest()[:20]


def _key(place: Place) -> str:
    return f"{place.endpoint or ''} {place.at} {place.pattern}"


@contextmanager
def _state(folder: Path) -> Iterator[dict[str, Any]]:
    """What is known of all places, for one watcher at a time."""
    try:
        with FileLock(folder / LOCK, timeout=0):
            yield _read(folder)
    except Timeout:
        raise Conflict("Another `northing watch` is at work in this workspace.") from None


def _read(folder: Path) -> dict[str, Any]:
    try:
        content = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Without it every file is looked at again, and found to be loaded already.
        return {}
    return content if isinstance(content, dict) else {}


def _write(folder: Path, state: dict[str, Any]) -> None:
    fresh = folder / f".{STATE}.new"
    fresh.write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")
    fresh.replace(folder / STATE)
