"""How sure a share is that was asked of a sample: 95 % bounds from sums that add."""

from __future__ import annotations

from math import sqrt

Z = 1.959963984540054


def net_score(net: float, answers: float, extremes: float) -> tuple[float, float]:
    """Bounds of promoters less detractors, adjusted: ¾, 1½ and ¾ answers are added.

    Args:
        net: Promoters less detractors.
        answers: All answers on the scale.
        extremes: Promoters and detractors together.

    Source:
        Rocks (2016), Interval estimation for the "Net Promoter Score".

    Examples:
        >>> low, high = net_score(30, 100, 70)
        >>> round(100 * low, 2), round(100 * high, 2)
        (14.05, 44.2)
    """
    count = answers + 3
    score = net / count
    half = Z * sqrt(max((extremes + 1.5) / count - score**2, 0.0) / count)
    return max(score - half, -1.0), min(score + half, 1.0)


def share(yes: float, answers: float) -> tuple[float, float]:
    """Wilson's bounds of a share.

    Source:
        Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples:
        >>> [round(100 * bound, 2) for bound in share(50, 100)]
        [40.38, 59.62]
        >>> [round(100 * bound, 2) for bound in share(0, 10)]
        [0.0, 27.75]
    """
    part = yes / answers
    middle = part + Z**2 / (2 * answers)
    half = Z * sqrt(part * (1 - part) / answers + Z**2 / (4 * answers**2))
    whole = 1 + Z**2 / answers
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)


def weighted_share(yes: float, weight: float, squares: float) -> tuple[float, float]:
    """Wilson's bounds with the effective number of answers: (Σ weight)² ÷ Σ weight².

    Source:
        Kish (1965), Survey Sampling.

    Examples:
        >>> weighted_share(50.0, 100.0, 100.0) == share(50, 100)
        True
    """
    effective = weight**2 / squares
    return share(yes / weight * effective, effective)
