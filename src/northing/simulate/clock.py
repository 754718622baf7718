"""The company's calendar: local days and microseconds, and their UTC instants.

Inside the simulation a moment is a local microsecond (int64 since 1970-01-01 local midnight) and
a day is an index from WARM_UP. Only the writer turns moments into UTC.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

START = date(2024, 1, 1)
AS_OF = date(2026, 6, 30)
WARM_UP = date(2023, 7, 1)
"""Demand begins half a cycle before the log, so that the first quarter has its pipeline."""

TIME_ZONE = "Europe/Berlin"
EPOCH = date(1970, 1, 1)
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US

WARM_UP_EPOCH_DAY = (WARM_UP - EPOCH).days
DAYS = (AS_OF - WARM_UP).days + 1
FIRST_DAY = (START - WARM_UP).days
FIRST_US = (START - EPOCH).days * DAY_US
END_US = ((AS_OF - EPOCH).days + 1) * DAY_US
"""The first local moment after the last day of the log."""


def day_index(day: date) -> int:
    """Days from WARM_UP to `day`.

    Examples:
        >>> day_index(date(2023, 7, 2))
        1
    """
    return (day - WARM_UP).days


def day_of(index: int) -> date:
    """The date of a day index."""
    return WARM_UP + timedelta(days=int(index))


def day_indices(local_us: Ints) -> Ints:
    """Day index of each local moment."""
    return local_us // DAY_US - WARM_UP_EPOCH_DAY


def days_us(indices: Ints | Floats) -> Ints:
    """Local midnight of each day index, in microseconds."""
    return (np.asarray(indices, dtype=np.int64) + WARM_UP_EPOCH_DAY) * DAY_US


def in_log(local_us: Ints) -> Flags:
    """Which moments lie in the days that the files cover."""
    kept: Flags = (local_us >= FIRST_US) & (local_us < END_US)
    return kept


def to_utc(local_us: Ints) -> Ints:
    """UTC microseconds of local moments in the time zone of the company.

    The simulation has no moments between 02:00 and 03:00 of a changing night, so that none
    is missing and none stands twice.

    Examples:
        >>> noon = np.array([(date(2026, 7, 1) - EPOCH).days * DAY_US + 12 * HOUR_US])
        >>> int(to_utc(noon)[0] % DAY_US // HOUR_US)
        10
    """
    changes = _summer_time_changes()
    summer = np.searchsorted(changes, local_us, side="right") % 2
    return np.asarray(local_us - (1 + summer) * HOUR_US, dtype=np.int64)


@cache
def _summer_time_changes() -> Ints:
    moments = []
    for year in range(2021, 2030):
        for month, hour in ((3, 2), (10, 3)):
            last = date(year, month, 31)
            sunday = last - timedelta(days=(last.weekday() + 1) % 7)
            moments.append((sunday - EPOCH).days * DAY_US + hour * HOUR_US)
    return np.array(moments, dtype=np.int64)


@cache
def weekdays() -> Ints:
    """Weekday of each day index, Monday 0."""
    return (np.arange(DAYS) + WARM_UP.weekday()) % 7


@cache
def turns() -> Floats:
    """Angle of each day index in its year, 0 to 2 pi."""
    ordinal = [day_of(index).timetuple().tm_yday for index in range(DAYS)]
    return 2 * np.pi * np.array(ordinal) / 365.25


@cache
def quarters() -> tuple[Ints, tuple[str, ...]]:
    """For each day index the index of its quarter, and the quarters' labels ("2024-Q1")."""
    labels: list[str] = []
    codes = np.empty(DAYS, dtype=np.int64)
    for index in range(DAYS):
        day = day_of(index)
        label = f"{day.year}-Q{(day.month + 2) // 3}"
        if not labels or labels[-1] != label:
            labels.append(label)
        codes[index] = len(labels) - 1
    return codes, tuple(labels)


def months(first: date, last: date) -> tuple[date, ...]:
    """First days of the months from `first` to `last`, both included.

    Examples:
        >>> [str(month) for month in months(date(2025, 11, 1), date(2026, 1, 31))]
        ['2025-11-01', '2025-12-01', '2026-01-01']
    """
    found = []
    month = first.replace(day=1)
    while month <= last:
        found.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return tuple(found)
