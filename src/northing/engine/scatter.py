"""Put the rows of a batch in the order of their partitions, by the hash of a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.engine.hashing import splitmix64
from northing.errors import BadInput


@dataclass(frozen=True)
class Scattered:
    """A batch whose rows stand partition by partition.

    Attributes:
        batch: The rows.
        ends: Where each partition's rows end.
    """

    batch: pa.RecordBatch
    ends: Sequence[int]

    def piece(self, partition: int) -> list[pa.RecordBatch]:
        """The rows of one partition, if there are any."""
        start = self.ends[partition - 1] if partition else 0
        rows = self.ends[partition] - start
        return [self.batch.slice(start, rows)] if rows else []


def scatter(batches: Sequence[pa.RecordBatch], by: str, partitions: int) -> Scattered:
    """Put the rows of some batches of one schema in the order of their partitions, as one batch.

    Raises:
        BadInput: If the key is not a 64-bit integer or holds a null.
    """
    keys = [_keys(batch, by) for batch in batches]
    counts = np.zeros(partitions, np.int64)
    for one in keys:
        _count(one, counts)
    ends = np.cumsum(counts)
    following = ends - counts
    places = [_places(one, following) for one in keys]
    schema = batches[0].schema
    columns = [
        _moved([batch.column(number) for batch in batches], places) for number in range(len(schema))
    ]
    return Scattered(pa.RecordBatch.from_arrays(columns, schema=schema), ends.tolist())


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
def _count(keys: Any, counts: Any) -> None:
    """Add up how many rows each partition has."""
    mask = np.uint64(counts.size - 1)
    for row in range(keys.size):
        counts[np.int64(splitmix64(keys[row]) & mask)] += 1


@nb.njit(cache=True, nogil=True)
def _places(keys: Any, following: Any) -> Any:
    """Each row's place; `following` says where the next row of each partition goes."""
    mask = np.uint64(following.size - 1)
    places = np.empty(keys.size, np.int32)
    for row in range(keys.size):
        part = np.int64(splitmix64(keys[row]) & mask)
        places[row] = following[part]
        following[part] += 1
    return places


def _moved(chunks: Sequence[pa.Array], places: Sequence[NDArray[np.int32]]) -> pa.Array:
    """A column, in chunks, with each value at its place."""
    rows = sum(map(len, chunks))
    width = _width(chunks)
    if width is None:
        order = np.empty(rows, np.int32)
        order[np.concatenate(places)] = np.arange(rows, dtype=np.int32)
        return pa.concat_arrays(chunks).take(pa.array(order))
    moved = np.empty(rows, f"i{width}")
    for chunk, places_of_chunk in zip(chunks, places, strict=True):
        values = np.frombuffer(chunk.buffers()[1], moved.dtype)
        _move(values[chunk.offset : chunk.offset + len(chunk)], places_of_chunk, moved)
    return pa.Array.from_buffers(chunks[0].type, rows, [None, pa.py_buffer(moved)])


def _width(chunks: Sequence[pa.Array]) -> int | None:
    """Bytes of a plain number or instant without nulls; None for anything else."""
    kind = chunks[0].type
    plain = pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_temporal(kind)
    nulls = any(chunk.null_count for chunk in chunks)
    if not plain or nulls or kind.bit_width not in (8, 16, 32, 64):
        return None
    return int(kind.bit_width) // 8


@nb.njit(cache=True, nogil=True)
def _move(values: Any, places: Any, moved: Any) -> None:
    for row in range(values.size):
        moved[places[row]] = values[row]
