"""The period that another one is compared with."""

from __future__ import annotations

from northing.calendar import Period, previous_period, same_period_last_year


def period_before(period: Period, how: str) -> Period | None:
    """The same period a year before, the one right before it, or none.

    Examples:
        >>> from northing.calendar import parse_period
        >>> str(period_before(parse_period("2026-Q2"), "previous"))
        '2026-Q1'
    """
    if how == "year":
        return same_period_last_year(period)
    return previous_period(period) if how == "previous" else None
