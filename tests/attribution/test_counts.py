"""Counts: the same whether they stand in a dense table or in one of keys."""

from __future__ import annotations

import numpy as np
import pytest

from northing.attribution.counts import add_sets, pack, unpack
from northing.attribution.tally import Codes
from northing.attribution.walk import GROUPS, NULL_JOURNEY, Journeys

CHANNELS = 4


def random_journeys() -> Journeys:
    rng = np.random.default_rng(7)
    ends = np.cumsum(rng.integers(0, 5, 3000))
    touches = int(ends[-1])
    count = len(ends)
    return Journeys(
        touch_at=np.zeros(touches, np.int64),
        touch_code=rng.integers(0, CHANNELS, touches).astype(np.int32),
        first=np.concatenate([[0], ends[:-1]]),
        end=ends,
        code=rng.integers(NULL_JOURNEY, 1, count).astype(np.int32),
        at=np.zeros(count, np.int64),
        value=np.zeros(count),
        milestones=np.zeros((count, 2), np.int64),
        group=rng.choice([3, 9, 40], count),
    )


def codes_of(groups: int) -> Codes:
    none = np.zeros(1, np.int32)
    wide = np.zeros(1, np.int64)
    return Codes(
        np.arange(CHANNELS, dtype=np.int32), wide, none, none, wide, none, none, wide, none,
        wide, wide, none, np.array([2, 1, 1, 1, 1, groups], np.int64),
    )  # fmt: skip


@pytest.mark.parametrize("groups", [1, GROUPS])
def test_sets_are_counted_the_same_dense_or_not(groups: int) -> None:
    journeys, codes = random_journeys(), codes_of(groups)
    months = np.where(journeys.first < journeys.end, 0, -1)
    dense = add_sets(journeys, codes, months, CHANNELS)
    sparse = add_sets(journeys, codes, months, 30)
    for one, other in zip(pack(dense, 3), pack(sparse, 3), strict=True):
        assert np.array_equal(one, other)
    assert dense[1].sum() == (months == 0).sum()


@pytest.mark.parametrize("measures", [1, 2, 5])
@pytest.mark.parametrize("width", [2, 3, 16])
def test_what_is_packed_comes_back(measures: int, width: int) -> None:
    rng = np.random.default_rng(measures * width)
    keys = rng.permutation(500)[:90]
    sums = rng.integers(1, 9, (90, measures)).astype(np.float64)
    order = np.argsort(keys)
    blocks, packed = pack((keys, sums), width)
    assert (np.diff(blocks) > 0).all()
    found, back = unpack(blocks, packed, measures)
    assert np.array_equal(found, keys[order])
    assert np.array_equal(back, sums[order])
