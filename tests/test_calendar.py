"""Periods as marketers write them, in local days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northing.calendar import (
    GRAINS,
    WEEK_STARTS,
    Calendar,
    Period,
    bucket_of,
    parse_period,
    previous_period,
    same_period_last_year,
    split_period,
)
from northing.errors import BadInput, NorthingError, OutOfRange, Unknown

APRIL_YEAR = Calendar(fiscal_year_start=4)
AS_OF = date(2026, 6, 30)  # a Tuesday


@pytest.mark.parametrize(
    ("text", "start", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q3", "2026-07-01", "2026-09-30"),
        ("2026-q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-W31", "2026-07-27", "2026-08-02"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
        ("2026-07-04", "2026-07-04", "2026-07-04"),
        ("2026-07-01..2026-09-30", "2026-07-01", "2026-09-30"),
        ("FY26", "2025-04-01", "2026-03-31"),
        ("FY2026", "2025-04-01", "2026-03-31"),
        ("FY26-Q2", "2025-07-01", "2025-09-30"),
        ("FY26-Q4", "2026-01-01", "2026-03-31"),
        ("last-1-week", "2026-06-22", "2026-06-28"),
        ("last-13-weeks", "2026-03-30", "2026-06-28"),
        ("last-7-days", "2026-06-24", "2026-06-30"),
        ("last-3-months", "2026-04-01", "2026-06-30"),
        ("last-2-quarters", "2026-01-01", "2026-06-30"),
    ],
)
def test_every_form_covers_its_days(text: str, start: str, last: str) -> None:
    period = parse_period(text, APRIL_YEAR, AS_OF)
    assert (period.start.isoformat(), period.last_day.isoformat()) == (start, last)


def test_a_week_is_complete_on_its_last_day_and_not_before() -> None:
    sunday = date(2026, 6, 28)
    assert parse_period("last-1-weeks", as_of=sunday).last_day == sunday
    saturday = sunday - timedelta(days=1)
    assert parse_period("last-1-weeks", as_of=saturday).last_day == date(2026, 6, 21)


def test_a_month_that_is_not_over_is_not_among_the_last() -> None:
    assert parse_period("last-1-months", as_of=date(2026, 6, 29)).start == date(2026, 5, 1)


def test_a_fiscal_year_from_january_is_the_calendar_year() -> None:
    fiscal, plain = parse_period("FY26"), parse_period("2026")
    assert (fiscal.start, fiscal.end) == (plain.start, plain.end)


def test_weeks_that_start_on_sunday_count_from_the_week_of_4_january() -> None:
    sundays = Calendar(week_start="sunday")
    assert parse_period("2026-W01", sundays).start == date(2026, 1, 4)
    assert parse_period("2025-W01", sundays).start == date(2024, 12, 29)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-13", "2026-00", "2026-Q5", "2026-Q0", "2026-W00", "2025-W53", "2026-02-30"),
        *("1026", "9999", "last-0-weeks", "last-999999-quarters", "FY26-Q9"),
        *("2026-09-31..2026-10-01",),
    ],
)
def test_what_does_not_exist_is_out_of_range(text: str) -> None:
    with pytest.raises(OutOfRange):
        parse_period(text, as_of=AS_OF)


@pytest.mark.parametrize(
    "text",
    ["", "Q3", "Q3-2026", "last week", "2026-7", "01/02/2026", "２０２６", "2026-09..2026-10"],
)
def test_what_is_no_period_names_the_forms(text: str) -> None:
    with pytest.raises(BadInput, match="last-13-weeks"):
        parse_period(text)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(BadInput, match="ends before"):
        parse_period("2026-09-30..2026-07-01")


def test_last_weeks_ask_for_the_newest_complete_day() -> None:
    with pytest.raises(BadInput, match="newest complete day"):
        parse_period("last-13-weeks")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"time_zone": "Mars/Olympus"}, BadInput),
        ({"time_zone": "../../etc/passwd"}, BadInput),
        ({"time_zone": ""}, BadInput),
        ({"fiscal_year_start": 13}, OutOfRange),
        ({"week_start": "mon"}, Unknown),
    ],
)
def test_a_calendar_refuses_wrong_settings(
    wrong: dict[str, str | int], error: type[NorthingError]
) -> None:
    with pytest.raises(error):
        Calendar(**wrong)  # type: ignore[arg-type]


def test_an_instant_falls_on_its_local_day_through_daylight_saving() -> None:
    berlin = Calendar("Europe/Berlin")
    assert berlin.local_date(datetime(2026, 3, 28, 23, 0, tzinfo=UTC)) == date(2026, 3, 29)
    assert berlin.local_date(datetime(2026, 3, 29, 22, 0, tzinfo=UTC)) == date(2026, 3, 30)
    with pytest.raises(BadInput, match="time zone"):
        berlin.local_date(datetime(2026, 3, 29, 22, 0))


@pytest.mark.parametrize(
    ("text", "before", "year_before"),
    [
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-01", "2025-12", "2025-01"),
        ("2026", "2025", "2025"),
        ("FY26-Q1", "FY25-Q4", "FY25-Q1"),
        ("FY26", "FY25", "FY25"),
        ("2026-W01", "2025-W52", "2025-W01"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2024-02-01..2024-02-28", "2024-01-04..2024-01-31", "2023-02"),
        ("2026-03-10..2026-03-12", "2026-03-07..2026-03-09", "2025-03-10..2025-03-12"),
        ("last-2-weeks", "2026-06-01..2026-06-14", "2025-06-16..2025-06-29"),
    ],
)
def test_periods_to_compare_with(text: str, before: str, year_before: str) -> None:
    period = parse_period(text, APRIL_YEAR, AS_OF)
    assert previous_period(period, APRIL_YEAR).label == before
    assert same_period_last_year(period, APRIL_YEAR).label == year_before


def test_fiscal_quarters_are_split_as_fiscal_quarters() -> None:
    november = Calendar(fiscal_year_start=11)
    year = parse_period("FY26", november)
    pieces = split_period(year, "quarter", november)
    assert [piece.label for piece in pieces] == ["FY26-Q1", "FY26-Q2", "FY26-Q3", "FY26-Q4"]
    assert pieces[0].start == date(2025, 11, 1)


def test_an_unknown_grain_is_refused() -> None:
    with pytest.raises(Unknown, match="week"):
        split_period(parse_period("2026"), "weeks")  # type: ignore[arg-type]


days = st.dates(date(1905, 1, 1), date(2190, 12, 31))
calendars = st.builds(
    Calendar,
    fiscal_year_start=st.integers(1, 12),
    week_start=st.sampled_from(WEEK_STARTS),
)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(days)
    last = start + timedelta(days=draw(st.integers(0, 500)))
    return parse_period(f"{start.isoformat()}..{last.isoformat()}")


@given(periods(), st.sampled_from(GRAINS), calendars)
def test_pieces_cover_the_period_without_gaps(period: Period, grain, calendar) -> None:
    pieces = split_period(period, grain, calendar)
    assert pieces[0].start == period.start
    assert pieces[-1].end == period.end
    for piece, following in pairwise(pieces):
        assert piece.end == following.start
    assert len({piece.label for piece in pieces}) == len(pieces)


@given(days, st.sampled_from(GRAINS), calendars, st.booleans())
def test_a_label_reads_back_as_the_same_days(day: date, grain, calendar, fiscal) -> None:
    bucket = bucket_of(day, grain, calendar, fiscal)
    assert day in bucket
    again = parse_period(bucket.label, calendar)
    assert (again.start, again.end) == (bucket.start, bucket.end)


@given(periods(), calendars)
def test_the_period_before_ends_where_this_one_starts(period: Period, calendar) -> None:
    before = previous_period(period, calendar)
    assert before.end == period.start
    if not period.month_aligned:
        assert before.days == period.days
    again = parse_period(before.label, calendar)
    assert (again.start, again.end) == (before.start, before.end)


@given(periods(), calendars)
def test_a_year_before_keeps_its_length_or_its_dates(period: Period, calendar) -> None:
    before = same_period_last_year(period, calendar)
    assert abs(before.days - period.days) <= 1
    assert 363 <= (period.start - before.start).days <= 366


@given(st.text(max_size=30) | st.from_regex(r"(last-\d+-\w+|FY?\d+-?[QW]?\d*|\d{4}-\d\d?-?\d*)"))
def test_any_text_is_a_period_or_a_sentence(text: str) -> None:
    try:
        period = parse_period(text, as_of=AS_OF)
    except BadInput:
        return
    assert period.days > 0
