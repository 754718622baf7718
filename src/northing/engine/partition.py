"""Scatter a stream of rows into partitions by the hash of a key, fold each, add the results.

How many partitions there are depends on the number of rows alone, never on threads or memory:
so the sums, added in partition order, are the same to the last digit in every run.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from typing import Any

import pyarrow as pa

from northing.engine.kernel import Kernel, add_statistics
from northing.engine.memory import available_bytes
from northing.engine.scatter import Scattered, scatter
from northing.engine.store import Store

BATCH_ROWS = 1 << 21
FEWEST_BATCH_ROWS = 1 << 18
BYTES_A_BATCH_ROW = 1 << 10  # of the budget: some batches are in hand at once
ROWS_A_PARTITION = 1 << 18
MOST_PARTITIONS = 4096
ADDED_AT_ONCE = 64


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
    batch_rows = min(BATCH_ROWS, max(FEWEST_BATCH_ROWS, budget // BYTES_A_BATCH_ROW))
    with (
        ThreadPoolExecutor(threads) as pool,
        Store(budget, temporary_folder) as store,
    ):
        groups = _gathered(read(batch_rows), batch_rows)
        for found in _in_order(
            pool, threads, lambda group: _scattered(group, by, kernel, partitions), groups
        ):
            for scattered in found:
                store.keep(scattered)
        # As many ahead as are added at once: the threads go on while this one adds.
        ahead = max(threads, ADDED_AT_ONCE)
        finished = _in_order(
            pool, ahead, lambda part: _run(kernel, store.of(part)), range(partitions)
        )
        return _added(finished, kernel.keys)


def _gathered(batches: Iterable[pa.RecordBatch], most: int) -> Iterator[list[pa.RecordBatch]]:
    """Groups of batches, each with about as many rows: a source may hand out far smaller ones.

    Each group is put in the order of the partitions, and how many pieces that makes does not
    depend on its rows.
    """
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        if rows + batch.num_rows > most and held:
            yield held
            held, rows = [], 0
        held.append(batch)
        rows += batch.num_rows
    if held:
        yield held


def _scattered(
    batches: Iterable[pa.RecordBatch], by: str, kernel: Kernel, partitions: int
) -> list[Scattered]:
    condensed = [kernel.condense(batch) for batch in batches]
    return [
        scatter(list(alike), by, partitions)
        for _, alike in groupby(condensed, key=lambda batch: batch.schema.names)
    ]


def partitions_for(rows: int) -> int:
    """Return the number of partitions, a power of two.

    Examples:
        >>> [partitions_for(rows) for rows in (0, 1_000_000, 10_000_000)]
        [1, 4, 64]
    """
    wanted = max(1, -(-rows // ROWS_A_PARTITION))
    return min(MOST_PARTITIONS, 1 << (wanted - 1).bit_length())


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
