"""One file that holds a workspace as it stands.

The publisher's lock is held while files are taken, so that no refresh changes them. Keys are left
out unless they are asked for: who finds the file alone finds no way to join it to anybody.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from northing import __version__
from northing.errors import BadInput, Conflict
from northing.lake import storage_errors
from northing.workspace.erasures import erasures_beside, list_erasures
from northing.workspace.identity import DATABASE_FILE, KEY_FILE
from northing.workspace.locks import FILE_NAME as LOCKS_FILE
from northing.workspace.plan_file import FILE_NAME as PLAN_FILE
from northing.workspace.plan_file import PlanTexts
from northing.workspace.settings import FILE_NAME, OWN_METRICS
from northing.workspace.workspace import Workspace

MANIFEST = "manifest.json"
SUFFIX = ".tar.gz"
LAKE = "lake"
FORM = 1

More = Callable[[Path], Iterable[str]]
"""Puts further files into a folder and names them, such as a site's database."""


@dataclass(frozen=True)
class Backup:
    """What a backup holds.

    Attributes:
        file: Where it lies.
        snapshot: The published snapshot that it holds; None if nothing was published.
        files: How many files are in it.
        bytes: How large it is.
        with_keys: Whether the keys are in it.
        erasures: The list of everybody erased so far, beside it.
    """

    file: Path
    snapshot: str | None
    files: int
    bytes: int
    with_keys: bool
    erasures: Path


def back_up(
    workspace: Workspace, file: str | Path, *, with_keys: bool = False, more: More | None = None
) -> Backup:
    """Write a workspace's settings, published tables, raw batches and identities into one file.

    Args:
        workspace: What to back up.
        file: Ends in .tar.gz; it appears whole or not at all, readable by its owner only.
        with_keys: Whether to put the keys in as well.
        more: Adds what stands beside the workspace.

    Raises:
        BadInput: If the file's name ends otherwise.
        Conflict: If the file is there already, or a refresh is at work for too long.
        StorageFailed: If the disk refuses.
    """
    target = Path(file).expanduser().resolve()
    if not target.name.endswith(SUFFIX):
        raise BadInput(f"{target.name} does not end in {SUFFIX}, which is what a backup is.")
    if target.exists():
        raise Conflict(f"{target} is already there; a backup never replaces another.")
    target.parent.mkdir(parents=True, exist_ok=True)
    publisher = workspace.snapshots.publisher(workspace.settings.wait_seconds)
    with (
        storage_errors(f"the backup {target.name}"),
        publisher,
        _making(target) as making,
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as beside,
    ):
        files = _files(workspace, Path(beside), with_keys)
        for name in more(Path(beside)) if more else ():
            files[name] = Path(beside) / name
        count = _write(making, workspace, files, with_keys)
    size = target.stat().st_size
    latest = workspace.snapshots.latest()
    listed = list_erasures(workspace, erasures_beside(target))
    return Backup(target, latest.id if latest else None, count, size, with_keys, listed)


def _files(workspace: Workspace, beside: Path, with_keys: bool) -> dict[str, Path]:
    """What a workspace consists of: name in the backup, and where it lies."""
    copy_sqlite(workspace.folder / DATABASE_FILE, beside / DATABASE_FILE)
    files = {FILE_NAME: workspace.folder / FILE_NAME, DATABASE_FILE: beside / DATABASE_FILE}
    files |= {path.relative_to(workspace.folder).as_posix(): path for path in _by_hand(workspace)}
    if with_keys:
        files[KEY_FILE] = workspace.folder / KEY_FILE
    root = workspace.lake.root
    kept = [*(root / "snapshots").glob("*.json"), *(root / "pins").glob("*.json")]
    kept += PlanTexts(root).files()
    for batch in workspace.batches.all():
        kept += [path for path in (root / "raw" / batch.id).iterdir() if path.name[0] != "."]
    for name, versions in _versions(workspace).items():
        kept += list((workspace.lake.path(name) / "_delta_log").rglob("*"))
        for version in versions:
            kept += [Path(uri) for uri in workspace.lake.files(name, version)[0]]
    for path in kept:
        if path.is_file():
            files[f"{LAKE}/{path.relative_to(root).as_posix()}"] = path
    return files


def _by_hand(workspace: Workspace) -> list[Path]:
    """What people have written or agreed beside the settings, as far as it is there."""
    folder = workspace.folder
    names = (PLAN_FILE, LOCKS_FILE, OWN_METRICS)
    found = [path for name in names if (path := folder / name).is_file()]
    return found + sorted((folder / Path(OWN_METRICS).stem).glob("*.toml"))


def _versions(workspace: Workspace) -> dict[str, set[int]]:
    """The versions of each table that the published snapshot and the pins need."""
    latest = workspace.snapshots.latest()
    wanted = [latest.tables] if latest else []
    wanted += [pin["tables"] for pin in workspace.snapshots.pins()]
    found: dict[str, set[int]] = {}
    for tables in wanted:
        for name, version in tables.items():
            found.setdefault(name, set()).add(version)
    return found


def copy_sqlite(source: Path, target: Path) -> None:
    """A consistent copy of a database that others may be writing to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=30)) as one,
        closing(sqlite3.connect(target)) as other,
    ):
        one.backup(other)


class _making:  # noqa: N801 - used as a function
    """A file that takes its name only when it is whole and on the disk."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f".{target.name}.{os.getpid()}")

    def __enter__(self) -> io.BufferedWriter:
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "wb")
        return self.file

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        try:
            if kind is None:
                self.file.flush()
                os.fsync(self.file.fileno())
                self.path.rename(self.target)
        finally:
            self.file.close()
            self.path.unlink(missing_ok=True)


def _write(
    making: io.BufferedWriter, workspace: Workspace, files: Mapping[str, Path], with_keys: bool
) -> int:
    digests: dict[str, str] = {}
    with tarfile.open(fileobj=making, mode="w:gz", compresslevel=1) as archive:
        for name, path in sorted(files.items()):
            digests[name] = digest_of(path)
            archive.add(path, arcname=name, recursive=False)
        latest = workspace.snapshots.latest()
        manifest = {
            "form": FORM,
            "code": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "snapshot": latest.id if latest else None,
            "identity_key": workspace.identity.fingerprint(),
            "with_keys": with_keys,
            "files": digests,
        }
        content = json.dumps(manifest, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        archive.addfile(entry, io.BytesIO(content))
    return len(digests)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        digest: str = hashlib.file_digest(file, "sha256").hexdigest()
    return digest
