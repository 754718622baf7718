"""Compiled: count what models are solved from, steps between channels and sets of channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.markov import CONVERSION, NULL, START
from northing.attribution.tally import EMPTY, keys_by_row, longer, room_for, row_of
from northing.attribution.walk import GROUPS, NULL_JOURNEY

MOST_DENSE = 1 << 21
BEFORE = ("before_2", "before_1")


@nb.njit(cache=True, nogil=True)
def spans_of(journeys: Any, codes: Any) -> Any:
    """The month in which each journey ended; -1 where it has no touches or is not counted."""
    first, end, code, at = journeys.first, journeys.end, journeys.code, journeys.at
    starts, month_of, months_of = codes.month_starts, codes.month_of, codes.month
    months = np.full(code.size, -1, np.int64)
    for journey in range(code.size):
        if first[journey] == end[journey]:
            continue
        if code[journey] == NULL_JOURNEY:
            months[journey] = month_of[np.searchsorted(starts, at[journey], side="right")]
        else:
            months[journey] = months_of[code[journey]]
    return months


@nb.njit(cache=True, nogil=True)
def add_steps(journeys: Any, codes: Any, months: Any, channels: Any, order: Any) -> Any:
    """Steps of a chain that remembers the last channels, by month and group of people.

    Args:
        journeys: See `Journeys`.
        codes: See `Codes`.
        months: Of each journey, as `spans_of` gives them; all 0 where they are not told apart.
        channels: How many channels.
        order: How many channels a state remembers.

    Returns:
        Keys ((month, group of people), state, target as one number) and how often each step was
        taken. A state is its channels, counted from 1, as digits; 0 stands for none yet. Targets
        are the channels, conversion, null.
    """
    base = channels + 1
    states = base**order
    older = base ** (order - 1)
    targets = channels + 2
    block = states * targets
    groups = codes.sizes[5]
    local, present = _groups_present(journeys.group, groups)
    size = (months.max() + 1 if months.size else 1) * present.size * block
    dense = np.zeros(size if 0 < size <= MOST_DENSE else 0)
    keys = np.full(1 << 10, EMPTY, np.int64)
    rows = np.empty(1 << 10, np.int64)
    sums = np.zeros((1 << 9, 1))
    count = 0
    first, end, code, group = journeys.first, journeys.end, journeys.code, journeys.group
    touch_code, channel = journeys.touch_code, codes.channel
    for journey in range(code.size):
        if months[journey] < 0:
            continue
        ending = channels + 1 if code[journey] == NULL_JOURNEY else channels
        own = group[journey] % groups
        place = months[journey] * groups + own
        if dense.size:
            place = months[journey] * present.size + local[own]
        state = 0
        for touch in range(first[journey], end[journey] + 1):
            target = ending if touch == end[journey] else np.int64(channel[touch_code[touch]])
            key = place * block + state * targets + target
            state = (state % older) * base + target + 1
            if dense.size:
                dense[key] += 1.0
                continue
            if 2 * (count + 1) > keys.size:
                keys, rows = room_for(keys, rows, count + 1)
                sums = longer(sums, count + 1)
            row, count = row_of(keys, rows, key, count)
            sums[row, 0] += 1.0
    if dense.size == 0:
        return keys_by_row(keys, rows, count), sums[:count].copy()
    taken = np.nonzero(dense)[0]
    found = np.empty(taken.size, np.int64)
    for row in range(taken.size):
        place, step = taken[row] // block, taken[row] % block
        month, own = place // present.size, present[place % present.size]
        found[row] = (month * groups + own) * block + step
    return found, dense[taken].copy().reshape(taken.size, 1)


@nb.njit(cache=True, nogil=True)
def _groups_present(group: Any, groups: Any) -> Any:
    """The place of each group among those that there are, and which those are.

    Where a log is cut into many partitions, each holds a single group: few places are needed.
    """
    seen = np.zeros(GROUPS, np.int64)
    for journey in range(group.size):
        seen[group[journey] % groups] = 1
    present = np.nonzero(seen)[0]
    local = np.zeros(GROUPS, np.int64)
    for place in range(present.size):
        local[present[place]] = place
    return local, present


@nb.njit(cache=True, nogil=True)
def add_sets(journeys: Any, codes: Any, months: Any, channels: Any) -> Any:
    """How many journeys with each set of channels converted and did not, by group of people.

    Returns:
        Keys (set, group of people as one number; a set is the sum of 2 to the power of its
        channels), and two columns: converting, null.
    """
    groups = codes.sizes[5]
    local, present = _groups_present(journeys.group, groups)
    dense = np.zeros((_dense_sets(channels, present.size), 2))
    keys = np.full(1 << 10, EMPTY, np.int64)
    rows = np.empty(1 << 10, np.int64)
    sums = np.zeros((1 << 9, 2))
    count = 0
    first, end, code, group = journeys.first, journeys.end, journeys.code, journeys.group
    touch_code, channel = journeys.touch_code, codes.channel
    for journey in range(code.size):
        if months[journey] < 0:
            continue
        members = np.int64(0)
        for touch in range(first[journey], end[journey]):
            members |= np.int64(1) << np.int64(channel[touch_code[touch]])
        own = group[journey] % groups
        ending = 1 if code[journey] == NULL_JOURNEY else 0
        if dense.size:
            dense[members * present.size + local[own], ending] += 1.0
            continue
        if 2 * (count + 1) > keys.size:
            keys, rows = room_for(keys, rows, count + 1)
            sums = longer(sums, count + 1)
        row, count = row_of(keys, rows, members * groups + own, count)
        sums[row, ending] += 1.0
    if dense.size == 0:
        return keys_by_row(keys, rows, count), sums[:count].copy()
    taken = np.nonzero(dense[:, 0] + dense[:, 1])[0]
    found = np.empty(taken.size, np.int64)
    for row in range(taken.size):
        found[row] = taken[row] // present.size * groups + present[taken[row] % present.size]
    return found, dense[taken]


@nb.njit(cache=True, nogil=True)
def _dense_sets(channels: Any, groups: Any) -> Any:
    """How many places all sets take, for each group; 0 where they are too many."""
    if channels > 20 or groups << channels > MOST_DENSE:
        return 0
    return groups << channels


def pack(
    counted: tuple[NDArray[np.int64], NDArray[np.float64]], width: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Numbers with keys of their own as rows of `width` numbers side by side.

    So that narrow statistics travel in one table with wide ones and waste no column.

    Examples:
        >>> blocks, rows = pack((np.array([0, 5]), np.array([[7.0], [8.0]])), 4)
        >>> blocks.tolist(), rows.tolist()
        ([0, 1], [[7.0, 0.0, 0.0, 0.0], [0.0, 8.0, 0.0, 0.0]])
    """
    keys, sums = counted
    order = np.argsort(keys, kind="stable")  # dense counts come in order, and this sees it
    packed: tuple[NDArray[np.int64], NDArray[np.float64]] = _packed(keys[order], sums[order], width)
    return packed


@nb.njit(cache=True, nogil=True)
def _packed(keys: Any, sums: Any, width: Any) -> Any:
    measures = sums.shape[1]
    count = 0
    last = np.int64(EMPTY)
    for key in keys:
        count += (key * measures + measures - 1) // width - max(last, key * measures // width - 1)
        last = (key * measures + measures - 1) // width
    blocks = np.empty(count, np.int64)
    packed = np.zeros((count, width))
    count = 0
    for row in range(keys.size):
        for measure in range(measures):
            entry = keys[row] * measures + measure
            if count == 0 or blocks[count - 1] != entry // width:
                blocks[count] = entry // width
                count += 1
            packed[count - 1, entry % width] = sums[row, measure]
    return blocks, packed


def unpack(
    blocks: Any, packed: Any, measures: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """What `pack` packed: the keys in order, and their numbers; the blocks are in order.

    Examples:
        >>> keys, sums = unpack(*pack((np.array([5]), np.array([[8.0, 9.0]])), 3), 2)
        >>> keys.tolist(), sums.tolist()
        ([5], [[8.0, 9.0]])
    """
    found: tuple[NDArray[np.int64], NDArray[np.float64]] = _unpacked(blocks, packed, measures)
    return found


@nb.njit(cache=True, nogil=True)
def _unpacked(blocks: Any, packed: Any, measures: Any) -> Any:
    width = packed.shape[1]
    count = 0
    last = np.int64(EMPTY)
    for row in range(blocks.size):
        for column in range(width):
            key = (blocks[row] * width + column) // measures
            if packed[row, column] != 0.0 and key != last:
                last = key
                count += 1
    keys = np.empty(count, np.int64)
    sums = np.zeros((count, measures))
    count = 0
    last = np.int64(EMPTY)
    for row in range(blocks.size):
        for column in range(width):
            entry = blocks[row] * width + column
            if packed[row, column] == 0.0:
                continue
            if entry // measures != last:
                last = entry // measures
                keys[count] = last
                count += 1
            sums[count - 1, entry % measures] = packed[row, column]
    return keys, sums


def name_steps(
    steps: NDArray[np.int64], channels: Sequence[str], order: int
) -> dict[str, pa.Array]:
    """The columns before_2, before_1 as far as the order tells them, from_state, to_state.

    They are dictionaries, so that millions of steps hold each name once.

    Args:
        steps: State and target as one number; see `add_steps`.
        channels: Names, in the order of their codes.
        order: How many channels a state remembers.

    Examples:
        >>> named = name_steps(np.array([1, 5]), ["a", "b"], 1)
        >>> named["from_state"].to_pylist(), named["to_state"].to_pylist()
        (['(start)', 'a'], ['b', 'b'])
    """
    names = pa.array([*channels, CONVERSION, NULL, START], pa.string())
    count = len(channels)
    state, target = np.divmod(steps, count + 2)
    columns = {}
    for ago in range(order - 1, 0, -1):
        digit = state // (count + 1) ** ago % (count + 1)
        columns[BEFORE[-ago]] = _named(digit - 1, names, digit == 0)
    last = state % (count + 1) - 1
    columns["from_state"] = _named(np.where(last < 0, count + 2, last), names)
    columns["to_state"] = _named(target, names)
    return columns


def _named(
    places: NDArray[np.int64], names: pa.Array, mask: NDArray[np.bool_] | None = None
) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32), mask=mask), names)


def name_sets(members: NDArray[np.int64], channels: Sequence[str]) -> dict[str, pa.Array]:
    """The columns channel_set (the number itself) and channels (the names in it).

    Examples:
        >>> name_sets(np.array([3, 2]), ["a", "b"])["channels"].to_pylist()
        [['a', 'b'], ['b']]
    """
    inside = (members[:, None] >> np.arange(len(channels))) & 1
    ends = np.concatenate([[0], np.cumsum(inside.sum(axis=1))])
    names = pa.array(channels, pa.string()).take(pa.array(np.nonzero(inside)[1]))
    lists = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), names)
    return {"channel_set": pa.array(members), "channels": lists}
