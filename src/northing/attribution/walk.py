"""Compiled: cut each person's events, in order, into journeys.

See `ordering` for what an event is. Codes rank what happens at one instant: touches (by channel,
campaign, content …) come before milestones, and those before conversions; beyond them stand the
conversions of no known person.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba as nb
import numpy as np
from numpy.typing import NDArray

from northing.attribution.ordering import AT_CODE, PERSON, VALUE
from northing.engine.hashing import splitmix64

MILESTONES = 2
NULL_JOURNEY = -1
GROUPS = 64


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
def cut_journeys(
    events: Any,
    instants: Any,
    origin: Any,
    bits: Any,
    touch_codes: Any,
    conversion_codes: Any,
    lookback: Any,
    own_milestone: Any,
    open_after: Any,
) -> Any:
    """Cut ordered events into journeys.

    Args:
        events: Shape (events, 3), in order.
        instants: What the packed integers count from 0; empty where they count microseconds.
        origin: The instant that these are counted from.
        bits: How many of the lowest bits hold the code.
        touch_codes: How many codes are touches; the milestones' and conversions' follow.
        conversion_codes: How many codes are conversions of known persons.
        lookback: In microseconds; a touch exactly that old is outside.
        own_milestone: Which milestone the conversions themselves are, or -1.
        open_after: A null journey whose last touch is later than this is still open.
    """
    first_conversion = touch_codes + MILESTONES
    first_stranger = first_conversion + conversion_codes
    low_bits = (np.int64(1) << bits) - 1
    total = events.shape[0]
    touches = 0
    conversions = 0
    people = 0
    for row in range(total):
        what = events[row, AT_CODE] & low_bits
        touches += what < touch_codes
        conversions += what >= first_conversion
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
            what = events[row, AT_CODE] & low_bits
            now = events[row, AT_CODE] >> bits
            now = instants[now] if instants.size else now + origin
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
