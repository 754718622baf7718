"""Marks stand for touches as their codes do, and give way where they cannot."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from northing.attribution.marks import Marks
from northing.attribution.packing import Packing
from northing.attribution.statistics import fold_statistics
from northing.engine import DuckDBEngine
from northing.errors import Conflict


class Joining(DuckDBEngine):
    """The engine without functions of its own: codes are joined."""

    @property
    def own_functions(self) -> frozenset[str]:
        return frozenset()


def log() -> tuple[pa.Table, pa.Table]:
    rng = np.random.default_rng(3)
    size = 4_000
    at = pa.array(rng.integers(0, 10**13, size), pa.timestamp("us", tz="UTC"))
    names = pa.array([None, "a", "b", "ä", ""])
    touches = pa.table(
        {
            "journey_id": rng.integers(0, 400, size),
            "at": at,
            "channel": pa.array(["mail", "ads", "tv"]).take(pa.array(rng.integers(0, 3, size))),
            "campaign": names.take(pa.array(rng.integers(0, 5, size))),
        }
    )
    conversions = touches.select(["journey_id", "at"]).slice(0, 300)
    return touches, conversions


def test_marks_and_joined_codes_give_the_same_credit() -> None:
    touches, conversions = log()
    marked, joined = (
        fold_statistics(engine, touches, conversions, conversion_cut=(), groups=True)
        for engine in (DuckDBEngine(), Joining())
    )
    assert marked.credit.equals(joined.credit)
    assert marked.transitions.equals(joined.transitions)


def test_another_engine_has_no_marks() -> None:
    codes = pa.table({"code": pa.array([0], pa.int32()), "channel": ["mail"]})
    assert Marks.find(Joining(), codes) is None


def test_touches_that_no_bits_keep_apart_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("northing.attribution.marks.RANGE", 1)
    codes = pa.table(
        {"code": pa.array(range(3), pa.int32()), "channel": ["mail", "ads", "television"]}
    )
    assert Marks.find(DuckDBEngine(), codes) is None


def test_what_is_no_text_in_the_log_is_told_apart_as_well() -> None:
    engine = DuckDBEngine()
    log = "(SELECT CAST(lpad(n::VARCHAR, 32, '0') AS UUID) AS channel FROM range(3) AS r(n)) AS t"
    seen = engine.query(f"SELECT DISTINCT channel FROM {log} ORDER BY channel")
    codes = pa.table({"code": pa.array(range(3), pa.int32()), "channel": seen["channel"]})
    marks = Marks.find(engine, codes)
    assert marks is not None
    found = engine.query(f"SELECT {marks.sql(['channel'])} AS mark FROM {log} ORDER BY channel")
    assert marks.read(found["mark"].to_numpy()).tolist() == [0, 1, 2]


def test_a_touch_that_came_in_between_is_refused() -> None:
    engine = DuckDBEngine()
    codes = pa.table({"code": pa.array([0], pa.int32()), "channel": ["mail"]})
    marks = Marks.find(engine, codes)
    assert marks is not None
    later = pa.table({"channel": ["mail", "ads"]})
    rows = engine.query(f"SELECT {marks.sql(['channel'])} AS mark FROM later AS t", later=later)
    with pytest.raises(Conflict, match="changed while they were read"):
        marks.read(rows["mark"].to_numpy())
    events = pa.record_batch(
        {
            "journey_id": pa.array([1, 2]),
            "at": pa.array([3, 4]),
            "code": rows["mark"].combine_chunks(),
            "value": [0.0, 0.0],
        }
    )
    with pytest.raises(Conflict, match="changed while they were read"):
        Packing(0, 8, marks).pack(events)


def test_ten_thousand_touches_are_told_apart() -> None:
    size = 10_000
    codes = pa.table(
        {
            "code": pa.array(range(size), pa.int32()),
            "channel": [f"channel {place}" for place in range(size)],
        }
    )
    marks = Marks.find(DuckDBEngine(), codes)
    assert marks is not None
    sql = f"SELECT {marks.sql(['channel'])} AS mark FROM t ORDER BY code DESC"
    found = DuckDBEngine().query(sql, t=codes)["mark"].to_numpy()
    assert (marks.read(found) == np.arange(size)[::-1]).all()
