"""Compiled: put each person's events in order and cut them into journeys.

An event is a row of four 64-bit integers: the hash of the person, the instant in
microseconds, a code, and the bits of a value. Codes rank what happens at one instant: touches
(by channel, campaign, content …) come before milestones, and those before conversions; beyond
them stand the conversions of no known person.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from northing.engine.hashing import splitmix64

PERSON, AT, CODE, VALUE = 0, 1, 2, 3
MILESTONES = 2
NULL_JOURNEY = -1
EVENTS_A_BUCKET = 4
GROUPS = 64
FEW = 48  # so few events are put in order by insertion; more by a heap


class Journeys(NamedTuple):
    """Touches of a partition in order, and the journeys as spans of them.

    Attributes:
        touch_at: Instant of each touch.
        touch_code: What each touch was.
        first: Position of a journey's first touch.
        end: Position behind its last touch; equal to `first` where it has none.
        code: Which conversion ended it, or NULL_JOURNEY.
        at: When it ended.
        value: What the conversion was worth.
        milestones: Shape (journeys, 2): positions of the lead's and the opportunity's touch.
        group: Which of the random groups of people the journey's person belongs to.
    """

    touch_at: NDArray[np.int64]
    touch_code: NDArray[np.int32]
    first: NDArray[np.int64]
    end: NDArray[np.int64]
    code: NDArray[np.int32]
    at: NDArray[np.int64]
    value: NDArray[np.float64]
    milestones: NDArray[np.int64]
    group: NDArray[np.int64]


@nb.njit(cache=True, nogil=True)
def count_buckets(person: Any, shift: Any, starts: Any) -> None:
    """Add up how many events each bucket will hold, one place further on."""
    for row in range(person.size):
        starts[(splitmix64(person[row]) >> shift) + np.uint64(1)] += 1


@nb.njit(cache=True, nogil=True)
def fill_buckets(
    person: Any, at: Any, code: Any, value: Any, shift: Any, starts: Any, events: Any
) -> None:
    """Write the events of one piece into their buckets."""
    for row in range(person.size):
        mixed = splitmix64(person[row])
        bucket = mixed >> shift
        place = starts[bucket]
        starts[bucket] = place + 1
        events[place, PERSON] = np.int64(mixed)
        events[place, AT] = at[row]
        events[place, CODE] = code[row]
        events[place, VALUE] = value[row]


@nb.njit(cache=True, nogil=True)
def order_buckets(events: Any, ends: Any) -> None:
    """Order the events by person, instant, code and value, bucket by bucket."""
    start = 0
    for bucket in range(ends.size):
        end = ends[bucket]
        if end - start <= FEW:
            _insertion_sort(events, start, end)
        else:
            _heap_sort(events, start, end)
        start = end


@nb.njit(cache=True, nogil=True)
def _before(events: Any, place: Any, person: Any, at: Any, code: Any, value: Any) -> Any:
    """Whether the given event comes before the one at `place`."""
    if events[place, PERSON] != person:
        return person < events[place, PERSON]
    if events[place, AT] != at:
        return at < events[place, AT]
    if events[place, CODE] != code:
        return code < events[place, CODE]
    return value < events[place, VALUE]


@nb.njit(cache=True, nogil=True)
def _insertion_sort(events: Any, start: Any, end: Any) -> None:
    for row in range(start + 1, end):
        person, at, code, value = events[row, 0], events[row, 1], events[row, 2], events[row, 3]
        place = row - 1
        while place >= start and _before(events, place, person, at, code, value):
            events[place + 1, 0] = events[place, 0]
            events[place + 1, 1] = events[place, 1]
            events[place + 1, 2] = events[place, 2]
            events[place + 1, 3] = events[place, 3]
            place -= 1
        events[place + 1, 0] = person
        events[place + 1, 1] = at
        events[place + 1, 2] = code
        events[place + 1, 3] = value


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
    return _before(events, other, events[one, 0], events[one, 1], events[one, 2], events[one, 3])


@nb.njit(cache=True, nogil=True)
def _swap(events: Any, one: Any, other: Any) -> None:
    for column in range(4):
        events[one, column], events[other, column] = events[other, column], events[one, column]


@nb.njit(cache=True, nogil=True)
def cut_journeys(
    events: Any,
    touch_codes: Any,
    conversion_codes: Any,
    lookback: Any,
    own_milestone: Any,
    open_after: Any,
) -> Any:
    """Cut ordered events into journeys.

    Args:
        events: Shape (events, 4), in order.
        touch_codes: How many codes are touches; the milestones' and conversions' follow.
        conversion_codes: How many codes are conversions of known persons.
        lookback: In microseconds; a touch exactly that old is outside.
        own_milestone: Which milestone the conversions themselves are, or -1.
        open_after: A null journey whose last touch is later than this is still open.
    """
    first_conversion = touch_codes + MILESTONES
    first_stranger = first_conversion + conversion_codes
    total = events.shape[0]
    touches = 0
    conversions = 0
    people = 0
    for row in range(total):
        touches += events[row, CODE] < touch_codes
        conversions += events[row, CODE] >= first_conversion
        people += row == 0 or events[row, PERSON] != events[row - 1, PERSON]
    most = conversions + people
    touch_at = np.empty(touches, np.int64)
    touch_code = np.empty(touches, np.int32)
    spans = np.empty((most, 2), np.int64)
    code = np.empty(most, np.int32)
    at = np.empty(most, np.int64)
    value = np.empty(most, np.float64)
    milestones = np.empty((most, MILESTONES), np.int64)
    group = np.empty(most, np.int64)
    values = events.view(np.float64)
    mark_kind = np.empty(total - touches - conversions, np.int64)
    mark_place = np.empty(total - touches - conversions, np.int64)

    count = 0
    placed = 0
    marks = 0
    row = 0
    while row < total:
        person = events[row, PERSON]
        low = placed
        low_mark = marks
        while row < total and events[row, PERSON] == person:
            what = events[row, CODE]
            now = events[row, AT]
            if what < touch_codes:
                touch_at[placed] = now
                touch_code[placed] = what
                placed += 1
            elif what < first_conversion:
                mark_kind[marks] = what - touch_codes
                mark_place[marks] = placed - 1
                marks += 1
            else:
                known = what < first_stranger
                code[count] = what - (first_conversion if known else first_stranger)
                at[count] = now
                value[count] = values[row, VALUE]
                if known:
                    group[count] = _group_of(person)
                else:  # nobody known: taken for a person of its own
                    group[count] = _group_of(splitmix64(now ^ events[row, VALUE]))
                while known and low < placed and touch_at[low] <= now - lookback:
                    low += 1
                spans[count, 0] = low if known else placed
                spans[count, 1] = placed
                milestones[count, :] = -1
                while low_mark < marks and mark_place[low_mark] < low:
                    low_mark += 1
                if known and low < placed:
                    for mark in range(low_mark, marks):
                        if milestones[count, mark_kind[mark]] < 0:
                            milestones[count, mark_kind[mark]] = mark_place[mark] - low
                    if own_milestone >= 0:
                        milestones[count, own_milestone] = placed - 1 - low
                if known:
                    low = placed
                count += 1
            row += 1
        if low < placed and touch_at[placed - 1] <= open_after:
            last = touch_at[placed - 1]
            while touch_at[low] <= last - lookback:
                low += 1
            spans[count, 0] = low
            spans[count, 1] = placed
            code[count] = NULL_JOURNEY
            at[count] = last
            value[count] = 0.0
            group[count] = _group_of(person)
            milestones[count, :] = -1
            count += 1
    return Journeys(
        touch_at,
        touch_code,
        spans[:count, 0].copy(),
        spans[:count, 1].copy(),
        code[:count],
        at[:count],
        value[:count],
        milestones[:count],
        group[:count],
    )


@nb.njit(cache=True, nogil=True)
def _group_of(mixed: Any) -> Any:
    """The random group of a hash: its lowest bits, by which people are partitioned as well."""
    return np.int64(np.uint64(mixed) & np.uint64(GROUPS - 1))
