"""The rate game: what a set of channels is worth is the conversion rate of the journeys in it."""

from __future__ import annotations

from math import comb
from typing import Any

import numba as nb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.attribution.solving import Counts, Shares, places_of, scaled
from northing.errors import OutOfRange

MOST_EXACT = 20
MOST_SAMPLED = 62
ORDERS = 400  # in pairs, each order with its reverse
SEED = 20_250_101

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def rate_game_shares(counts: Counts) -> Shares:
    """Return each channel's share of the conversion rate, by its Shapley value.

    A coalition is worth conversions ÷ journeys of the journeys whose channels all lie inside it.
    Up to twenty channels every coalition is looked at; above, the channels join in random
    orders, and the notes state the error that this leaves.

    Raises:
        OutOfRange: If there are more channels than can be counted in sets.

    Source:
        Shapley (1953); Zhao, Mahboobi, Bagheri (2018), Shapley Value Methods for Attribution
        Modeling in Online Advertising; Castro, Gómez, Tejada (2009), Polynomial Calculation of
        the Shapley Value Based on Sampling.

    Examples:
        >>> sets = pa.table({
        ...     "channel_set": [1, 3, 2], "channels": [["a"], ["a", "b"], ["b"]],
        ...     "converting": [4, 6, 0], "null": [6, 2, 2],
        ... })
        >>> found = rate_game_shares(Counts.of(sets)).as_dict()
        >>> {channel: round(share, 9) for channel, share in found.items()}
        {'a': 0.9, 'b': 0.1}
    """
    channels, members = _members(counts.keys["channels"].combine_chunks())
    if len(channels) > MOST_SAMPLED:
        raise OutOfRange("The number of channels", len(channels), f"at most {MOST_SAMPLED}")
    converting, null = counts.groups["converting"], counts.groups["null"]
    if not channels:
        return Shares((), np.zeros((0, 1 + converting.shape[1])))
    if len(channels) <= MOST_EXACT:
        worth = _exact(len(channels), members, converting, null)
        return scaled(channels, worth if counts.told_apart else worth[:, :1])
    worth, error = _sampled(len(channels), members, converting, converting + null)
    note = (
        f"The rate game of {len(channels)} channels is sampled: {ORDERS:,} orders of joining leave "
        f"a standard error of at most {error:.2%} of all credit."
    )
    return scaled(channels, worth if counts.told_apart else worth[:, :1], (note,))


def _members(sets: pa.ListArray) -> tuple[list[str], Ints]:
    """The channels that there are, and each set as a sum of powers of two."""
    flat = sets.flatten()
    channels = sorted(set(flat.unique().to_pylist()))
    bits = np.int64(1) << places_of(flat, pa.array(channels, pa.string()))
    sizes = sets.value_lengths().to_numpy()
    members = np.zeros(len(sets), np.int64)
    row = np.repeat(np.arange(len(sets)), sizes)
    np.bitwise_or.at(members, row, bits)
    return channels, members


def _exact(count: int, members: Ints, converting: Floats, null: Floats) -> Floats:
    """Shapley values, shape (channels, 1 + groups), from the rate of every coalition.

    The rate of a coalition that few people fill moves by leaps, so that it is taken anew without
    each group of people.
    """
    size = np.bitwise_count(np.arange(1 << count)).astype(np.int64)
    weight = np.array([1.0 / (count * comb(count - 1, before)) for before in range(count)])
    given, taken = weight[size - 1], np.append(weight, 0.0)[size]
    won, journeys = converting.sum(axis=1), (converting + null).sum(axis=1)
    found = np.empty((count, 1 + converting.shape[1]))
    found[:, 0] = _values(count, given, taken, _rates(count, members, won, journeys))
    for group in range(converting.shape[1]):
        left = won - converting[:, group]
        walked = journeys - converting[:, group] - null[:, group]
        rates = _rates(count, members, left, walked)
        found[:, 1 + group] = _values(count, given, taken, rates)
    return found


def _values(count: int, given: Floats, taken: Floats, rates: Floats) -> Floats:
    """The Shapley values: a coalition's rate speaks for its members and against the others."""
    against = float(taken @ rates)
    both = (given + taken) * rates
    sums = [both.reshape(-1, 2, 1 << channel)[:, 1].sum() - against for channel in range(count)]
    return np.array(sums)


def _rates(count: int, members: Ints, won: Floats, journeys: Floats) -> Floats:
    """Conversions ÷ journeys of every coalition; 0 where no journey lies inside it."""
    inside = [
        _over_subsets(np.bincount(members, amounts, 1 << count).astype(np.float64), count)
        for amounts in (won, journeys)
    ]
    return np.divide(inside[0], inside[1], out=np.zeros(1 << count), where=inside[1] > 0)


def _over_subsets(sums: Floats, count: int) -> Floats:
    """For each set of channels the sum over the sets inside it (the zeta transform)."""
    for channel in range(count):
        halves = sums.reshape(-1, 2, 1 << channel)
        halves[:, 1] += halves[:, 0]
    return sums


def _sampled(
    count: int, members: Ints, converting: Floats, journeys: Floats
) -> tuple[Floats, float]:
    """Mean marginal rates over random orders, and the largest standard error as a share."""
    rng = np.random.default_rng(SEED)
    pairs = []
    rows, groups = np.nonzero(journeys)
    seen = (rows, groups, converting[rows, groups], journeys[rows, groups], journeys.shape[1])
    for _ in range(ORDERS // 2):
        order = rng.permutation(count)
        pairs.append((_joined(order, members, *seen) + _joined(order[::-1], members, *seen)) / 2)
    drawn = np.stack(pairs)
    found = drawn.mean(axis=0)
    errors = drawn[:, :, 0].std(axis=0, ddof=1) / np.sqrt(len(pairs))
    total = found[:, 0].sum()
    return found, float(errors.max() / total) if total > 0 else 0.0


@nb.njit(cache=True, nogil=True)
def _joined(
    order: Any, members: Any, rows: Any, group: Any, converting: Any, journeys: Any, groups: Any
) -> Any:
    """What each channel adds to the rate when it joins, as is and without each group."""
    count = order.size
    rank = np.empty(count, np.int64)
    for place in range(count):
        rank[order[place]] = place
    complete = np.zeros(members.size, np.int64)
    for one in range(members.size):
        for channel in range(count):
            if (members[one] >> channel) & 1 and rank[channel] > complete[one]:
                complete[one] = rank[channel]
    won = np.zeros((count, 1 + groups))
    all_ = np.zeros((count, 1 + groups))
    for seen in range(rows.size):
        place = complete[rows[seen]]
        won[place, 0] += converting[seen]
        all_[place, 0] += journeys[seen]
        won[place, 1 + group[seen]] -= converting[seen]
        all_[place, 1 + group[seen]] -= journeys[seen]
    for place in range(count):
        won[place, 1:] += won[place, 0]
        all_[place, 1:] += all_[place, 0]
    added = np.zeros((count, 1 + groups))
    for column in range(1 + groups):
        so_far = 0.0
        converted = 0.0
        walked = 0.0
        for place in range(count):
            converted += won[place, column]
            walked += all_[place, column]
            now = converted / walked if walked > 0.0 else 0.0
            added[order[place], column] = now - so_far
            so_far = now
    return added
