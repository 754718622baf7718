"""Keep the rows of each partition until all are there: in memory, and in files above a budget."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from northing.engine.scatter import Scattered
from northing.errors import StorageFailed


@dataclass(frozen=True)
class _Spilled:
    """A file of batches of one schema, and where the rows of each partition end in each batch."""

    path: Path
    ends: Sequence[Sequence[int]]

    def read(self) -> Iterator[Scattered]:
        # Mapped anew each time: what was read is not held for longer than its partition.
        with pa.memory_map(str(self.path)) as source:
            batches = pa.ipc.open_file(source)
            for place, ends in enumerate(self.ends):
                yield Scattered(batches.get_batch(place), ends)


class Store:
    """Scattered batches, read again partition by partition.

    Args:
        budget: Bytes above which everything held goes to temporary files.
        temporary_folder: Where those files go.
    """

    def __init__(self, budget: int, temporary_folder: str | None) -> None:
        self.budget = budget
        self.held: list[Scattered] = []
        self.bytes_held = 0
        self.parent = temporary_folder
        self.folder: Path | None = None
        self.spilled: list[_Spilled] = []

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self, scattered: Scattered) -> None:
        """Hold a batch.

        Raises:
            StorageFailed: If the temporary files cannot be written.
        """
        self.held.append(scattered)
        self.bytes_held += scattered.batch.nbytes
        if self.bytes_held > self.budget:
            self._spill()

    def of(self, partition: int) -> Iterator[pa.RecordBatch]:
        """The pieces of one partition."""
        for spilled in self.spilled:
            for scattered in spilled.read():
                yield from scattered.piece(partition)
        for scattered in self.held:
            yield from scattered.piece(partition)

    def _spill(self) -> None:
        try:
            if self.folder is None:
                self.folder = Path(tempfile.mkdtemp(prefix="northing-fold-", dir=self.parent))
            for _, alike in groupby(self.held, key=lambda scattered: scattered.batch.schema.names):
                path = self.folder / f"{len(self.spilled)}.arrow"
                self.spilled.append(_write(path, list(alike)))
        except OSError as error:
            raise StorageFailed(f"The fold could not spill to disk: {error}") from error
        self.held.clear()
        self.bytes_held = 0


def _write(path: Path, batches: Sequence[Scattered]) -> _Spilled:
    with pa.ipc.new_file(str(path), batches[0].batch.schema) as file:
        for scattered in batches:
            file.write_batch(scattered.batch)
    return _Spilled(path, [scattered.ends for scattered in batches])
