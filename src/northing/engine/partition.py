"""Scatter a stream of rows into partitions by the hash of a key, fold each, add the results.

How many partitions there are depends on the number of rows alone, never on threads or memory:
so the sums, added in partition order, are the same to the last digit in every run.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.engine.hashing import splitmix64
from northing.engine.kernel import Kernel, add_statistics
from northing.engine.memory import available_bytes
from northing.errors import BadInput, StorageFailed

BATCH_ROWS = 1 << 20
ROWS_A_PARTITION = 1 << 18
MOST_PARTITIONS = 4096
ADDED_AT_ONCE = 64

Piece = list[pa.RecordBatch | None]  # one batch of the stream, cut by partition


def fold_batches(
    read: Callable[[int], Iterable[pa.RecordBatch]],
    by: str,
    kernel: Kernel,
    *,
    rows: int,
    threads: int | None = None,
    memory_limit: str | None = None,
    temporary_folder: str | None = None,
) -> pa.Table:
    """Fold a stream of batches.

    Args:
        read: Opens the stream, given the number of rows wanted in a batch.
        by: Name of the key: a 64-bit integer without nulls.
        kernel: What each whole partition is handed to.
        rows: About how many rows there are; sets the number of partitions.
        threads: How many partitions to work on at once.
        memory_limit: Partitions above half of it wait in temporary files.
        temporary_folder: Where those files go.

    Raises:
        BadInput: If the key is not a 64-bit integer or holds a null.
        StorageFailed: If the temporary files cannot be written.
    """
    threads = threads or os.cpu_count() or 1
    partitions = partitions_for(rows)
    budget = available_bytes(memory_limit) // 2
    with (
        ThreadPoolExecutor(threads) as pool,
        _Store(partitions, budget, temporary_folder) as store,
    ):
        batches = _gathered(read(BATCH_ROWS))
        for piece in _in_order(
            pool, threads, lambda batch: scatter(batch, by, partitions), batches
        ):
            store.keep(piece)
        store.close_files()
        # As many ahead as are added at once: the threads go on while this one adds.
        ahead = max(threads, ADDED_AT_ONCE)
        finished = _in_order(
            pool, ahead, lambda part: _run(kernel, store.of(part)), range(partitions)
        )
        return _added(finished, kernel.keys)


def _gathered(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches of about `BATCH_ROWS`: a source may hand out far smaller ones.

    Each batch is cut by partition, and what a cut costs does not depend on its rows.
    """
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        if rows + batch.num_rows > BATCH_ROWS and held:
            yield pa.concat_batches(held)
            held, rows = [], 0
        held.append(batch)
        rows += batch.num_rows
    if held:
        yield pa.concat_batches(held)


def partitions_for(rows: int) -> int:
    """Return the number of partitions, a power of two.

    Examples:
        >>> [partitions_for(rows) for rows in (0, 1_000_000, 10_000_000)]
        [1, 4, 64]
    """
    wanted = max(1, -(-rows // ROWS_A_PARTITION))
    return min(MOST_PARTITIONS, 1 << (wanted - 1).bit_length())


def scatter(batch: pa.RecordBatch, by: str, partitions: int) -> Piece:
    """Cut a batch into one for each partition; None where it has no rows of that partition."""
    keys = _keys(batch, by)
    ends, places = _places(keys, partitions)
    ordered = pa.RecordBatch.from_arrays(
        [_moved(column, places) for column in batch.columns], schema=batch.schema
    )
    starts = np.concatenate([[0], ends[:-1]])
    return [
        ordered.slice(start, end - start) if end > start else None
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]


def _keys(batch: pa.RecordBatch, by: str) -> NDArray[np.int64]:
    column = batch.column(by)
    if column.type != pa.int64() or column.null_count:
        raise BadInput(
            f"The fold's key {by!r} is {column.type} with {column.null_count} nulls; "
            "expected 64-bit integers without nulls."
        )
    keys: NDArray[np.int64] = column.to_numpy(zero_copy_only=True)
    return keys


@nb.njit(cache=True, nogil=True)
def _places(keys: Any, partitions: int) -> Any:
    """Each row's place once the rows stand partition by partition, and where each one ends."""
    mask = np.uint64(partitions - 1)
    part = np.empty(keys.size, np.uint16)
    ends = np.zeros(partitions, np.int64)
    for row in range(keys.size):
        part[row] = splitmix64(keys[row]) & mask
        ends[part[row]] += 1
    ends = np.cumsum(ends)
    following = np.zeros(partitions, np.int64)
    following[1:] = ends[:-1]
    places = np.empty(keys.size, np.int32)
    for row in range(keys.size):
        places[row] = following[part[row]]
        following[part[row]] += 1
    return ends, places


def _moved(column: pa.Array, places: NDArray[np.int32]) -> pa.Array:
    """The column with each value at its place."""
    width = _width(column)
    if width is None:
        rows = np.empty_like(places)
        rows[places] = np.arange(places.size, dtype=np.int32)
        return column.take(pa.array(rows))
    values = np.frombuffer(column.buffers()[1], dtype=f"i{width}")
    values = values[column.offset : column.offset + len(column)]
    moved = np.empty_like(values)
    _move(values, places, moved)
    return pa.Array.from_buffers(column.type, len(column), [None, pa.py_buffer(moved)])


def _width(column: pa.Array) -> int | None:
    """Bytes of a plain number or instant without nulls; None for anything else."""
    kind = column.type
    plain = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)
    if not plain or column.null_count or kind.bit_width not in (8, 16, 32, 64):
        return None
    return int(kind.bit_width) // 8


@nb.njit(cache=True, nogil=True)
def _move(values: Any, places: Any, moved: Any) -> None:
    for row in range(values.size):
        moved[places[row]] = values[row]


def _run(kernel: Kernel, pieces: Iterable[pa.RecordBatch]) -> pa.Table:
    state = kernel.start()
    for piece in pieces:
        kernel.absorb(state, piece)
    return kernel.finish(state)


def _in_order(
    pool: ThreadPoolExecutor, ahead: int, work: Callable[[Any], Any], items: Iterable[Any]
) -> Iterator[Any]:
    """Results in the order of the items, with only a few items in hand at once."""
    waiting: deque[Future[Any]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _added(parts: Iterator[pa.Table], keys: tuple[str, ...]) -> pa.Table:
    """Sums in partition order, some at a time so that they never all stand in memory."""
    held: list[pa.Table] = []
    for part in parts:
        held.append(part)
        if len(held) > ADDED_AT_ONCE:
            held = [add_statistics(held, keys)]
    return add_statistics(held, keys)


class _Store:
    """The pieces of each partition: in memory, and in temporary files above the budget."""

    def __init__(self, partitions: int, budget: int, temporary_folder: str | None) -> None:
        self.budget = budget
        self.held: list[list[pa.RecordBatch]] = [[] for _ in range(partitions)]
        self.bytes_held = 0
        self.parent = temporary_folder
        self.folder: Path | None = None
        self.writers: dict[int, pa.RecordBatchStreamWriter] = {}

    def __enter__(self) -> _Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close_files()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def keep(self, piece: Piece) -> None:
        for held, part in zip(self.held, piece, strict=True):
            if part is not None:
                held.append(part)
                self.bytes_held += part.nbytes
        if self.bytes_held > self.budget:
            self._spill()

    def of(self, partition: int) -> Iterator[pa.RecordBatch]:
        """The pieces of one partition; they are given up as they are handed out."""
        if self.folder is not None and (path := self._path(partition)).exists():
            with pa.memory_map(str(path)) as source:
                yield from pa.ipc.open_stream(source)
        held, self.held[partition] = self.held[partition], []
        yield from held

    def _spill(self) -> None:
        try:
            if self.folder is None:
                self.folder = Path(tempfile.mkdtemp(prefix="northing-fold-", dir=self.parent))
            for partition, batches in enumerate(self.held):
                for batch in batches:
                    self._writer(partition, batch.schema).write_batch(batch)
                batches.clear()
        except OSError as error:
            raise StorageFailed(f"The fold could not spill to disk: {error}") from error
        self.bytes_held = 0

    def _writer(self, partition: int, schema: pa.Schema) -> pa.RecordBatchStreamWriter:
        if partition not in self.writers:
            self.writers[partition] = pa.ipc.new_stream(str(self._path(partition)), schema)
        return self.writers[partition]

    def _path(self, partition: int) -> Path:
        assert self.folder is not None  # noqa: S101 -- only called once something was spilled
        return self.folder / f"{partition}.arrows"

    def close_files(self) -> None:
        """End the writing: only then can the files be read."""
        while self.writers:
            self.writers.popitem()[1].close()
