"""Markov chains that remember the last channels: removal effects, and how each step moves them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from northing.attribution.markov import CONVERSION, NULL, START
from northing.attribution.solving import Counts, Shares, places_of, scaled
from northing.errors import BadInput

MOST_SWEEPS = 3000
STILL = 1e-15

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def chain_shares(counts: Counts) -> Shares:
    """Return each channel's share of the removal effects in a chain of any order.

    A state is the last channels as far as they are remembered; where a channel is removed, every
    step into a state that ends in it leads to null. The chance of converting without a channel
    is linear in itself: x = b + P·M·x, where M strikes out that channel's states. How much one
    more step from i to j moves it is u_i · (x_j − x_i) / (steps out of i), with u the visits
    expected from the start; summed over the steps of a group of people that is what the chance
    would be without them.

    Source:
        Anderl et al. (2016), Mapping the Customer Journey, for chains of higher order; Jaeckel
        (1972), The Infinitesimal Jackknife.

    Examples:
        >>> steps = pa.table({
        ...     "from_state": ["(start)", "a", "b", "(start)", "b"],
        ...     "to_state": ["a", "b", "(conversion)", "b", "(null)"],
        ...     "transitions": [1, 1, 1, 1, 1],
        ... })
        >>> found = chain_shares(Counts.of(steps))
        >>> found.channels, found.shares[:, 0].round(9).tolist()
        (('a', 'b'), [0.333333333, 0.666666667])
    """
    chain = _Chain.read(counts)
    if not chain.channels:
        return Shares((), np.zeros((0, 1 + counts.groups["transitions"].shape[1])))
    chances = chain.chances(counts.groups["transitions"] if counts.told_apart else None)
    rate = chances[-1:]
    effects = 1.0 - np.divide(chances[:-1], rate, out=np.ones_like(chances[:-1]), where=rate > 0)
    return scaled(chain.channels, np.maximum(effects, 0.0))


@dataclass(frozen=True)
class _Chain:
    """Steps as numbers: from which state, to which (or conversion, or null), how often.

    The last channel of a state is −1 at the start. `following` is the state that a step leads
    to, −1 for conversion, −2 for null.
    """

    channels: tuple[str, ...]
    last: Ints
    state: Ints
    following: Ints
    taken: Floats

    @classmethod
    def read(cls, counts: Counts) -> _Chain:
        keys = counts.keys
        before = [name for name in ("before_2", "before_1") if name in keys.schema.names]
        named = pa.concat_arrays([keys[c].combine_chunks() for c in ("from_state", "to_state")])
        ends = pa.array([START, CONVERSION, NULL])
        channels = sorted(set(pc.unique(named).to_pylist()) - set(ends.to_pylist()))
        names = pa.array(channels, pa.string())
        base = len(channels) + 1
        state = np.zeros(keys.num_rows, np.int64)
        for column in (*before, "from_state"):
            state = state * base + places_of(keys[column], names) + 1
        target = places_of(keys["to_state"], names)
        leads_to = state % base ** len(before) * base + target + 1
        known = np.unique(np.concatenate([state, leads_to[target >= 0], [0]]))
        following = np.searchsorted(known, leads_to)
        following[target < 0] = -1
        null: NDArray[np.bool_] = pc.equal(keys["to_state"], NULL).to_numpy(zero_copy_only=False)
        following[null] = -2
        taken = counts.groups["transitions"].sum(axis=1)
        return cls(
            tuple(channels), known % base - 1, np.searchsorted(known, state), following, taken
        )

    def chances(self, groups: Floats | None) -> Floats:
        """Chance of converting without each channel and, last, with all of them.

        Shape (channels + 1, 1 + groups): as it is, then without each group of people.
        """
        leaving = np.bincount(self.state, self.taken, minlength=len(self.last))
        chance = self.taken / leaving[self.state]
        steps = self._matrix(chance)
        wins = self.following == -1
        sums = np.bincount(self.state[wins], chance[wins], len(self.last))
        converting: Floats = sums.astype(np.float64)
        kept = (self.last[:, None] != np.arange(len(self.channels) + 1)).astype(np.float64)
        reach = _settled(
            lambda x, at: converting[:, None] + steps @ (kept[:, at] * x), kept, steps, converting
        )
        found = reach[:1].T
        if groups is None:
            return found
        start = np.zeros((len(self.last), 1))
        start[0] = 1.0
        back = steps.T.tocsr()
        visits = _settled(lambda u, at: start + kept[:, at] * (back @ u), kept, steps, None)
        moved = np.empty((len(found), groups.shape[1]))
        for channel in range(len(found)):
            ahead = np.append(kept[:, channel] * reach[:, channel], [0.0, 1.0])[self.following]
            moves = ahead - reach[self.state, channel]
            moves *= visits[self.state, channel] / leaving[self.state]
            moved[channel] = moves @ groups
        return np.hstack([found, found - moved])

    def _matrix(self, chance: Floats) -> Any:
        from scipy.sparse import csr_matrix

        inner = self.following >= 0
        size = len(self.last)
        places = (self.state[inner], self.following[inner])
        return csr_matrix((chance[inner], places), shape=(size, size))


def _settled(
    sweep: Callable[[Floats, Any], Floats], kept: Floats, steps: Any, converting: Floats | None
) -> Floats:
    """The fixed point of a sweep, column by column of `kept`.

    A journey ends after a few steps, so a few dozen sweeps leave nothing to move; where a chain
    lingers, each column is factored instead.
    """
    everything = slice(None)
    found = sweep(np.zeros_like(kept), everything)
    for _ in range(MOST_SWEEPS):
        before, found = found, sweep(found, everything)
        if np.abs(found - before).max() <= STILL * max(1.0, np.abs(found).max()):
            return found
    return _factored(kept, steps, converting)


def _factored(kept: Floats, steps: Any, converting: Floats | None) -> Floats:
    from scipy.sparse import diags, identity
    from scipy.sparse.linalg import splu

    found = np.empty_like(kept)
    start = np.zeros(len(kept))
    start[0] = 1.0
    for column in range(kept.shape[1]):
        system = identity(len(kept)) - steps @ diags(kept[:, column])
        try:
            factors = splu(system.tocsc())
        except RuntimeError:
            raise BadInput("The transitions never end; expected every journey to end.") from None
        if converting is None:
            found[:, column] = factors.solve(start, trans="T")
        else:
            found[:, column] = factors.solve(converting)
    return found
