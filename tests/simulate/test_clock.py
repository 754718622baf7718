"""Local moments become the instants that the time zone says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from northing.simulate.clock import (
    DAYS,
    END_US,
    FIRST_DAY,
    FIRST_US,
    TIME_ZONE,
    day_indices,
    day_of,
    in_log,
    quarters,
    to_utc,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(st.datetimes(datetime(2022, 1, 1), datetime(2027, 12, 31)))
def test_utc_agrees_with_the_time_zone_data(moment: datetime) -> None:
    local_us = (moment - datetime(1970, 1, 1)) // timedelta(microseconds=1)
    aware = moment.replace(tzinfo=ZoneInfo(TIME_ZONE))
    if aware.astimezone(UTC).astimezone(ZoneInfo(TIME_ZONE)) != aware or aware.hour in (2, 3):
        return  # within the hours that a change of the clock skips or repeats
    expected = (aware.astimezone(UTC) - EPOCH) // timedelta(microseconds=1)
    assert int(to_utc(np.array([local_us]))[0]) == expected


def test_the_log_covers_its_days_and_no_moment_more() -> None:
    edges = np.array([FIRST_US - 1, FIRST_US, END_US - 1, END_US])
    assert in_log(edges).tolist() == [False, True, True, False]
    assert day_indices(edges[1:3]).tolist() == [FIRST_DAY, DAYS - 1]


def test_quarters_follow_the_calendar() -> None:
    codes, labels = quarters()
    assert labels[0] == "2023-Q3"
    assert labels[-1] == "2026-Q2"
    for index in (0, FIRST_DAY, DAYS - 1):
        day = day_of(index)
        assert labels[codes[index]] == f"{day.year}-Q{(day.month + 2) // 3}"
