"""Days told from the last day of the log."""

from __future__ import annotations

from datetime import date, timedelta

from northing.simulate.clock import AS_OF


def at(months: int, day: int = 1) -> date:
    """A day of the month that lies so many months after the log's last one.

    A day that the month lacks is its last.

    Examples:
        >>> at(0, 15), at(-6), at(-4, 31)
        (datetime.date(2026, 6, 15), datetime.date(2025, 12, 1), datetime.date(2026, 2, 28))
    """
    place = 12 * AS_OF.year + AS_OF.month - 1 + months
    first = date(place // 12, place % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day - 1), last)


def day(written: str) -> date:
    """A day as the tables of this package write it: months after the last one, and the day.

    Examples:
        >>> day("-5/12"), day("+2/1")
        (datetime.date(2026, 1, 12), datetime.date(2026, 8, 1))
    """
    months, _, number = written.partition("/")
    return at(int(months), int(number))
