"""Compiled: add up the credit that journeys give to cells."""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from northing.attribution.rule import call_weights
from northing.attribution.walk import NULL_JOURNEY
from northing.engine.hashing import splitmix64

EMPTY = -1
DAY_US = 86_400_000_000.0


class Codes(NamedTuple):
    """What the codes of touches and conversions stand for, and the sizes of the cuts.

    A cell is counted by touch cell, touch date, conversion group, country, device, group of
    people, in that order. The last place means "none", but in the two groups.

    Attributes:
        channel: Of each touch code.
        cell: Of each touch code: its channel, campaign, content as far as they are cut.
        country: Of each touch code; -1: none.
        device: Of each touch code; -1: none.
        group: Of each conversion code: what it is cut by; -1: not counted.
        conversion_country: Of each conversion code; -1: take the last touch's.
        conversion_device: The same for the device.
        declared: Of each conversion code: touch cell of the declared channel.
        month: Of each conversion code; -1: not counted.
        day_starts: Instants at which the touch dates start; empty where they are not cut.
        month_starts: Instants at which the months of null journeys start.
        month_of: Month of the null journeys between two starts; -1: not counted.
        sizes: Touch cells, dates, groups, countries, devices, each with its "none"; groups of
            people, 1 where they are not told apart.
    """

    channel: NDArray[np.int32]
    cell: NDArray[np.int64]
    country: NDArray[np.int32]
    device: NDArray[np.int32]
    group: NDArray[np.int64]
    conversion_country: NDArray[np.int32]
    conversion_device: NDArray[np.int32]
    declared: NDArray[np.int64]
    month: NDArray[np.int32]
    day_starts: NDArray[np.int64]
    month_starts: NDArray[np.int64]
    month_of: NDArray[np.int32]
    sizes: NDArray[np.int64]


@nb.njit(cache=True, nogil=True)
def place_of(keys: Any, key: Any) -> Any:
    """Where a key stands in the table, or the empty place where it belongs."""
    mask = keys.size - 1
    place = np.int64(splitmix64(key) & np.uint64(mask))
    while keys[place] != key and keys[place] != EMPTY:
        place = (place + 1) & mask
    return place


@nb.njit(cache=True, nogil=True)
def room_for(keys: Any, rows: Any, needed: Any) -> Any:
    """The same table, with room so that at most half of it fills."""
    size = keys.size
    while size < 2 * needed:
        size *= 2
    if size == keys.size:
        return keys, rows
    wider = np.full(size, EMPTY, np.int64)
    wider_rows = np.empty(size, np.int64)
    for old in range(keys.size):
        if keys[old] != EMPTY:
            place = place_of(wider, keys[old])
            wider[place] = keys[old]
            wider_rows[place] = rows[old]
    return wider, wider_rows


@nb.njit(cache=True, nogil=True)
def longer(sums: Any, needed: Any) -> Any:
    """The same sums, with at least the rows needed."""
    if needed <= sums.shape[0]:
        return sums
    grown = np.zeros((max(needed, 2 * sums.shape[0]), sums.shape[1]))
    grown[: sums.shape[0]] = sums
    return grown


@nb.njit(cache=True, nogil=True)
def tails(journeys: Any, codes: Any) -> Any:
    """Of each journey: the part of a cell's key that its touches share; -1: not counted."""
    # Fields are read before the loop: each reading inside would count references anew.
    first, end, code, touch_code = journeys.first, journeys.end, journeys.code, journeys.touch_code
    group, countries, devices = codes.group, codes.conversion_country, codes.conversion_device
    touch_country, touch_device = codes.country, codes.device
    country_size, device_size, people_groups = codes.sizes[3], codes.sizes[4], codes.sizes[5]
    people_group = journeys.group
    shared = np.full(code.size, -1, np.int64)
    for journey in range(code.size):
        conversion = code[journey]
        if conversion == NULL_JOURNEY or group[conversion] < 0:
            continue
        country = countries[conversion]
        device = devices[conversion]
        if first[journey] < end[journey]:
            last = touch_code[end[journey] - 1]
            country = touch_country[last] if country < 0 else country
            device = touch_device[last] if device < 0 else device
        country = country_size - 1 if country < 0 else country
        device = device_size - 1 if device < 0 else device
        place = (group[conversion] * country_size + country) * device_size + device
        shared[journey] = place * people_groups + people_group[journey] % people_groups
    return shared


@nb.njit(cache=True, nogil=True)
def keys_by_row(keys: Any, rows: Any, count: Any) -> Any:
    """The keys of a table, in the order of its rows."""
    found = np.empty(count, np.int64)
    for place in range(keys.size):
        if keys[place] != EMPTY:
            found[rows[place]] = keys[place]
    return found


@nb.njit(cache=True, nogil=True, inline="always")
def row_of(keys: Any, rows: Any, key: Any, count: Any) -> Any:
    """The row of a key, and how many rows there are now."""
    place = place_of(keys, key)
    if keys[place] == EMPTY:
        keys[place] = key
        rows[place] = count
        return count, count + 1
    return rows[place], count


@nb.njit(cache=True, nogil=True)
def add_credit(journeys: Any, codes: Any, addresses: Any, params: Any) -> Any:
    """Credit of every rule by cell.

    Args:
        journeys: See `Journeys`.
        codes: See `Codes`.
        addresses: Machine code of each rule; the declared rule comes behind them.
        params: What rules are given besides the journey.

    Returns:
        Keys of the cells, and their sums: conversions and value for one rule after another.
    """
    rules = addresses.size
    keys = np.full(1 << 10, EMPTY, np.int64)
    rows = np.empty(1 << 10, np.int64)
    sums = np.zeros((1 << 9, 2 * rules + 2))
    count = 0
    touch_at, touch_code = journeys.touch_at, journeys.touch_code
    first, end, at, values = journeys.first, journeys.end, journeys.at, journeys.value
    codes_of, all_milestones = journeys.code, journeys.milestones
    channel, cell, declared = codes.channel, codes.cell, codes.declared
    day_starts = codes.day_starts
    days = codes.sizes[1]
    inner = codes.sizes[2] * codes.sizes[3] * codes.sizes[4] * codes.sizes[5]
    nobody = (codes.sizes[0] * days - 1) * inner
    shared = tails(journeys, codes)
    longest = max(1, (end - first).max()) if first.size else 1
    ages = np.empty(longest)
    channels = np.empty(longest, np.int32)
    weights = np.empty((rules, longest))
    slots = np.empty(longest, np.int64)

    for journey in range(shared.size):
        tail = shared[journey]
        if tail < 0:
            continue
        start = first[journey]
        touches = end[journey] - start
        value = values[journey]
        needed = count + touches + 2
        if 2 * needed > keys.size or needed > sums.shape[0]:
            keys, rows = room_for(keys, rows, needed)
            sums = longer(sums, needed)

        said = (declared[codes_of[journey]] * days + days - 1) * inner + tail
        row, count = row_of(keys, rows, said, count)
        sums[row, 2 * rules] += 1.0
        sums[row, 2 * rules + 1] += value

        if touches == 0:
            row, count = row_of(keys, rows, nobody + tail, count)
            for rule in range(rules):
                sums[row, 2 * rule] += 1.0
                sums[row, 2 * rule + 1] += value
            continue

        for touch in range(touches):
            code = touch_code[start + touch]
            seen = touch_at[start + touch]
            day = days - 1
            if days > 1:
                day = np.searchsorted(day_starts, seen, side="right") - 1
            channels[touch] = channel[code]
            ages[touch] = (at[journey] - seen) / DAY_US
            key = (cell[code] * days + day) * inner + tail
            slots[touch], count = row_of(keys, rows, key, count)
        old, who = ages[:touches], channels[:touches]
        milestones = all_milestones[journey]
        for rule in range(rules):
            call_weights(addresses[rule], old, who, milestones, params, weights[rule, :touches])
        for touch in range(touches):
            row = slots[touch]
            for rule in range(rules):
                weight = weights[rule, touch]
                sums[row, 2 * rule] += weight
                # A value may be infinite: what has no weight has none of it.
                sums[row, 2 * rule + 1] += weight * value if weight != 0.0 else 0.0
    return keys_by_row(keys, rows, count), sums[:count].copy()
