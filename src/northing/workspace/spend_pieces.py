"""Media spend cut in pieces of time: months, and parts of months where a plan changes in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from northing.calendar import Period
from northing.engine.columns import columns_of, day_number


@dataclass(frozen=True)
class Piece:
    """Spend of a month or a part of one that a period wants.

    Attributes:
        first: The first day of the month or part; no period changes it.
        rows: From and until which row of the days in their order the period wants it.
        whole: Whether that is all of it.
    """

    first: date
    rows: tuple[int, int]
    whole: bool


@dataclass(frozen=True)
class SpendPieces:
    """Spend of all time by campaign and channel; each piece is summed when it is asked for.

    Attributes:
        spend: Columns campaign, channel, date and amount, in any order.
        cuts: Days on which a piece begins beside the first of a month.
    """

    spend: pa.Table
    cuts: tuple[date, ...] = ()

    @cached_property
    def _days(self) -> pa.Table:
        by = [("date", "ascending"), ("campaign", "ascending"), ("channel", "ascending")]
        return self.spend.sort_by(by).combine_chunks()

    @cached_property
    def _places(self) -> tuple[tuple[date, int, int], ...]:
        """The first day of each piece that has spend, and its rows."""
        firsts = pieces_of(self._days["date"], self.cuts)
        numbers = firsts.cast(pa.int32()).to_numpy()
        starts = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist()] if len(numbers) else []
        return tuple(
            (firsts[start].as_py(), start, end) for start, end in pairwise((*starts, len(numbers)))
        )

    def pieces(self, period: Period) -> Iterator[Piece]:
        """The pieces that have spend in a period, in their order."""
        bounds = day_number(period.start), day_number(period.end)
        wanted = columns_of(self._days).between("date", *bounds)
        assert isinstance(wanted, slice)  # noqa: S101 - the days are in order
        for first, start, end in self._places:
            rows = max(start, wanted.start), min(end, wanted.stop)
            if rows[0] < rows[1]:
                yield Piece(first, rows, rows == (start, end))

    def sums(self, piece: Piece) -> list[dict[str, Any]]:
        """By campaign and channel: first day as date_min, money as amount_sum."""
        start, end = piece.rows
        days = self._days.slice(start, end - start)
        summed = days.group_by(["campaign", "channel"], use_threads=False).aggregate(
            [("date", "min"), ("amount", "sum")]
        )
        found: list[dict[str, Any]] = summed.to_pylist()
        found.sort(key=lambda row: (row["campaign"] or "", row["channel"] or ""))
        return found


def pieces_of(dates: pa.ChunkedArray, cuts: Iterable[date]) -> pa.ChunkedArray:
    """The first day of what each day is summed with: a month, or a part of one."""
    pieces = pc.floor_temporal(dates, unit="month").cast(pa.date32())
    for cut in cuts:
        day = pa.scalar(cut, pa.date32())
        later = pc.if_else(pc.greater_equal(dates, day), day, pa.scalar(None, pa.date32()))
        pieces = pc.max_element_wise(pieces, later)
    return pieces
