"""Events in few bytes: instant and code in one integer, a value only where there is one.

A fold keeps every event until its partition is whole, so that what an event takes decides
how long a log fits in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.marks import CHANGED, Marks, place_of_mark
from northing.errors import Conflict

AT_CODE = "at_code"
LEAST, MOST = -(1 << 63), (1 << 63) - 1  # instants that 64 bits hold

Ints = NDArray[np.int64]
NO_VALUES: Ints = np.empty(0, np.int64)
NO_VALUES.setflags(write=False)  # as values of a batch are


@dataclass(frozen=True)
class Packing:
    """How an instant and a code share one integer, whose order is theirs.

    Attributes:
        origin: The instant that is counted from, in microseconds.
        bits: How many of the lowest bits hold the code.
        marks: What stands for the codes of touches; None where they come as they are.
    """

    origin: int
    bits: int
    marks: Marks | None = None

    def pack(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Pack a batch of journey_id, at, code, value.

        Returns:
            journey_id, at_code, and value unless all are zero. Where an instant lies too far
            from the origin, the columns as they came, with the codes of touches.

        Raises:
            Conflict: If there is a mark of a touch that was not there when they were made.
        """
        at, code = batch.column("at").to_numpy(), batch.column("code").to_numpy()
        value = batch.column("value").to_numpy().view(np.int64)
        none = np.zeros(1, np.int32)
        table, behind = (none, none) if self.marks is None else (self.marks.table, self.marks.codes)
        reach = 1 << (62 - self.bits)
        least, most = max(LEAST, self.origin - reach), min(self.origin + reach, MOST)
        packed, known, near, valued = _pack(
            at, code, value, table, behind, self.origin, self.bits, least, most
        )
        if not known:
            raise Conflict(CHANGED)
        columns = {"journey_id": batch.column("journey_id")}
        if near:
            columns[AT_CODE] = pa.array(packed)
        else:
            code = code if self.marks is None else self.marks.read(code)
            columns |= {"at": batch.column("at"), "code": pa.array(code)}
        if valued:
            columns["value"] = batch.column("value")
        return pa.RecordBatch.from_pydict(columns)

    def read(self, pieces: Sequence[pa.RecordBatch]) -> tuple[list[tuple[Ints, Ints, Ints]], Ints]:
        """Read packed pieces: of each the persons, the packed integers and the bits of values.

        Returns:
            The columns, those of values empty where all are zero; and the instants that the
            integers count from 0, or nothing where these count microseconds from the origin.
        """
        near = all(AT_CODE in piece.schema.names for piece in pieces)
        packed, instants = self._near(pieces) if near else self._far(pieces)
        for word in packed:
            word.setflags(write=False)  # else they are another type, and compiled for anew
        return [
            (piece.column("journey_id").to_numpy(), word, _values(piece))
            for piece, word in zip(pieces, packed, strict=True)
        ], instants

    def _near(self, pieces: Sequence[pa.RecordBatch]) -> tuple[list[Ints], Ints]:
        return [piece.column(AT_CODE).to_numpy() for piece in pieces], np.empty(0, np.int64)

    def _far(self, pieces: Sequence[pa.RecordBatch]) -> tuple[list[Ints], Ints]:
        """The rank of each instant takes its place: that always fits."""
        split = [self._split(piece) for piece in pieces]
        instants, rank = np.unique(np.concatenate([at for at, _ in split]), return_inverse=True)
        bounds = np.cumsum([len(at) for at, _ in split])[:-1]
        ranks = np.split(rank.astype(np.int64), bounds)
        return [
            (place << self.bits) | code for place, (_, code) in zip(ranks, split, strict=True)
        ], instants

    def _split(self, piece: pa.RecordBatch) -> tuple[Ints, Ints]:
        if AT_CODE not in piece.schema.names:
            return piece.column("at").to_numpy(), piece.column("code").to_numpy().astype(np.int64)
        packed = piece.column(AT_CODE).to_numpy()
        return (packed >> self.bits) + self.origin, packed & ((1 << self.bits) - 1)


def _values(piece: pa.RecordBatch) -> Ints:
    if "value" not in piece.schema.names:
        return NO_VALUES
    bits: Ints = piece.column("value").to_numpy().view(np.int64)
    return bits


@nb.njit(cache=True, nogil=True)
def _pack(
    at: Any,
    code: Any,
    value: Any,
    table: Any,
    behind: Any,
    origin: Any,
    bits: Any,
    least: Any,
    most: Any,
) -> Any:
    packed = np.empty(at.size, np.int64)
    known = True
    near = True
    valued = False
    for row in range(at.size):
        what = code[row]
        if what < 0:
            place = place_of_mark(table, what)
            known &= table[place] != 0
            what = behind[place]
        near &= least <= at[row] < most
        valued |= value[row] != 0
        packed[row] = ((at[row] - origin) << bits) | what
    return packed, known, near, valued
