"""Raw batches: what arrived, kept once, with the people in it already hashed.

A batch is a folder `raw/<id>/` with one Parquet file a table, the refused rows and a record.
It is written beside its place and moved there in one step, which is its commit. Its id is a
digest of the file's bytes and of the mapping, so the same file twice is the same batch.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from northing.lake.records import create_record, read_record, storage_errors, sync_folder

RECORD = "batch.json"
REFUSED = "refused.parquet"
_STALE_SECONDS = 86_400

ROW_COLUMNS = pa.schema([("_row", pa.int64()), ("_line", pa.int64())])
"""What each row of a batch carries: its place in the batch, and its line in the file."""

REFUSED_SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("line", pa.int64()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("cells", pa.string()),
    ]
)


@dataclass(frozen=True)
class Window:
    """The dates that a batch replaces, within one value of each scope column."""

    scope: Mapping[str, str | None]
    first: date
    last: date


@dataclass(frozen=True)
class BatchTable:
    """What a batch holds for one table."""

    rows: int
    refused: int
    erased: int
    windows: tuple[Window, ...] = ()


@dataclass(frozen=True)
class Batch:
    """One raw batch.

    Attributes:
        id: Digest of the file's bytes and the mapping.
        file: The file's name as the user gave it, without its folder.
        digest: SHA-256 of the file's bytes.
        export: Which known export, or mapping, it was read by.
        loaded: Nanoseconds since 1970 at the load: the order in which batches apply.
        tables: What it holds.
    """

    id: str
    file: str
    digest: str
    export: str
    loaded: int
    tables: Mapping[str, BatchTable] = field(default_factory=dict)

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Batch:
        tables = {
            name: BatchTable(
                **{
                    **held,
                    "windows": tuple(
                        Window(
                            window["scope"],
                            date.fromisoformat(window["first"]),
                            date.fromisoformat(window["last"]),
                        )
                        for window in held["windows"]
                    ),
                }
            )
            for name, held in record["tables"].items()
        }
        return cls(**{**record, "tables": tables})


def batch_id(digest: str, reading: str) -> str:
    """The id of a file's batch under one way of reading it."""
    return hashlib.sha256(f"{digest}\n{reading}".encode()).hexdigest()[:20]


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Batches:
    """The raw batches below the lake's root."""

    root: Path

    @property
    def _folder(self) -> Path:
        return self.root / "raw"

    def get(self, id_: str) -> Batch | None:
        path = self._folder / id_ / RECORD
        return Batch.from_record(read_record(path)) if path.exists() else None

    def all(self) -> list[Batch]:
        """Every batch, in the order in which they were loaded."""
        if not self._folder.is_dir():
            return []
        found = [self.get(path.name) for path in self._folder.iterdir() if path.name[0] != "."]
        return sorted((batch for batch in found if batch), key=lambda one: (one.loaded, one.id))

    def path(self, batch: Batch, table: str) -> Path:
        return self._folder / batch.id / f"{table}.parquet"

    def refused(self, batch: Batch) -> Path:
        return self._folder / batch.id / REFUSED

    @contextmanager
    def writing(self) -> Iterator[BatchWriter]:
        """A writer whose batch exists once it has been committed, and not before."""
        folder = self._folder / f".writing-{uuid.uuid4().hex}"
        with storage_errors("a raw batch"):
            folder.mkdir(parents=True)
            writer = BatchWriter(folder)
            try:
                yield writer
            finally:
                writer.close()
                shutil.rmtree(folder, ignore_errors=True)

    def commit(self, writer: BatchWriter, batch: Batch) -> bool:
        """Move a written batch to its place: the commit of a load.

        Returns:
            Whether it was new; False if another load of the same file came first.
        """
        writer.close()
        with storage_errors("a raw batch"):
            create_record(writer.folder / RECORD, asdict(batch))
            for path in writer.folder.iterdir():
                _sync_file(path)
            try:
                writer.folder.rename(self._folder / batch.id)
            except OSError:
                if (self._folder / batch.id / RECORD).exists():
                    return False
                raise
            sync_folder(self._folder)
        return True

    def remove(self, batch: Batch) -> None:
        """Take a batch away: one rename, then its files go."""
        leaving = self._folder / f".writing-{uuid.uuid4().hex}"
        with storage_errors("a raw batch"):
            (self._folder / batch.id).rename(leaving)
            sync_folder(self._folder)
        shutil.rmtree(leaving, ignore_errors=True)

    def unfinished(self) -> list[Path]:
        """Folders of loads that are at work, or were killed."""
        return sorted(self._folder.glob(".writing-*"))

    def sweep(self) -> None:
        """Remove what killed loads left half-written, once it is surely nobody's."""
        for path in self.unfinished():
            if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(path, ignore_errors=True)

    def rewrite(self, batch: Batch, table: str, rows: pa.Table) -> None:
        """Replace a batch's rows of one table (erasure only)."""
        path = self.path(batch, table)
        temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
        with storage_errors(f"the raw batch {batch.id}"):
            pq.write_table(rows, temporary, compression="zstd")
            _sync_file(temporary)
            temporary.replace(path)
            sync_folder(path.parent)


class BatchWriter:
    """Writes the pieces of one batch, table by table, in bounded memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._writers: dict[str, pq.ParquetWriter] = {}

    def write(self, file_stem: str, rows: pa.Table) -> None:
        if file_stem not in self._writers:
            self._writers[file_stem] = pq.ParquetWriter(
                self.folder / f"{file_stem}.parquet", rows.schema, compression="zstd"
            )
        self._writers[file_stem].write_table(rows)

    def refuse(self, table: str, refused: pa.Table) -> None:
        """Keep the rows that the contract refused, with their reasons."""
        if refused.num_rows:
            named = refused.append_column("table", pa.array([table] * refused.num_rows))
            self.write("refused", named.select(REFUSED_SCHEMA.names).cast(REFUSED_SCHEMA))

    def close(self) -> None:
        while self._writers:
            _, writer = self._writers.popitem()
            writer.close()


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def reading_digest(description: Mapping[str, Any]) -> str:
    """A digest of how a file is read: its mapping, the table it was told to be."""
    return hashlib.sha256(json.dumps(description, sort_keys=True, default=str).encode()).hexdigest()
