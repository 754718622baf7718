"""How sure a share is: Wilson's interval, for credit that comes in parts of conversions too."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054
FEW = 30
"""Below this many a share is shown, and marked as too few to compare."""


def wilson(yes: float, count: float) -> tuple[float, float]:
    """95 % bounds of a share.

    Args:
        yes: How many did; may be a sum of parts of credit.
        count: Of how many, above 0.

    Source:
        Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples:
        >>> [round(100 * bound, 2) for bound in wilson(50, 100)]
        [40.38, 59.62]
        >>> [round(100 * bound, 2) for bound in wilson(0, 10)]
        [0.0, 27.75]
    """
    part = min(max(yes / count, 0.0), 1.0)
    middle = part + Z**2 / (2 * count)
    half = Z * sqrt(part * (1 - part) / count + Z**2 / (4 * count**2))
    whole = 1 + Z**2 / count
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)
