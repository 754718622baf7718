"""The reporting calendar: periods as marketers write them, in local days.

A period is a run of whole local days; its end is exclusive. Weeks follow ISO 8601 when they
start on Monday; with another first day, week 1 is still the week that holds 4 January. Fiscal
years are named after the year in which they end: FY26 ends in 2026.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from northing.errors import BadInput, OutOfRange, Unknown

WeekStart = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Grain = Literal["day", "week", "month", "quarter"]
WEEK_STARTS: tuple[str, ...] = get_args(WeekStart)
GRAINS: tuple[Grain, ...] = get_args(Grain)
_MOST_DAYS_KEPT = 1_500

PERIOD_FORMS = (
    "2026, 2026-Q3, 2026-07, 2026-W31, 2026-07-01, FY26, FY26-Q2, 2026-07-01..2026-09-30, "
    "last-13-weeks (or days, months, quarters)"
)
FIRST_YEAR, LAST_YEAR = 1900, 2199  # wide enough for any plan, and no date overflows inside it
_MONTHS_IN = {"month": 1, "quarter": 3}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """How a company counts days, weeks and years.

    Attributes:
        time_zone: IANA name; a day is a day there.
        fiscal_year_start: Month, 1 to 12, in which the fiscal year starts.
        week_start: First day of the week.

    Raises:
        BadInput: If the time zone is not known.
        OutOfRange: If the month is not 1 to 12.
        Unknown: If the week start is not a day's name.
    """

    time_zone: str = "Europe/Berlin"
    fiscal_year_start: int = 1
    week_start: str = "monday"

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise BadInput(
                f"time_zone is {self.time_zone!r}; expected an IANA name such as Europe/Berlin."
            ) from None
        if self.fiscal_year_start not in range(1, 13):
            raise OutOfRange("fiscal_year_start", self.fiscal_year_start, "a month, 1 to 12")
        if self.week_start not in WEEK_STARTS:
            raise Unknown("week start", self.week_start, WEEK_STARTS)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.time_zone)

    def local_date(self, at: datetime) -> date:
        """Return the local day of an instant that knows its time zone.

        Examples:
            >>> late = datetime.fromisoformat("2026-06-30T22:30:00+00:00")
            >>> Calendar("Europe/Berlin").local_date(late)
            datetime.date(2026, 7, 1)
        """
        if at.tzinfo is None:
            raise BadInput(f"The instant {at.isoformat()} has no time zone.")
        return at.astimezone(self.zone).date()

    def week_of(self, day: date) -> date:
        """Return the first day of the week that holds a day."""
        return day - timedelta(days=(day.weekday() - WEEK_STARTS.index(self.week_start)) % 7)

    def first_week(self, year: int) -> date:
        """Return the first day of week 1 of a year: the week that holds 4 January."""
        return self.week_of(date(year, 1, 4))


@dataclass(frozen=True, order=True)
class Period:
    """A run of whole local days.

    Attributes:
        start: Its first day.
        end: The day after its last.
        label: As it was written; `parse_period` reads it again.
    """

    label: str
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadInput(f"The period {self.label} ends before it starts.")

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """Its last day, inclusive."""
        return self.end - _DAY

    @property
    def month_aligned(self) -> bool:
        """Whether it is made of whole calendar months.

        Examples:
            >>> parse_period("2026-Q3").month_aligned, parse_period("2026-W31").month_aligned
            (True, False)
        """
        return self.start.day == 1 and self.end.day == 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        return self.label


def parse_period(text: str, calendar: Calendar | None = None, as_of: date | None = None) -> Period:
    """Read a period as marketers write it.

    Args:
        text: One of 2026, 2026-Q3, 2026-07, 2026-W31, 2026-07-01, FY26, FY26-Q2,
            2026-07-01..2026-09-30 (both days included), last-13-weeks (or -days, -months,
            -quarters).
        calendar: The company's; by default ISO weeks and a fiscal year from January.
        as_of: The newest complete day in the data. `last-…` periods are the complete ones
            up to and including it.

    Raises:
        BadInput: If the text has none of these forms, or `last-…` is asked for without `as_of`.
        OutOfRange: If a month, quarter, week or day does not exist.

    Examples:
        >>> parse_period("2026-Q3").end
        datetime.date(2026, 10, 1)
        >>> parse_period("FY26-Q2", Calendar(fiscal_year_start=4)).start
        datetime.date(2025, 7, 1)
        >>> weeks = parse_period("last-2-weeks", as_of=date(2026, 7, 4))  # a Saturday
        >>> weeks.start.isoformat(), weeks.last_day.isoformat()
        ('2026-06-15', '2026-06-28')
    """
    calendar = calendar or Calendar()
    wanted = text.strip()
    for pattern, read in _FORMS:
        found = re.fullmatch(pattern, wanted, re.IGNORECASE | re.ASCII)
        if found:
            return read(_Written(wanted, found.groups(), calendar, as_of))
    raise BadInput(f"{text!r} is not a period; expected one of {PERIOD_FORMS}.")


def previous_period(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the period of the same length directly before.

    Whole months step back by months, everything else by days.

    Examples:
        >>> previous_period(parse_period("2026-Q1")).label
        '2025-Q4'
        >>> previous_period(parse_period("2026-03-10..2026-03-12")).label
        '2026-03-07..2026-03-09'
    """
    calendar = calendar or Calendar()
    if period.month_aligned and not _is_week(period.label):
        start = _shift_months(period.start, -_months_between(period.start, period.end))
    else:
        start = _checked(period.start - timedelta(days=period.days))
    return _labelled(start, period.start, calendar, like=period.label)


def same_period_last_year(period: Period, calendar: Calendar | None = None) -> Period:
    """Return the period to compare with a year before.

    Whole months step back twelve months and whole weeks 52 weeks, so that weekdays match;
    everything else keeps its dates (29 February becomes 28).

    Examples:
        >>> same_period_last_year(parse_period("2026-07")).label
        '2025-07'
        >>> same_period_last_year(parse_period("2026-W31")).label
        '2025-W31'
    """
    calendar = calendar or Calendar()
    whole_weeks = period.days % 7 == 0 and calendar.week_of(period.start) == period.start
    if period.month_aligned and not _is_week(period.label):
        start, end = _shift_months(period.start, -12), _shift_months(period.end, -12)
    elif whole_weeks:
        start = _checked(period.start - timedelta(weeks=52))
        end = start + timedelta(days=period.days)
    else:
        start, end = _year_before(period.start), _year_before(period.last_day) + _DAY
    return _labelled(start, end, calendar, like=period.label)


def split_period(
    period: Period, grain: Grain, calendar: Calendar | None = None
) -> tuple[Period, ...]:
    """Cut a period into days, weeks, months or quarters, in order and without gaps.

    The first and the last piece are cut where the period starts and ends; they keep the label
    of their week, month or quarter. Quarters are fiscal when the period was written as FY….

    Examples:
        >>> [piece.label for piece in split_period(parse_period("2026-Q3"), "month")]
        ['2026-07', '2026-08', '2026-09']
        >>> first = split_period(parse_period("2026-07"), "week")[0]
        >>> first.label, first.days  # 1 July 2026 is a Wednesday
        ('2026-W27', 5)
    """
    if grain not in GRAINS:
        raise Unknown("grain of time", str(grain), GRAINS)
    if period.days > _MOST_DAYS_KEPT:
        return _cut(period, grain, calendar or Calendar())
    return _cut_once(period, grain, calendar or Calendar())


def _cut(period: Period, grain: Grain, calendar: Calendar) -> tuple[Period, ...]:
    pieces = []
    day = period.start
    while day < period.end:
        whole = bucket_of(day, grain, calendar, fiscal=_is_fiscal(period.label))
        pieces.append(Period(whole.label, day, min(whole.end, period.end)))
        day = whole.end
    return tuple(pieces)


_cut_once = lru_cache(maxsize=64)(_cut)  # the figures of a page are all cut in the same pieces


def bucket_of(
    day: date, grain: Grain, calendar: Calendar | None = None, fiscal: bool = False
) -> Period:
    """Return the whole day, week, month or quarter that holds a day.

    Examples:
        >>> bucket_of(date(2027, 1, 1), "week").label
        '2026-W53'
    """
    calendar = calendar or Calendar()
    if grain == "day":
        return Period(day.isoformat(), day, day + _DAY)
    if grain == "week":
        start = calendar.week_of(day)
        return Period(_week_label(start, calendar), start, start + timedelta(days=7))
    size = _MONTHS_IN[grain]
    first = calendar.fiscal_year_start if fiscal else 1
    start = _shift_months(day.replace(day=1), -((day.month - first) % size))
    end = _shift_months(start, size)
    return _labelled(start, end, calendar, like="FY" if fiscal else "")


@dataclass(frozen=True)
class _Written:
    """A period's text, the parts its form found in it, and what they are read against."""

    text: str
    parts: tuple[str | None, ...]
    calendar: Calendar
    as_of: date | None

    def __getitem__(self, position: int) -> str:
        return self.parts[position - 1] or ""


def _year(written: _Written) -> Period:
    start = date(_checked_year(int(written[1])), 1, 1)
    return Period(written.text, start, _shift_months(start, 12))


def _quarter(written: _Written) -> Period:
    year, quarter = _checked_year(int(written[1])), _checked_quarter(written[2])
    start = date(year, 3 * quarter - 2, 1)
    return Period(written.text.upper(), start, _shift_months(start, 3))


def _month(written: _Written) -> Period:
    year, month = _checked_year(int(written[1])), int(written[2])
    if month not in range(1, 13):
        raise OutOfRange(f"The month of {written.text}", month, "1 to 12")
    start = date(year, month, 1)
    return Period(written.text, start, _shift_months(start, 1))


def _week(written: _Written) -> Period:
    year, week = _checked_year(int(written[1])), int(written[2])
    start = written.calendar.first_week(year) + timedelta(weeks=week - 1)
    weeks = (written.calendar.first_week(year + 1) - written.calendar.first_week(year)).days // 7
    if week not in range(1, weeks + 1):
        raise OutOfRange(f"The week of {written.text}", week, f"1 to {weeks} in {year}")
    return Period(written.text.upper(), start, start + timedelta(days=7))


def _fiscal(written: _Written) -> Period:
    named = written[1]
    ends_in = _checked_year(int(named) + (2000 if len(named) == 2 else 0))
    first = written.calendar.fiscal_year_start
    start = date(ends_in if first == 1 else ends_in - 1, first, 1)
    if not written[2]:
        return Period(written.text.upper(), start, _shift_months(start, 12))
    start = _shift_months(start, 3 * _checked_quarter(written[2]) - 3)
    return Period(written.text.upper(), start, _shift_months(start, 3))


def _single_day(written: _Written) -> Period:
    day = _read_day(written.text)
    return Period(written.text, day, day + _DAY)


def _range(written: _Written) -> Period:
    start, last = _read_day(written[1]), _read_day(written[2])
    if last < start:
        raise BadInput(f"The period {written.text} ends before it starts.")
    return Period(f"{start.isoformat()}..{last.isoformat()}", start, last + _DAY)


def _last(written: _Written) -> Period:
    if written.as_of is None:
        raise BadInput(f"{written.text} needs the newest complete day of the data (as_of).")
    count, grain = int(written[1]), written[2].lower()
    if count not in range(1, 5001):
        raise OutOfRange(f"The number in {written.text}", count, "1 to 5000")
    # The bucket of the day after as_of is the first that is not complete.
    open_from = written.as_of + _DAY
    if grain in _MONTHS_IN:
        end = bucket_of(open_from, "quarter" if grain == "quarter" else "month").start
        start = _shift_months(end, -count * _MONTHS_IN[grain])
    else:
        end = written.calendar.week_of(open_from) if grain == "week" else open_from
        start = _checked(end - timedelta(days=count * (7 if grain == "week" else 1)))
    return Period(written.text.lower(), start, end)


_FORMS = (
    (r"(\d{4})", _year),
    (r"(\d{4})-Q(\d)", _quarter),
    (r"(\d{4})-(\d{2})", _month),
    (r"(\d{4})-W(\d{2})", _week),
    (r"FY(\d{2}|\d{4})(?:-Q(\d))?", _fiscal),
    (r"\d{4}-\d{2}-\d{2}", _single_day),
    (r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})", _range),
    (r"last-(\d{1,6})-(day|week|month|quarter)s?", _last),
)


def _labelled(start: date, end: date, calendar: Calendar, like: str) -> Period:
    """Name a period the way a person would, in the style of another period's label."""
    months = _months_between(start, end) if start.day == 1 and end.day == 1 else 0
    label = f"{start.isoformat()}..{(end - _DAY).isoformat()}"
    if (end - start).days == 1:
        label = start.isoformat()
    elif _is_week(like) and end - start == timedelta(days=7):
        label = _week_label(start, calendar)
    elif months == 1:
        label = f"{start:%Y-%m}"
    elif _is_fiscal(like) and months in (3, 12):
        label = _fiscal_label(start, months, calendar) or label
    elif months == 12 and start.month == 1:
        label = f"{start:%Y}"
    elif months == 3 and start.month % 3 == 1:
        label = f"{start:%Y}-Q{(start.month + 2) // 3}"
    return Period(label, start, end)


def _fiscal_label(start: date, months: int, calendar: Calendar) -> str | None:
    into_year = (start.month - calendar.fiscal_year_start) % 12
    ends_in = _shift_months(start, 11 - into_year).year
    name = f"FY{ends_in % 100:02d}" if 2000 <= ends_in < 2100 else f"FY{ends_in}"
    if months == 12:
        return name if into_year == 0 else None
    return f"{name}-Q{into_year // 3 + 1}" if into_year % 3 == 0 else None


def _week_label(start: date, calendar: Calendar) -> str:
    year = start.year + 1
    while calendar.first_week(year) > start:
        year -= 1
    return f"{year}-W{(start - calendar.first_week(year)).days // 7 + 1:02d}"


def _is_week(label: str) -> bool:
    return re.fullmatch(r"\d{4}-W\d{2}|last-\d+-weeks?", label) is not None


def _is_fiscal(label: str) -> bool:
    return label.startswith("FY")


def _months_between(start: date, end: date) -> int:
    return 12 * (end.year - start.year) + end.month - start.month


def _shift_months(first_day: date, months: int) -> date:
    year, month = divmod(12 * first_day.year + first_day.month - 1 + months, 12)
    return date(_checked_year(year, upto=LAST_YEAR + 1), month + 1, 1)


def _year_before(day: date) -> date:
    year = _checked_year(day.year - 1)
    leap_day_gone = (day.month, day.day) == (2, 29) and not isleap(year)
    return day.replace(year=year, day=28 if leap_day_gone else day.day)


def _read_day(text: str) -> date:
    try:
        return _checked(date.fromisoformat(text))
    except ValueError as error:
        raise OutOfRange("The day", text, "a day that exists, as 2026-07-01") from error


def _checked(day: date) -> date:
    _checked_year(day.year)
    return day


def _checked_year(year: int, upto: int = LAST_YEAR) -> int:
    if not FIRST_YEAR <= year <= upto:
        raise OutOfRange("The year", year, f"{FIRST_YEAR} to {LAST_YEAR}")
    return year


def _checked_quarter(text: str) -> int:
    quarter = int(text)
    if quarter not in range(1, 5):
        raise OutOfRange("The quarter", quarter, "1 to 4")
    return quarter
