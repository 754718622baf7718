"""How far rules differ over the same conversions: shares, ranks, and the credit that moves."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import combinations
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def shares(amounts: Mapping[Key, float], total: float) -> dict[Key, float | None]:
    """Each key's part of the total; None where the total is not above 0.

    Examples:
        >>> shares({"email": 1.0, "search": 3.0}, 4.0)
        {'email': 0.25, 'search': 0.75}
        >>> shares({"email": 0.0}, 0.0)
        {'email': None}
    """
    return {key: amount / total if total > 0 else None for key, amount in amounts.items()}


def ranks(amounts: Mapping[Key, float]) -> dict[Key, int]:
    """Place of each key, the largest first; equal amounts share a place.

    Examples:
        >>> ranks({"email": 2.0, "search": 5.0, "social": 2.0})
        {'email': 2, 'search': 1, 'social': 2}
    """
    # Sums of the same credit in another order differ in the last digits: that is no rank.
    rounded = {key: round(amount, 6) for key, amount in amounts.items()}
    ordered = sorted(rounded.values(), reverse=True)
    return {key: ordered.index(amount) + 1 for key, amount in rounded.items()}


def moved(one: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """Share of all credit that one rule gives to other keys than another: ½ Σ |difference|.

    Examples:
        >>> moved({"email": 0.25, "search": 0.75}, {"email": 0.75, "social": 0.25})
        0.75
    """
    keys = dict.fromkeys([*one, *other])
    return sum(abs(one.get(key, 0.0) - other.get(key, 0.0)) for key in keys) / 2


def moved_between(by_rule: Mapping[str, Mapping[Key, float]]) -> dict[tuple[str, str], float]:
    """The credit that moves between each pair of rules, by the pair in order."""
    pairs = combinations(by_rule, 2)
    return {(one, other): moved(by_rule[one], by_rule[other]) for one, other in pairs}
