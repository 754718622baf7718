"""Snapshots: one published refresh each, and the lock that lets one publisher at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from northing.errors import Conflict, Missing
from northing.lake.records import create_record, list_records, read_record


@dataclass(frozen=True)
class Snapshot:
    """One published refresh: everything that a number needs to be computed again.

    Attributes:
        number: Counts up from 1.
        as_of: The data's newest complete day (or the setting), never the clock.
        tables: Version of each table in the lake.
        rows: Row count of each table.
        content: What each table's content was made from, as a digest: equal digests, equal rows.
        batches: The raw batches that the tables hold.
        steps: Digest of code, parameters and inputs of each step.
        settings: The settings in force.
        code: Version of Northing.
        locks: The locked definitions in force.
        plan: Digest of the plan beside the settings; empty where there was none.
        published_at: When it was published.
    """

    number: int
    as_of: date
    tables: Mapping[str, int]
    rows: Mapping[str, int]
    content: Mapping[str, str]
    batches: tuple[str, ...]
    steps: Mapping[str, str]
    settings: Mapping[str, Any]
    code: str
    locks: Mapping[str, str] = field(default_factory=dict)
    plan: str = ""
    published_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    @property
    def id(self) -> str:
        """The name under which outputs quote it."""
        return f"{self.number:08d}"

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Snapshot:
        return cls(
            **{
                **record,
                "as_of": date.fromisoformat(record["as_of"]),
                "batches": tuple(record["batches"]),
            }
        )


@dataclass(frozen=True)
class Snapshots:
    """The snapshot records and pins below the lake's root."""

    root: Path

    @property
    def _folder(self) -> Path:
        return self.root / "snapshots"

    def latest(self) -> Snapshot | None:
        """The newest published snapshot, if any has been published."""
        records = list_records(self._folder)
        return Snapshot.from_record(read_record(records[-1])) if records else None

    def get(self, snapshot_id: str) -> Snapshot:
        """A published snapshot.

        Raises:
            Missing: If it was never published.
        """
        number = int(snapshot_id) if snapshot_id.isdecimal() else 0
        path = self._folder / f"{number:08d}.json"
        if not path.exists():
            raise Missing(f"There is no snapshot {snapshot_id}; none of that number was published.")
        return Snapshot.from_record(read_record(path))

    def all(self) -> list[Snapshot]:
        return [Snapshot.from_record(read_record(path)) for path in list_records(self._folder)]

    def publish(self, snapshot: Snapshot) -> None:
        """Publish: the one commit point of a refresh.

        Raises:
            Conflict: If another publisher took the number first; nothing of this one counts.
        """
        create_record(self._folder / f"{snapshot.id}.json", asdict(snapshot))

    def pin(self, name: str, snapshot: Snapshot, tables: Mapping[str, int]) -> None:
        """Keep these table versions for as long as the pin stands.

        Raises:
            Conflict: If a pin of that name is already there.
        """
        create_record(
            self.root / "pins" / f"{name}.json",
            {"name": name, "snapshot": snapshot.id, "tables": dict(tables)},
        )

    def pins(self) -> list[dict[str, Any]]:
        return [read_record(path) for path in list_records(self.root / "pins")]

    @contextmanager
    def publisher(self, wait_seconds: float) -> Iterator[None]:
        """Be the only publisher; wait for another one at most `wait_seconds`.

        The lock is the operating system's, so a killed publisher leaves none behind.

        Raises:
            Conflict: If the other publisher is still at work after the wait.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / "publisher.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout:
            raise Conflict(
                f"Another refresh is at work on this lake and was still at it after "
                f"{wait_seconds:g} s. Nothing was changed; try again when it has ended."
            ) from None
        try:
            yield
        finally:
            lock.release()
