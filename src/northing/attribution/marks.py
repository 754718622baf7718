"""Marks: touches told apart by a hash that the engine takes, so that no row has to be joined.

Joining ten million touches with their codes on two columns of text takes DuckDB as long as
reading them; a hash of the same columns costs next to nothing, because it is taken once for each
entry of a Parquet file's dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.engine import Engine, quote_name
from northing.engine.hashing import splitmix64
from northing.errors import Conflict

RANGE = 2_147_483_647
CHANGED = "The touches were changed while they were read; nothing was counted."
SHIFTS = range(33, -1, -8)  # which bits of the hash to try, until no two touches are alike


@dataclass(frozen=True)
class Marks:
    """A hash under which all distinct touches differ, and the code behind each.

    Attributes:
        shift: Where in the hash its bits are taken from.
        table: Marks by their place in a hash table; 0 where there is none. A mark is below 0, so
            that it is never taken for the code of a conversion.
        codes: The code behind each.
    """

    shift: int
    table: NDArray[np.int32]
    codes: NDArray[np.int32]

    @classmethod
    def find(cls, engine: Engine, touches: pa.Table) -> Marks | None:
        """Marks for a table of codes and the columns that tell touches apart.

        None where the engine takes no hash of its own, or none of its bits keep all of them
        apart: their codes are then joined.

        Examples:
            >>> from northing.engine import open_engine
            >>> codes = pa.table({"code": pa.array([0, 1], pa.int32()), "channel": ["a", "b"]})
            >>> marks = Marks.find(open_engine(), codes)
            >>> sql = f"SELECT {marks.sql(['channel'])} AS mark FROM t"
            >>> rows = open_engine().query(sql, t=pa.table({"channel": ["b", "a", "b"]}))
            >>> marks.read(rows["mark"].to_numpy()).tolist()
            [1, 0, 1]
        """
        if "hash" not in engine.own_functions:
            return None
        columns = touches.schema.names[1:]
        for shift in SHIFTS:
            sql = f"SELECT {_sql(columns, shift)} AS mark FROM touch_codes AS t"
            found = engine.query(sql, touch_codes=touches)["mark"].to_numpy()
            if len(np.unique(found)) == len(found):
                return cls(shift, *_tabled(found, touches["code"].to_numpy()))
        return None

    def sql(self, columns: Sequence[str]) -> str:
        """SQL of the mark of a touch `t`."""
        return _sql(columns, self.shift)

    def read(self, codes: NDArray[np.int32]) -> NDArray[np.int32]:
        """The codes, with every mark replaced by what it stands for.

        Raises:
            Conflict: If there is a mark of a touch that was not there when they were made.
        """
        found: NDArray[np.int32]
        found, known = _read(codes, self.table, self.codes)
        if not known:
            raise Conflict(CHANGED)
        return found


def _sql(columns: Sequence[str], shift: int) -> str:
    # As text: what is no text in the log, such as a UUID, may be text among the codes.
    texts = ", ".join(f"CAST(t.{quote_name(column)} AS VARCHAR)" for column in columns)
    return f"(-1 - CAST((hash({texts}) >> {shift}) & {RANGE} AS INTEGER))"


@nb.njit(cache=True, nogil=True)
def _tabled(marks: Any, codes: Any) -> Any:
    size = 16
    while size < 4 * marks.size:
        size *= 2
    table = np.zeros(size, np.int32)
    behind = np.zeros(size, np.int32)
    for row in range(marks.size):
        place = place_of_mark(table, marks[row])
        table[place] = marks[row]
        behind[place] = codes[row]
    return table, behind


@nb.njit(cache=True, nogil=True)
def _read(codes: Any, table: Any, behind: Any) -> Any:
    found = codes.copy()
    known = True
    for row in range(codes.size):
        if codes[row] < 0:
            place = place_of_mark(table, codes[row])
            known &= table[place] != 0
            found[row] = behind[place]
    return found, known


@nb.njit(cache=True, nogil=True, inline="always")
def place_of_mark(table: Any, mark: Any) -> Any:
    """Where a mark stands in a table, or belongs."""
    size = np.uint64(table.size - 1)
    place = splitmix64(np.int64(mark)) & size
    while table[place] != mark and table[place] != 0:
        place = (place + np.uint64(1)) & size
    return place
