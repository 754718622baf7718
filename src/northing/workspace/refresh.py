"""Refresh: from raw batches to one published snapshot, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from northing import __version__
from northing.engine import Dataset, Engine, ParquetFiles, quote_name
from northing.errors import SchemaChanged
from northing.lake import Lake, Snapshot, Snapshots, Writing, storage_errors
from northing.plan import Plan
from northing.tables import CONTRACTS, Append, Contract, ReplaceWindow, Upsert
from northing.workspace import ingest, joining
from northing.workspace.attempts import Attempts
from northing.workspace.batches import Batch, Batches
from northing.workspace.identity import Identity
from northing.workspace.ingest import Ingest, Spellings, ingest_of
from northing.workspace.loading import Progress
from northing.workspace.plan_file import PlanTexts, digest_of_plan, plan_of_text
from northing.workspace.rates import local_day
from northing.workspace.settings import Settings
from northing.workspace.step import STEPS, Inputs, fingerprint, ordered
from northing.workspace.stored import (
    LOADS,
    LOADS_SCHEMA,
    QUARANTINE,
    QUARANTINE_SCHEMA,
    empty_table,
    is_person_level,
    rows_of_people,
    stored_schema,
)

# What says how far the data reach: tables by day are complete for their newest day, tables by
# instant may still be growing on theirs.
_REACH = ("spend", "sessions", "touches", "conversions", "orders", "deals")
_FIRST = ("fx", "channels", "campaigns")


@dataclass
class Refresh:
    """The state of one refresh while it runs. `run` is the way in."""

    settings: Settings
    lake: Lake
    batches: Batches
    snapshots: Snapshots
    identity: Identity
    engine: Engine
    progress: Progress
    published: Snapshot | None = None
    tables: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    content: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    erasing: tuple[int, ...] = ()
    erased_rows: dict[str, int] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    locks: Mapping[str, str] = field(default_factory=dict)
    plan_text: str = ""
    writing: Writing = field(default_factory=Writing)
    read: dict[tuple[str, int], ParquetFiles] = field(default_factory=dict)

    def run(self) -> Snapshot:
        """Bring everything up to date and publish it.

        Returns:
            The new snapshot, or the published one where nothing has changed.

        Raises:
            Conflict: If another refresh is at work for longer than the setting `wait_seconds`.
            StorageFailed: If the disk refuses; the published snapshot stays in force.
            SchemaChanged: If a stored table no longer fits its contract.
        BadInput: If the plan beside the settings cannot be read.
        """
        self.progress("refresh:lock")
        publisher = self.snapshots.publisher(self.settings.wait_seconds)
        attempts = Attempts(self.snapshots.root)
        with (
            storage_errors("a refresh"),
            publisher,
            attempts.attempt(),
            storage_errors("a refresh"),
            self.writing,
        ):
            self.published = self.snapshots.latest()
            self.batches.sweep()
            everything = self.batches.all()
            held = set(self.published.batches) if self.published else set()
            new = [batch for batch in everything if batch.id not in held]
            self.withdrawn = held - {batch.id for batch in everything}
            nothing_new = not (new or self.erasing or self.withdrawn)
            if self.published and nothing_new and self._unchanged():
                self.progress("refresh:unchanged")
                return self.published
            plan_of_text(self.plan_text)  # a plan that cannot be read stops here
            self._restore()
            self._erase()
            self._ingest(everything, new)
            as_of = self._as_of()
            self._derive(as_of)
            self._settle(*self.writing.under_way)
            return self._publish(as_of, everything)

    def _unchanged(self) -> bool:
        """Whether code, settings and waiting rows leave nothing to do."""
        published = self.published
        assert published is not None  # noqa: S101 - asked only where one is published
        if published.settings != _plain(self.settings) or published.code != __version__:
            return False
        plan = digest_of_plan(self.plan_text)
        if published.locks != self.locks or published.plan != plan:
            return False
        as_of = published.as_of.isoformat()
        return all(
            published.steps.get(name)
            == fingerprint(STEPS[name], self.settings, as_of, published.content, plan)
            for name in STEPS
        )

    def _restore(self) -> None:
        """Make what was published the newest version: a killed refresh must not leak in."""
        self.progress("refresh:restore")
        if not self.published:
            return
        for name, version in self.published.tables.items():
            self.tables[name] = self.lake.restore(name, version)
        self.rows = dict(self.published.rows)
        self.content = dict(self.published.content)
        self.steps = dict(self.published.steps)

    def _erase(self) -> None:
        """Remove the rows of people who are being erased from the tables as published."""
        for name in self.tables if self.erasing else ():
            uris, schema = self.lake.files(name, self.tables[name])
            predicate = rows_of_people(name, schema.names, self.erasing)
            if predicate is None:
                continue
            count = self.engine.query(
                f"SELECT count(*) AS n FROM stored WHERE {predicate}",
                stored=ParquetFiles(uris, schema),
            )["n"][0].as_py()
            if count:
                self.tables[name] = self.lake.delete(name, predicate)
                self.rows[name] -= count
                self.content[name] = _digest(self.content[name], "erased", repr(self.erasing))
                self.erased_rows[name] = count

    def dataset(self, name: str) -> Dataset:
        """A table as it stands in this refresh; empty where it was never made."""
        self._settle(name)
        if name not in self.tables:
            return empty_table(name)
        version = name, self.tables[name]
        if version not in self.read:
            self.read[version] = ParquetFiles(*self.lake.files(*version))
        return self.read[version]

    def _write(self, name: str, rows: pa.Table, content: str, *, append: bool = False) -> None:
        """Write a table beside what comes next: most steps leave a processor idle."""
        self._settle(name)
        if self.writing.is_full:
            self._settle(self.writing.under_way[0])
        append = append and name in self.tables
        write = self.lake.append if append else self.lake.overwrite
        self.writing.start(name, partial(write, name, rows, person_level=is_person_level(name)))
        self.rows[name] = rows.num_rows + (self.rows[name] if append else 0)
        self.content[name] = content

    def _settle(self, *names: str) -> None:
        """Wait until tables are written."""
        for name in names:
            version = self.writing.wait(name)
            if version is not None:
                self.tables[name] = version

    # -- ingest ---------------------------------------------------------------------------------

    def _ingest(self, everything: list[Batch], new: list[Batch]) -> None:
        known = {batch.id: batch for batch in everything}
        quarantine = self.engine.query(
            "SELECT * FROM quarantine", quarantine=self.dataset(QUARANTINE)
        ).cast(QUARANTINE_SCHEMA)
        duplicates: dict[tuple[str, str], int] = {}
        waiting = [self._refused(new)]
        anew = self._to_rebuild()
        for name in anew:
            for held in (self.tables, self.rows, self.content):
                held.pop(name, None)
        work = self._ingest_of()
        for name in (*_FIRST, *(table for table in CONTRACTS if table not in _FIRST)):
            if name in anew:
                found = work.candidates(name, everything, QUARANTINE_SCHEMA.empty_table(), known)
            else:
                found = work.candidates(name, new, _waiting_of(quarantine, name), known)
            if name in self.tables:
                self._check_schema(name)
                self._respell(name, work.spellings, everything)
            if found:
                self.progress(f"refresh:ingest:{name}")
                waiting += [one.waiting() for one in found]
                self._join(name, found, work, everything, duplicates)
                if name in _FIRST:
                    work = self._ingest_of()
        settled = self._without_withdrawn(quarantine.filter(pc.invert(quarantine["waits"])))
        rows = pa.concat_tables([settled, *waiting])
        self._write(QUARANTINE, rows, _digest("quarantine", *sorted(known)))
        self._record_loads(new, duplicates)

    def _to_rebuild(self) -> set[str]:
        """Tables to make anew from all raw batches.

        Those that a batch was withdrawn from; and, where rates were withdrawn or the currency or
        calendar has changed, all with money, because what was accepted must be judged anew.
        """
        if not self.published:
            return set()
        tables = set()
        if self.withdrawn and LOADS in self.tables:
            loads = self.engine.query("SELECT * FROM loads", loads=self.dataset(LOADS)).to_pylist()
            tables = {row["table"] for row in loads if row["batch"] in self.withdrawn}
        before = self.published.settings
        now = (self.settings.currency, self.settings.time_zone)
        if "fx" in tables or (before["currency"], before["time_zone"]) != now:
            tables |= {name for name in CONTRACTS if CONTRACTS[name].money_on}
        return tables

    def _without_withdrawn(self, rows: pa.Table) -> pa.Table:
        gone = pa.array(sorted(self.withdrawn), pa.string())
        return rows.filter(pc.invert(pc.is_in(rows["batch"], value_set=gone)))

    def _ingest_of(self) -> Ingest:
        return ingest_of(
            self.engine, self.batches, self.settings, self.identity.erased(), self.dataset
        )

    def _join(
        self,
        name: str,
        found: list[ingest.Candidates],
        work: Ingest,
        everything: Iterable[Batch],
        duplicates: dict[tuple[str, str], int],
    ) -> None:
        contract = CONTRACTS[name]
        # Which rows are accepted depends on the rates, the currency and the calendar as well.
        content = _digest(
            self.content.get(name, ""),
            self.content.get("fx", ""),
            self.settings.currency,
            self.settings.time_zone,
            work.spellings.digest,
            *(f"{one.batch.id}:{one.rows}" for one in found),
        )
        match contract.load:
            case Append():
                for one in found:
                    added = self._append(name, contract, one, content)
                    duplicates[one.batch.id, name] = added
            case Upsert():
                pieces = [one.accepted() for one in found]
                rows = joining.upserted(self.engine, contract, self.dataset(name), pieces)
                self._write(name, rows, content)
            case ReplaceWindow():
                pieces = [one.accepted() for one in found]
                windows = joining.windows_of(name, everything, work.spellings)
                rows = joining.replaced(self.engine, contract, self.dataset(name), pieces, windows)
                self._write(name, rows, content)
        self.progress(f"refresh:ingested:{name}")

    def _append(
        self, name: str, contract: Contract, candidates: ingest.Candidates, content: str
    ) -> int:
        """Append a batch's new rows in slices of people, so that memory stays bounded."""
        parts = 1 + candidates.rows // ingest.ROWS_A_SLICE
        left_out = 0
        for part in range(parts):
            arrived = candidates.accepted(part, parts)
            fresh = joining.new_rows(self.engine, contract, self.dataset(name), arrived)
            left_out += arrived.num_rows - fresh.num_rows
            if fresh.num_rows or name not in self.tables:
                self._write(name, fresh, content, append=True)
        self.content[name] = content
        return left_out

    def _respell(self, name: str, spellings: Spellings, everything: Iterable[Batch]) -> None:
        """Resolve stored names anew where the channel or campaign table has changed.

        Rows that turn out to be one touch, or windows that turn out to be one channel's, are
        treated as if the names had been known when they were loaded.
        """
        contract = CONTRACTS[name]
        if not contract.of_type("channel", "campaign") or not self._spellings_changed():
            return
        rows = joining.respell(self.engine, contract, self.dataset(name), spellings)
        if isinstance(contract.load, Append):
            rows = joining.new_rows(
                self.engine, contract, stored_schema(contract).empty_table(), rows
            )
        elif isinstance(contract.load, ReplaceWindow):
            windows = joining.windows_of(name, everything, spellings)
            rows = joining.replaced(self.engine, contract, rows, [], windows)
        self._write(name, rows, _digest(self.content[name], spellings.digest))

    def _spellings_changed(self) -> bool:
        published = self.published.content if self.published else {}
        return any(
            self.content.get(name) != published.get(name) for name in ("channels", "campaigns")
        )

    def _refused(self, new: Iterable[Batch]) -> pa.Table:
        parts = [QUARANTINE_SCHEMA.empty_table()]
        for batch in new:
            path = self.batches.refused(batch)
            if path.exists():
                refused = pq.read_table(path)
                refused = refused.append_column("batch", pa.array([batch.id] * len(refused)))
                refused = refused.append_column("row", pa.nulls(len(refused), pa.int64()))
                refused = refused.append_column("waits", pa.array([False] * len(refused)))
                parts.append(refused.select(QUARANTINE_SCHEMA.names).cast(QUARANTINE_SCHEMA))
        return pa.concat_tables(parts)

    def _record_loads(
        self, new: Iterable[Batch], duplicates: Mapping[tuple[str, str], int]
    ) -> None:
        rows = [
            {
                "batch": batch.id,
                "file": batch.file,
                "table": name,
                "rows": held.rows,
                "refused": held.refused,
                "duplicates": duplicates.get((batch.id, name), 0),
            }
            for batch in new
            for name, held in batch.tables.items()
        ]
        known = self.engine.query("SELECT * FROM loads", loads=self.dataset(LOADS))
        kept = self._without_withdrawn(known.cast(LOADS_SCHEMA))
        added = pa.Table.from_pylist(rows, schema=LOADS_SCHEMA)
        known_ids = {*kept["batch"].to_pylist(), *(batch.id for batch in new)}
        self._write(LOADS, pa.concat_tables([kept, added]), _digest("loads", *sorted(known_ids)))

    def _check_schema(self, name: str) -> None:
        _, schema = self.lake.files(name, self.tables[name])
        expected = stored_schema(CONTRACTS[name])
        if schema.names != expected.names:
            odd = sorted(set(schema.names) ^ set(expected.names))
            raise SchemaChanged(
                f"The stored table {name} does not fit its contract: {', '.join(odd)} differ. "
                "Nothing was changed; the published snapshot stays in force. Load into a new "
                "workspace, or install the version of Northing that wrote this one."
            )

    # -- derive and publish ---------------------------------------------------------------------

    def _as_of(self) -> date:
        if self.settings.as_of:
            return self.settings.as_of
        newest = [found for name in _REACH if (found := self._newest(name))]
        return max(newest, default=self.published.as_of if self.published else date(1970, 1, 1))

    def _newest(self, name: str) -> date | None:
        contract = CONTRACTS[name]
        column = contract.by_name[contract.at or ""]
        is_instant = column.type == "instant"
        day = local_day(f"max({quote_name(column.name)})", is_instant, self.settings.time_zone)
        found = self.engine.query(f"SELECT {day} AS day FROM events", events=self.dataset(name))
        newest: date | None = found["day"][0].as_py()
        return newest - timedelta(days=1) if newest and is_instant else newest

    def _derive(self, as_of: date) -> None:
        plan = digest_of_plan(self.plan_text)
        for name in ordered(STEPS):
            step = STEPS[name]
            made_from = fingerprint(step, self.settings, as_of.isoformat(), self.content, plan)
            if self.steps.get(name) == made_from and all(t in self.tables for t in step.writes):
                continue
            self.progress(f"refresh:step:{name}")
            tables = {table: self.dataset(table) for table in step.reads}
            inputs = Inputs(
                self.engine,
                self.settings,
                self.identity,
                as_of.isoformat(),
                tables,
                plan_of_text(self.plan_text) if step.plan else Plan(),
            )
            for table, rows in step.run(inputs).items():
                self._write(table, rows, _digest(made_from, table))
            self.steps[name] = made_from

    def _publish(self, as_of: date, everything: Iterable[Batch]) -> Snapshot:
        number = self.published.number + 1 if self.published else 1
        snapshot = Snapshot(
            number=number,
            as_of=as_of,
            tables=dict(sorted(self.tables.items())),
            rows=dict(sorted(self.rows.items())),
            content=dict(sorted(self.content.items())),
            batches=tuple(batch.id for batch in everything),
            steps=dict(sorted(self.steps.items())),
            settings=_plain(self.settings),
            code=__version__,
            locks=dict(self.locks),
            plan=PlanTexts(self.lake.root).keep(self.plan_text),
        )
        self.progress("refresh:publish")
        self.snapshots.publish(snapshot)
        self.progress("refresh:published")
        vacuum(self.lake, self.snapshots, snapshot, retention_days=self.settings.retention_days)
        self.progress("refresh:done")
        return snapshot


def vacuum(lake: Lake, snapshots: Snapshots, snapshot: Snapshot, *, retention_days: int) -> None:
    """Delete the files that no published version needs.

    The newest snapshot's and the pins' versions stay; older ones for the retention.
    """
    pins = snapshots.pins()
    for name, version in snapshot.tables.items():
        if version == 0:
            continue  # no file of it is another version's
        keep = {version} | {pin["tables"][name] for pin in pins if name in pin["tables"]}
        lake.vacuum(name, keep, retention_hours=retention_days * 24)


def _waiting_of(quarantine: pa.Table, name: str) -> pa.Table:
    chosen = pc.and_(quarantine["waits"], pc.equal(quarantine["table"], name))
    return quarantine.filter(chosen)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]


def _plain(settings: Settings) -> dict[str, Any]:
    """Settings as they come back from a JSON record."""
    plain: dict[str, Any] = json.loads(json.dumps(settings.as_record(), default=str))
    return plain
