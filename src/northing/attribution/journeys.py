"""What journeys look like: paths, length, time to convert, first and last channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from northing.attribution.coding import Coded, Cuts, encode
from northing.attribution.kernel import WholePartition
from northing.attribution.log import Log, events
from northing.attribution.statistics import windows_of
from northing.attribution.walk import NULL_JOURNEY
from northing.engine import Engine

PATHS, LENGTHS, DAYS, ENDS = 0, 1, 2, 3
MOST_STEPS = 12  # longer paths are told by their last steps
EARLIER = -1
DAY_US = 86_400_000_000


@dataclass(frozen=True)
class JourneyStatistics:
    """Converting journeys, counted four ways; every table adds over partitions of people.

    Attributes:
        paths: path ("display > email", repeats told once, "…" for what came before the last
            twelve steps), conversions, value; most conversions first.
        lengths: touches, conversions, value; journeys without touches are unattributed and
            not among them.
        days: whole days from the first touch to the conversion, conversions, value.
        ends: first, last (channels), conversions, value.
    """

    paths: pa.Table
    lengths: pa.Table
    days: pa.Table
    ends: pa.Table

    def top_paths(self, count: int = 10) -> pa.Table:
        """Return the paths with the most conversions."""
        return self.paths.slice(0, count)

    def median_days(self) -> float | None:
        """Return the day by which half of the journeys had converted; None without any."""
        return _median(self.days, "days")

    def median_touches(self) -> float | None:
        """Return how many touches half of the journeys had at most; None without any."""
        return _median(self.lengths, "touches")


def fold_journeys(
    engine: Engine,
    log: Log,
    *,
    kind: str | None = None,
    lookback_days: float = 90,
    period: tuple[date, date] | None = None,
) -> JourneyStatistics:
    """Fold a log into counts of its converting journeys.

    Args:
        engine: Where to fold.
        log: See `northing.attribution.log.journey_log`.
        kind: Kind of the conversions.
        lookback_days: Older touches do not count.
        period: First local date and the one after the last; by the conversions' `date`.

    Raises:
        BadInput: If a column is lacking or a touch has no channel.
        OutOfRange: If the lookback is.
    """
    coded = encode(engine, log, Cuts((), ()), period, "UTC")
    kernel = JourneyKernel(windows_of(coded, kind, lookback_days), coded)
    folded = engine.fold(events(log, coded), "journey_id", kernel, **log.tables, **coded.tables)
    paths = _rows(folded, PATHS, coded, ["path"]).sort_by(
        [("conversions", "descending"), ("path", "ascending")]
    )
    return JourneyStatistics(
        paths,
        _rows(folded, LENGTHS, coded, ["touches"]),
        _rows(folded, DAYS, coded, ["days"]),
        _rows(folded, ENDS, coded, ["first", "last"]),
    )


@dataclass(frozen=True)
class JourneyKernel(WholePartition):
    """Folds events into counts of journeys, keyed by lists of small integers."""

    coded: Coded
    keys: tuple[str, ...] = field(default=("statistic", "key"), init=False)

    def finish(self, state: list[pa.RecordBatch]) -> pa.Table:
        """Counts of the partition's journeys."""
        journeys = self.windows.journeys(state)
        state.clear()
        codes = self.coded.codes
        lists, ends, values = list_journeys(journeys, codes.group, codes.channel)
        tables = []
        for statistic, (items, stops) in enumerate(zip(lists, ends, strict=True)):
            key = _binary(items, stops)
            rows = pa.table(
                {
                    "statistic": np.full(len(key), statistic, np.int8),
                    "key": key,
                    "conversions": np.ones(len(key), np.int64),
                    "value": values,
                }
            )
            grouped = pa.TableGroupBy(rows, ["statistic", "key"], use_threads=False)
            summed = grouped.aggregate([("conversions", "sum"), ("value", "sum")])
            tables.append(summed.rename_columns(rows.schema.names))
        return pa.concat_tables(tables)


@nb.njit(cache=True, nogil=True)
def list_journeys(journeys: Any, group: Any, channel: Any) -> Any:
    """Path, length, days and ends of each converting journey with touches."""
    count = 0
    steps = 0
    for journey in range(journeys.code.size):
        touches = journeys.end[journey] - journeys.first[journey]
        code = journeys.code[journey]
        if code != NULL_JOURNEY and touches > 0 and group[code] >= 0:
            count += 1
            steps += min(touches, MOST_STEPS + 1)
    paths = np.empty(steps, np.int32)
    path_ends = np.empty(count, np.int64)
    lengths = np.empty(count, np.int32)
    days = np.empty(count, np.int32)
    ends = np.empty(2 * count, np.int32)
    values = np.empty(count)
    row = 0
    placed = 0
    for journey in range(journeys.code.size):
        first, end = journeys.first[journey], journeys.end[journey]
        code = journeys.code[journey]
        if code == NULL_JOURNEY or first == end or group[code] < 0:
            continue
        start = end - 1
        told = 1
        while start > first:
            changes = channel[journeys.touch_code[start - 1]] != channel[journeys.touch_code[start]]
            if changes and told == MOST_STEPS:
                break
            told += changes
            start -= 1
        if start > first:
            paths[placed] = EARLIER
            placed += 1
        for touch in range(start, end):
            now = channel[journeys.touch_code[touch]]
            if touch == start or now != channel[journeys.touch_code[touch - 1]]:
                paths[placed] = now
                placed += 1
        path_ends[row] = placed
        lengths[row] = end - first
        days[row] = (journeys.at[journey] - journeys.touch_at[first]) // DAY_US
        ends[2 * row] = channel[journeys.touch_code[first]]
        ends[2 * row + 1] = channel[journeys.touch_code[end - 1]]
        values[row] = journeys.value[journey]
        row += 1
    single = np.arange(1, count + 1)
    return (paths[:placed], lengths, days, ends), (path_ends, single, single, 2 * single), values


def _binary(items: Any, stops: Any) -> pa.Array:
    """Lists of integers as binary values, so that they can be keys."""
    width = items.itemsize
    offsets = np.concatenate([[0], stops * width]).astype(np.int64)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(items))]
    return pa.Array.from_buffers(pa.large_binary(), len(stops), buffers)


def _rows(folded: pa.Table, statistic: int, coded: Coded, names: Sequence[str]) -> pa.Table:
    rows = folded.filter(pc.equal(folded["statistic"], statistic))
    keys = [np.frombuffer(key, np.int32).tolist() for key in rows["key"].to_pylist()]
    channels = {EARLIER: "…", **dict(enumerate(coded.channels))}
    if statistic == PATHS:
        told = [" > ".join(channels[code] for code in key) for key in keys]
        columns = {names[0]: pa.array(told, pa.string())}
    elif statistic == ENDS:
        columns = {
            name: pa.array([channels[key[place]] for key in keys], pa.string())
            for place, name in enumerate(names)
        }
    else:
        columns = {names[0]: pa.array([key[0] for key in keys], pa.int64())}
    table = pa.table({**columns, "conversions": rows["conversions"], "value": rows["value"]})
    return table.sort_by([(name, "ascending") for name in names])


def _median(table: pa.Table, column: str) -> float | None:
    if not table.num_rows:
        return None
    reached = np.cumsum(table["conversions"].to_numpy())
    return float(table[column][int(np.searchsorted(reached, reached[-1] / 2))].as_py())
