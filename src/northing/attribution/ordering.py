"""Compiled: put the events of a partition in order, person by person.

An event is a row of three 64-bit integers: the hash of the person, the instant and the code in
one (see `packing`), and the bits of a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numba as nb
import numpy as np
from numpy.typing import NDArray

from northing.engine.hashing import splitmix64

PERSON, AT_CODE, VALUE = 0, 1, 2
MOST_BITS = 8  # of the hash at once: with more, what is written to lies too far apart
EVENTS_A_BUCKET = 2
FEW = 48  # so few events are put in order by insertion; more by a heap

Ints = NDArray[np.int64]


def order_events(pieces: Sequence[tuple[Ints, Ints, Ints]]) -> Ints:
    """All events in order: by the hash of the person, instant, code and value.

    Args:
        pieces: Persons, packed instants and codes, values; empty where all of these are zero.

    Examples:
        >>> piece = np.array([7, 7]), np.array([5, 3]), np.empty(0, np.int64)
        >>> order_events([piece])[:, AT_CODE].tolist()
        [3, 5]
    """
    total = sum(len(person) for person, _, _ in pieces)
    bits = max(2, (total // EVENTS_A_BUCKET).bit_length())
    first = min(MOST_BITS, bits - 1)
    starts = np.zeros((1 << first) + 1, np.int64)
    for person, _, _ in pieces:
        _count(person, first, starts)
    starts = np.cumsum(starts)
    events = np.empty((total, 3), np.int64)
    for person, at_code, value in pieces:
        _fill(person, at_code, value, first, starts, events)
    _order(events, starts[:-1], first, bits - first)
    return events


@nb.njit(cache=True, nogil=True)
def _count(person: Any, first: Any, starts: Any) -> None:
    """Add up how many events each bucket will hold, one place further on."""
    shift = np.uint64(64 - first)
    for row in range(person.size):
        starts[np.int64(splitmix64(person[row]) >> shift) + 1] += 1


@nb.njit(cache=True, nogil=True)
def _fill(person: Any, at_code: Any, value: Any, first: Any, starts: Any, events: Any) -> None:
    """Write the events of one piece into their buckets, by the first bits of the hash."""
    shift = np.uint64(64 - first)
    valued = value.size > 0
    for row in range(person.size):
        mixed = splitmix64(person[row])
        bucket = np.int64(mixed >> shift)
        place = starts[bucket]
        starts[bucket] = place + 1
        events[place, PERSON] = np.int64(mixed)
        events[place, AT_CODE] = at_code[row]
        events[place, VALUE] = value[row] if valued else 0


@nb.njit(cache=True, nogil=True)
def _order(events: Any, ends: Any, first: Any, following: Any) -> None:
    """Order each bucket: by the bits of the hash that follow, then event by event.

    A bucket is small enough for the processor's cache, so that two passes take less time than
    one over all events would.
    """
    shift = np.uint64(64 - first - following)
    mask = np.uint64((1 << following) - 1)
    bounds = np.empty((1 << following) + 1, np.int64)
    held = np.empty((_largest(ends), 3), np.int64)
    start = 0
    for bucket in range(ends.size):
        size = ends[bucket] - start
        bounds[:] = 0
        for row in range(start, start + size):
            held[row - start, 0] = events[row, 0]
            held[row - start, 1] = events[row, 1]
            held[row - start, 2] = events[row, 2]
            bounds[np.int64((np.uint64(events[row, PERSON]) >> shift) & mask) + 1] += 1
        placed = start
        for part in range(bounds.size):
            placed += bounds[part]
            bounds[part] = placed
        for row in range(size):
            own = np.int64((np.uint64(held[row, PERSON]) >> shift) & mask)
            place = bounds[own]
            bounds[own] = place + 1
            events[place, 0] = held[row, 0]
            events[place, 1] = held[row, 1]
            events[place, 2] = held[row, 2]
        for part in range(bounds.size - 1):
            end = bounds[part]
            if end - start <= FEW:
                _insertion_sort(events, start, end)
            else:
                _heap_sort(events, start, end)
            start = end


@nb.njit(cache=True, nogil=True)
def _largest(ends: Any) -> Any:
    most = 0
    start = 0
    for end in ends:
        most = max(most, end - start)
        start = end
    return most


@nb.njit(cache=True, nogil=True, inline="always")
def _before(events: Any, place: Any, person: Any, at_code: Any, value: Any) -> Any:
    """Whether the given event comes before the one at `place`."""
    if events[place, PERSON] != person:
        return person < events[place, PERSON]
    if events[place, AT_CODE] != at_code:
        return at_code < events[place, AT_CODE]
    return value < events[place, VALUE]


@nb.njit(cache=True, nogil=True, inline="always")
def _insertion_sort(events: Any, start: Any, end: Any) -> None:
    for row in range(start + 1, end):
        person, at_code, value = events[row, 0], events[row, 1], events[row, 2]
        place = row - 1
        while place >= start and _before(events, place, person, at_code, value):
            events[place + 1, 0] = events[place, 0]
            events[place + 1, 1] = events[place, 1]
            events[place + 1, 2] = events[place, 2]
            place -= 1
        events[place + 1, 0] = person
        events[place + 1, 1] = at_code
        events[place + 1, 2] = value


@nb.njit(cache=True, nogil=True)
def _heap_sort(events: Any, start: Any, end: Any) -> None:
    """In n log n however many events one person has, and without further memory."""
    size = end - start
    for root in range(size // 2 - 1, -1, -1):
        _sift(events, start, root, size)
    for last in range(size - 1, 0, -1):
        _swap(events, start, start + last)
        _sift(events, start, 0, last)


@nb.njit(cache=True, nogil=True)
def _sift(events: Any, start: Any, root: Any, size: Any) -> None:
    while 2 * root + 1 < size:
        child = 2 * root + 1
        if child + 1 < size and _at_before(events, start + child, start + child + 1):
            child += 1
        if not _at_before(events, start + root, start + child):
            return
        _swap(events, start + root, start + child)
        root = child


@nb.njit(cache=True, nogil=True)
def _at_before(events: Any, one: Any, other: Any) -> Any:
    return _before(events, other, events[one, 0], events[one, 1], events[one, 2])


@nb.njit(cache=True, nogil=True)
def _swap(events: Any, one: Any, other: Any) -> None:
    for column in range(3):
        events[one, column], events[other, column] = events[other, column], events[one, column]
