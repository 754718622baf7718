"""How much of an amount few keys bring: the curve, its keys for a share, Gini's coefficient."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, fsum


@dataclass(frozen=True)
class Curve:
    """Amounts of keys, the largest first, added up.

    Attributes:
        amounts: Largest first.
        cumulative: Share of the total that the first keys bring together; ends at 1. Empty
            where the total is not above 0. Above 1 on the way where later amounts are negative.
    """

    amounts: tuple[float, ...]
    cumulative: tuple[float, ...]

    def keys_for(self, share: float) -> int | None:
        """How few keys bring this share of the total; None where there is no curve."""
        reached = (place for place, part in enumerate(self.cumulative, 1) if part >= share - 1e-12)
        return next(reached, None)

    def share_of_top(self, part: float) -> float | None:
        """Share that this part of the keys brings, rounded up to whole keys.

        Examples:
            >>> curve_of([80, 10, 5, 3, 2]).share_of_top(0.2)
            0.8
        """
        if not self.cumulative:
            return None
        count = self.count_of_top(part)
        return self.cumulative[count - 1] if count else 0.0

    def count_of_top(self, part: float) -> int:
        """How many keys this part of them is, rounded up."""
        return ceil(part * len(self.amounts) - 1e-9)

    @property
    def gini(self) -> float | None:
        """0: all keys bring the same; towards 1: one brings all. None where it means nothing.

        It means nothing where an amount is negative (returns) or there is no total.

        Source:
            Gini (1912), Variabilità e mutabilità.

        Examples:
            >>> curve_of([5, 5, 5, 5]).gini
            0.0
            >>> curve_of([1, 0, 0, 0]).gini
            0.75
        """
        if not self.cumulative or self.amounts[-1] < 0:
            return None
        count = len(self.amounts)
        area = fsum(self.cumulative) / count
        return max(0.0, 2 * area - 1 - 1 / count)


def curve_of(amounts: Iterable[float]) -> Curve:
    """The curve of some amounts, in any order.

    Examples:
        >>> curve_of([1, 3]).cumulative
        (0.75, 1.0)
    """
    ordered = tuple(sorted((float(amount) for amount in amounts), reverse=True))
    return Curve(ordered, cumulative_shares(ordered))


def cumulative_shares(amounts: Sequence[float]) -> tuple[float, ...]:
    """Running total in the order given, as share of the whole; empty where that is not above 0."""
    total = fsum(amounts)
    if total <= 0:
        return ()
    # The last one is said, not computed: a sum of parts may miss 1 by a digit.
    return (*(part / total for part in accumulate(amounts[:-1])), 1.0)
