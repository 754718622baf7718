"""Markov chains of order 1: removal effects by exact solution, never by simulation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from northing.errors import BadInput

START, CONVERSION, NULL = "(start)", "(conversion)", "(null)"


@dataclass(frozen=True)
class Markov:
    """A solved chain.

    Attributes:
        conversion_rate: Chance that a journey converts.
        removal_effects: By channel: the share of conversions lost if it led to null.
        shares: The removal effects scaled to sum to one; empty when nothing converts.
    """

    conversion_rate: float
    removal_effects: Mapping[str, float]
    shares: Mapping[str, float]


def solve_markov(transitions: pa.Table) -> Markov:
    """Solve the removal effect of every channel from transition counts.

    One inverse gives them all: with N the fundamental matrix, s the start and p the chance of
    converting from a state, the removal effect of c is N[s,c] / N[c,c] · p[c] / p[s].

    Args:
        transitions: Columns from_state, to_state, transitions; months and other columns are
            summed over. States are channels, "(start)", "(conversion)" and "(null)".

    Raises:
        BadInput: If some state has no way to the conversion or to null.

    Source:
        Anderl et al. (2016), Mapping the Customer Journey; Kemeny and Snell (1960), Finite
        Markov Chains, for the fundamental matrix.

    Examples:
        >>> steps = pa.table({
        ...     "from_state": ["(start)", "a", "b", "(start)", "b"],
        ...     "to_state": ["a", "b", "(conversion)", "b", "(null)"],
        ...     "transitions": [1, 1, 1, 1, 1],
        ... })
        >>> solved = solve_markov(steps)
        >>> solved.conversion_rate, dict(solved.removal_effects)
        (0.5, {'a': 0.5, 'b': 1.0})
    """
    channels, counts = _counts(transitions)
    leaving = counts.sum(axis=1, keepdims=True)
    chances = np.divide(counts, leaving, out=np.zeros_like(counts), where=leaving > 0)
    size = len(channels) + 1
    try:
        visits = np.linalg.inv(np.eye(size) - chances[:, :size])
    except np.linalg.LinAlgError:
        raise BadInput("The transitions never end; expected every journey to end.") from None
    converting = visits @ chances[:, size]
    rate = float(converting[-1])
    if rate <= 0:
        return Markov(0.0, dict.fromkeys(channels, 0.0), {})
    effects = visits[-1, :-1] / np.diag(visits)[:-1] * converting[:-1] / rate
    total = float(effects.sum())
    return Markov(
        rate,
        dict(zip(channels, effects.tolist(), strict=True)),
        dict(zip(channels, (effects / total).tolist(), strict=True)),
    )


def _counts(transitions: pa.Table) -> tuple[list[str], NDArray[np.float64]]:
    """Channels by name; counts from each and the start to each, start, conversion, null."""
    grouped = transitions.group_by(["from_state", "to_state"]).aggregate([("transitions", "sum")])
    origins = grouped["from_state"].to_pylist()
    targets = grouped["to_state"].to_pylist()
    channels = sorted({*origins, *targets} - {START, CONVERSION, NULL})
    rows = {name: place for place, name in enumerate([*channels, START])}
    columns = {name: place for place, name in enumerate([*channels, START, CONVERSION, NULL])}
    counts = np.zeros((len(rows), len(columns)))
    np.add.at(
        counts,
        ([rows[name] for name in origins], [columns[name] for name in targets]),
        grouped["transitions_sum"].to_numpy(),
    )
    return channels, counts
