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


def scatter(batch: pa.RecordBatch, by: str, partitions: int) -> Scattered:
    """Put the rows of a batch in the order of their partitions.

    Raises:
        BadInput: If the key is not a 64-bit integer or holds a null.
    """
    ends, places = _places(_keys(batch, by), partitions)
    columns = [_moved(column, places) for column in batch.columns]
    ordered = pa.RecordBatch.from_arrays(columns, schema=batch.schema)
    return Scattered(ordered, ends.tolist())


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
