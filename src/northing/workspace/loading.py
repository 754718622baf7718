"""Load a file: read it, hash the people in it, commit it as a raw batch, say what happened."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from northing.engine import Engine
from northing.errors import BadFile
from northing.tables import ARROW_TYPES, CONTRACTS, Contract, ReplaceWindow
from northing.workspace.batches import (
    ROW_COLUMNS,
    Batch,
    Batches,
    BatchTable,
    BatchWriter,
    Window,
    batch_id,
    file_digest,
    reading_digest,
)
from northing.workspace.identity import Identity
from northing.workspace.repeats import settle_repeats

if TYPE_CHECKING:
    from northing.sources import Reading

Progress = Callable[[str], None]
"""Called with the name of each step of a long piece of work as it begins."""


def quietly(_step: str) -> None:
    """Report no progress."""


PEOPLE_AT_ONCE = 500_000
"""Names held in memory before they are written: a log has more people than memory should hold."""

_LOOKS_LIKE_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class TableLoad:
    """What one load brought for one table.

    Attributes:
        table: The canonical table.
        rows: Rows that keep the contract.
        refused: Rows in quarantine, by reason.
        erased: Rows of erased people, left out for good.
        waits: Rows that will wait in quarantine as things stand, by reason.
        windows: The dates that the rows replace at the next refresh.
        replaced: Published rows that go then, and their money by currency.
    """

    table: str
    rows: int
    refused: Mapping[str, int]
    erased: int = 0
    windows: tuple[Window, ...] = ()
    waits: Mapping[str, int] = field(default_factory=dict)
    replaced: tuple[Replaced, ...] = ()


@dataclass(frozen=True)
class Replaced:
    """Published rows that a load will replace: of one source, in one currency."""

    source: str
    first: date
    last: date
    rows: int
    amount: Decimal | None
    currency: str | None


@dataclass(frozen=True)
class Load:
    """What one load did.

    Attributes:
        file: The file's name.
        batch: Id of its raw batch.
        already_loaded: True where the very same file had been loaded before: nothing changed.
        export: Which known export, or mapping, it was read by.
        tables: One entry a canonical table.
    """

    file: str
    batch: str
    already_loaded: bool
    export: str
    tables: tuple[TableLoad, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)

    @property
    def refused(self) -> Mapping[str, int]:
        """Refused rows of all tables, by reason."""
        reasons: dict[str, int] = {}
        for table in self.tables:
            for reason, count in table.refused.items():
                reasons[reason] = reasons.get(reason, 0) + count
        return reasons


def load_readings(
    path: Path,
    read: Callable[[], Sequence[Reading]],
    how: Mapping[str, Any],
    *,
    repeats: Mapping[str, str | None],
    dry_run: bool = False,
    engine: Engine,
    batches: Batches,
    identity: Identity,
    progress: Progress,
) -> Load:
    """Store what the readings of one file give as one raw batch.

    Args:
        path: The file, for its name and digest.
        read: Gives its tables as `northing.sources` understands them; not called for a file that
            was loaded before.
        how: What the reading depends on beside the file's bytes (mapping, table).
        repeats: By table, what rows with the same key are: "sum", "last" or nothing said.
        dry_run: Whether to say what a load would do, and do nothing.
        engine: Settles rows with the same key.
        batches: Where raw batches are kept.
        identity: Hashes the people.
        progress: Called with the name of each step.

    Raises:
        BadFile: If nothing in the file can be loaded.
        StorageFailed: If the disk refuses; then nothing is loaded.
    """
    before = _state(path)
    digest = file_digest(path)
    id_ = batch_id(digest, reading_digest(how))
    known = batches.get(id_)
    if known:
        return _report(known, {}, already_loaded=True)
    readings = read()
    if not readings:
        raise BadFile(f"{path.name} holds no table.")
    export = readings[0].export
    progress("load:read")
    with batches.writing() as writer:
        pieces = _Pieces(writer, identity, progress, dry_run)
        for reading in readings:
            pieces.add(reading)
        writer.close()
        if _state(path) != before:
            raise BadFile(f"{path.name} was changed while it was being read; load it again.")
        known_repeats = {one.table: one.repeats for one in readings if one.repeats}
        said = {table: answer for table, answer in repeats.items() if answer}
        together = settle_repeats(engine, writer.folder, {**known_repeats, **said}, path.name)
        pieces.take_together(together)
        batch = Batch(id_, path.name, digest, export, time.time_ns(), pieces.tables())
        if dry_run:
            return _report(batch, pieces.reasons, already_loaded=False)
        pieces.remember()
        progress("load:commit")
        if not batches.commit(writer, batch):
            return _report(batch, pieces.reasons, already_loaded=True)
    progress("load:done")
    return _report(batch, pieces.reasons, already_loaded=False)


def _state(path: Path) -> tuple[int, int]:
    """When a file was last written, and its size: what tells that it is being written."""
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _report(batch: Batch, reasons: Mapping[str, dict[str, int]], *, already_loaded: bool) -> Load:
    tables = tuple(
        TableLoad(
            name,
            held.rows,
            reasons.get(name, {"refused at the first load": held.refused} if held.refused else {}),
            held.erased,
            held.windows,
        )
        for name, held in batch.tables.items()
    )
    return Load(batch.file, batch.id, already_loaded, batch.export, tables)


@dataclass
class _Pieces:
    """Collects what the pieces of one file amount to, while writing them."""

    writer: BatchWriter
    identity: Identity
    progress: Progress
    dry_run: bool
    reasons: dict[str, dict[str, int]] = field(default_factory=dict)
    _people: dict[int, str] = field(default_factory=dict)
    _seen: int = 0
    _rows: dict[str, int] = field(default_factory=dict)
    _erased: dict[str, int] = field(default_factory=dict)
    _windows: dict[str, dict[tuple[str | None, ...], tuple[date, date]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        self._erased_ids = self.identity.erased()
        self._tombstones = pa.array(sorted(self._erased_ids), pa.int64())

    def add(self, reading: Reading) -> None:
        name = reading.table
        contract = CONTRACTS[name]
        self._rows.setdefault(name, 0)
        self._erased.setdefault(name, 0)
        self.reasons.setdefault(name, {})
        people = _person_columns(reading, contract)
        for piece in reading.batches():
            self.progress("load:piece")
            rows = self._hashed(piece.table, contract)
            if isinstance(contract.load, ReplaceWindow):
                rows = _with_source(rows, reading.source)
                self._widen(name, contract.load, rows, reading.window)
            self._rows[name] += rows.num_rows
            self.writer.write(name, rows)
            self._refuse(name, piece.refused, people)

    def _hashed(self, rows: pa.Table, contract: Contract) -> pa.Table:
        erased = self._erased_ids
        for column in contract.of_type("person"):
            ids, people = self.identity.hash_column(rows[column])
            if not self.dry_run:
                self._people.update(
                    (person_id, who) for person_id, who in people.items() if person_id not in erased
                )
            rows = rows.set_column(rows.schema.get_field_index(column), column, ids)
        if len(self._people) >= PEOPLE_AT_ONCE:
            self.remember()
        first = self._seen
        self._seen += rows.num_rows
        places = pa.array(range(first, self._seen), pa.int64())
        schema = pa.schema([*contract.schema, *ROW_COLUMNS])
        rows = rows.append_column("_row", places).select(schema.names).cast(schema)
        if not len(self._tombstones):
            return rows
        for column in contract.of_type("person"):
            gone = pc.fill_null(pc.is_in(rows[column], value_set=self._tombstones), False)
            self._erased[_name_of(contract)] += pc.sum(gone).as_py() or 0
            rows = rows.filter(pc.invert(gone))
        return rows

    def take_together(self, taken: Mapping[str, int]) -> None:
        """Count rows that were added to others."""
        for name, count in taken.items():
            self._rows[name] -= count

    def remember(self) -> None:
        """Keep who the hashed people are."""
        self.identity.remember(self._people)
        self._people = {}

    def _refuse(self, name: str, refused: pa.Table, people: frozenset[str]) -> None:
        if not refused.num_rows:
            return
        counts = self.reasons[name]
        for reason in refused["reason"].to_pylist():
            counts[reason] = counts.get(reason, 0) + 1
        cells = [self._without_people(text, people) for text in refused["cells"].to_pylist()]
        place = refused.schema.get_field_index("cells")
        self.writer.refuse(name, refused.set_column(place, "cells", pa.array(cells, pa.string())))

    def _without_people(self, cells: str | None, people: frozenset[str]) -> str | None:
        """A refused row keeps its cells, but never a contact."""
        if cells is None:
            return None
        row = json.loads(cells)
        if isinstance(row, list):
            # Nobody knows which cell of a ragged line holds whom: none is kept.
            return json.dumps([self.identity.hash(cell) for cell in row])
        for column, cell in row.items():
            if cell is None:
                continue
            if column in people:
                row[column] = self.identity.hash(cell)
            else:
                row[column] = _LOOKS_LIKE_CONTACT.sub(
                    lambda found: str(self.identity.hash(found[0])), str(cell)
                )
        return json.dumps(row, ensure_ascii=False)

    def _widen(
        self, name: str, load: ReplaceWindow, rows: pa.Table, stated: tuple[date, date] | None
    ) -> None:
        if not rows.num_rows:
            return
        spans = self._windows.setdefault(name, {})
        by = [*load.scope, "channel"]
        grouped = rows.group_by(by).aggregate([(load.on, "min"), (load.on, "max")])
        for found in grouped.to_pylist():
            # Only a row without a source is told apart by its channel.
            channel = None if found["source"] else found["channel"]
            scope = (*(found[column] for column in load.scope), channel)
            first, last = found[f"{load.on}_min"], found[f"{load.on}_max"]
            if stated:
                first, last = min(first, stated[0]), max(last, stated[1])
            if scope in spans:
                first, last = min(first, spans[scope][0]), max(last, spans[scope][1])
            spans[scope] = (first, last)

    def tables(self) -> dict[str, BatchTable]:
        return {name: self._table(name) for name in self._rows}

    def _table(self, name: str) -> BatchTable:
        load = CONTRACTS[name].load
        scope = (*load.scope, "channel") if isinstance(load, ReplaceWindow) else ()
        windows = tuple(
            Window(dict(zip(scope, values, strict=True)), first, last)
            for values, (first, last) in self._windows.get(name, {}).items()
        )
        refused = sum(self.reasons[name].values())
        return BatchTable(self._rows[name], refused, self._erased[name], windows)


def _name_of(contract: Contract) -> str:
    return next(name for name, entry in CONTRACTS.items() if entry is contract)


def _person_columns(reading: Reading, contract: Contract) -> frozenset[str]:
    """The file's own names of the columns that hold people."""
    people = set(contract.of_type("person"))
    return frozenset(
        match.file_column
        for match in reading.columns
        if match.column in people and match.file_column
    )


def _with_source(rows: pa.Table, source: str | None) -> pa.Table:
    """Name the system that a file is known to be from, where its rows do not."""
    if source is None:
        return rows
    place = rows.schema.get_field_index("source")
    filled = pc.coalesce(rows["source"], pa.scalar(source, pa.string()))
    return rows.set_column(place, "source", filled.cast(ARROW_TYPES["text"]))
