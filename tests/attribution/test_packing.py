"""Packing: events come back in order, whatever their instants, and take few bytes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.attribution.ordering import AT_CODE, FEW, PERSON, VALUE, order_events
from northing.attribution.packing import Packing
from northing.engine.hashing import splitmix64

ORIGIN = 1_700_000_000_000_000
PACKING = Packing(ORIGIN, bits=9)

near = st.integers(ORIGIN - 50, ORIGIN + 3)
anywhere = st.integers(-(2**63), 2**63 - 1)
values = st.sampled_from([0.0, 1.5, -2.0, 7e300])


def batch(events: list[tuple[int, int, int, float]]) -> pa.RecordBatch:
    person, at, code, value = zip(*events, strict=True)
    return pa.record_batch(
        {
            "journey_id": pa.array(person, pa.int64()),
            "at": pa.array(at, pa.int64()),
            "code": pa.array(code, pa.int32()),
            "value": pa.array(value, pa.float64()),
        }
    )


def ordered(pieces: list[pa.RecordBatch], packing: Packing = PACKING) -> list[tuple[Any, ...]]:
    """What the events say once they are packed, put in order and read again."""
    columns, instants = packing.read([packing.pack(piece) for piece in pieces])
    events = order_events(columns)
    at = events[:, AT_CODE] >> packing.bits
    at = instants[at] if instants.size else at + packing.origin
    code = events[:, AT_CODE] & ((1 << packing.bits) - 1)
    value = events[:, VALUE].copy().view(np.float64)
    person = events[:, PERSON].view(np.uint64)
    return list(zip(person.tolist(), at.tolist(), code.tolist(), value.tolist(), strict=True))


def in_order(events: list[tuple[int, int, int, float]]) -> list[tuple[Any, ...]]:
    hashed = [(int(splitmix64(person)), *rest) for person, *rest in events]
    return sorted(hashed, key=lambda event: (*event[:3], int(np.float64(event[3]).view(np.int64))))


@pytest.mark.parametrize("instants", [near, anywhere, near | anywhere])
@given(data=st.data())
def test_events_come_back_in_order(instants: st.SearchStrategy[int], data: st.DataObject) -> None:
    event = st.tuples(st.integers(-3, 3), instants, st.integers(0, 511), values)
    pieces = data.draw(st.lists(st.lists(event, min_size=1, max_size=70), min_size=1, max_size=4))
    found = ordered([batch(piece) for piece in pieces])
    assert found == in_order([event for piece in pieces for event in piece])


def test_one_person_with_many_events_is_put_in_order() -> None:
    places = np.random.default_rng(1).permutation(20 * FEW).tolist()
    events = [(5, ORIGIN - place // 3, place % 3, 0.0) for place in places]
    assert ordered([batch(events)]) == in_order(events)


def test_many_people_are_put_in_order() -> None:
    events = [(n * 7919 % 30_011, ORIGIN - n % 1000, n % 500, float(n % 2)) for n in range(90_000)]
    assert ordered([batch(events[:7]), batch(events[7:])]) == in_order(events)


def test_a_touch_takes_sixteen_bytes_and_a_value_only_where_there_is_one() -> None:
    assert PACKING.pack(batch([(1, ORIGIN, 3, 0.0)])).nbytes == 16
    assert PACKING.pack(batch([(1, ORIGIN, 3, 0.0), (1, ORIGIN, 400, 2.0)])).nbytes == 48


def test_instants_too_far_from_the_origin_stay_as_they_are() -> None:
    wide = Packing(ORIGIN, bits=31)
    packed = wide.pack(batch([(1, ORIGIN - 2**31, 3, 0.0)])), wide.pack(batch([(1, 0, 3, 0.0)]))
    assert [piece.schema.names for piece in packed] == [
        ["journey_id", "at_code"],
        ["journey_id", "at", "code"],
    ]


def test_no_events_are_in_order() -> None:
    assert ordered([]) == []
