"""Dates and instants as people write them: the reading of one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal

from northing.month_names import MONTHS
from northing.sources.date_evidence import Order


@dataclass(frozen=True)
class DateStyle:
    """How the dates of one column are read.

    Attributes:
        orders: Order of numeric dates, by separator.
        formats: strptime formats that a mapping gives; tried in turn, and nothing else.
        first_day: What "Nth day" counts from.
    """

    orders: tuple[tuple[str, Order], ...] = ()
    formats: tuple[str, ...] = ()
    first_day: date | None = None

    def order(self, mark: str) -> Order | None:
        return dict(self.orders).get(mark)


class NotADate(ValueError):  # noqa: N818 - a reason, caught where cells are read
    """A cell that is no date in the column's style; the message is the reason."""


@dataclass(frozen=True)
class Moment:
    """What a cell says: a local or an absolute instant, and how finely.

    Attributes:
        at: Naive where the cell names no offset.
        grain: day, week, month, or instant.
    """

    at: datetime
    grain: Literal["instant", "day", "week", "month"]


_TIME = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})"
    r"(?:[.,](?P<fraction>\d{1,9}))?)?\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?"
    r"\s*(?P<offset>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})([-/]|\. ?)(?P<m>\d{{1,2}})\2(?P<d>\d{{1,2}})\.?{_TIME}")
_NUMERIC_DATE = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<mark>[/.\-])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{4}}|\d{{2}})\.?{_TIME}"
)
_SPACED_POINTS = re.compile(rf"(?P<d>\d{{1,2}})\. (?P<m>\d{{1,2}})\. (?P<y>\d{{4}})\.?{_TIME}")
_BASIC = re.compile(
    r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)T(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?"
    r"(?:[.,](?P<fraction>\d{1,9}))?(?P<half>(?!))?(?P<offset>Z|[+-]\d\d(?::?\d\d)?)?"
)
_PLAIN_ORDERS = (_YEAR_FIRST, _SPACED_POINTS, _BASIC)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?P<hour>\d\d)?")
_WORD = r"(?P<name>[^\W\d_]{3,})\.?"
_LEAD = r"(?:[^\W\d_]{2,}\.?,?\s+)?"
_DAY_NAME = re.compile(
    rf"{_LEAD}(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?[\s\-/]*(?:de\s+)?{_WORD}"
    rf"[\s,\-/]*(?:de\s+)?(?P<y>\d{{4}}|\d{{2}}){_TIME}"
)
_NAME_DAY = re.compile(
    rf"{_LEAD}{_WORD}[\s\-]+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[\s\-]+(?P<y>\d{{4}}){_TIME}"
)
_NAME_MONTH = re.compile(rf"{_WORD}[\s\-,]+(?:de\s+)?(?P<y>\d{{4}})")
_MONTH = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d{1,2})|(?P<m2>\d{1,2})[-/.](?P<y2>\d{4})")
_WEEK = re.compile(r"(?P<y>\d{4})-?[Ww](?P<w>\d{1,2})")
_EPOCH = re.compile(r"\d{10}|\d{13}|\d{16}")
_EPOCH_FRACTION = re.compile(r"(?P<seconds>1\d{9})\.(?P<fraction>\d{1,9})")


def read_moment(text: str, style: DateStyle) -> Moment:
    """Read one cell.

    Raises:
        NotADate: If it is none in this style, or names a day that does not exist.

    Examples:
        >>> read_moment("8. Juli 2025", DateStyle()).at
        datetime.datetime(2025, 7, 8, 0, 0)
        >>> read_moment("02/01/2025", DateStyle(orders=(("/", "dmy"),))).at.month
        1
    """
    try:
        if style.formats:
            return _by_formats(text, style)
        return _by_shape(text, style)
    except (ValueError, OverflowError) as error:
        if isinstance(error, NotADate):
            raise
        raise NotADate(f"{text!r} names a day or time that does not exist") from None


def _by_formats(text: str, style: DateStyle) -> Moment:
    for format_ in style.formats:
        if format_ == "nth_day":
            if style.first_day and text.isdigit():
                return Moment(_midnight(style.first_day + timedelta(days=int(text))), "day")
        elif format_ in EPOCH_UNITS:
            if re.fullmatch(r"-?\d{1,19}", text):
                return Moment(_epoch(int(text), EPOCH_UNITS[format_]), "instant")
        else:
            try:
                at = datetime.strptime(text, format_)
            except ValueError:
                continue
            return Moment(at, "instant" if re.search("%[HIMSfTXcsz]", format_) else "day")
    raise NotADate(f"{text!r} does not fit the format {' or '.join(style.formats)}")


EPOCH_UNITS = {"epoch_s": 1, "epoch_ms": 1000, "epoch_us": 1_000_000}


def _epoch(count: int, per_second: int) -> datetime:
    micros = count * 1_000_000 // per_second
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def _by_shape(text: str, style: DateStyle) -> Moment:
    if match := next(filter(None, (p.fullmatch(text) for p in _PLAIN_ORDERS)), None):
        return _moment(match, int(match["y"]), int(match["m"]), int(match["d"]))
    if match := _NUMERIC_DATE.fullmatch(text):
        return _numeric(match, style)
    if text.isdigit():
        return _digits(text)
    if match := _EPOCH_FRACTION.fullmatch(text):
        micros = int(match["fraction"].ljust(6, "0")[:6])
        at = _epoch(int(match["seconds"]), 1) + timedelta(microseconds=micros)
        return Moment(at, "instant")
    for pattern in (_DAY_NAME, _NAME_DAY):
        if (match := pattern.fullmatch(text)) and (month := MONTHS.get(match["name"].lower())):
            return _moment(match, _year(match["y"]), month, int(match["d"]))
    if match := _MONTH.fullmatch(text):
        first = datetime(int(match["y"] or match["y2"]), int(match["m"] or match["m2"]), 1)
        return Moment(first, "month")
    if (match := _NAME_MONTH.fullmatch(text)) and (month := MONTHS.get(match["name"].lower())):
        return Moment(datetime(int(match["y"]), month, 1), "month")
    if match := _WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(match["y"]), int(match["w"]), 1)
        return Moment(_midnight(monday), "week")
    raise NotADate(f"{text!r} is not a date")


def _numeric(match: re.Match[str], style: DateStyle) -> Moment:
    order = style.order(match["mark"])
    a, b, c = match["a"], match["b"], match["c"]
    if order is None:
        raise NotADate(f"{match[0]!r} can be read in more than one way")
    if order == "ymd":
        return _moment(match, _year(a), int(b), int(c))
    day, month = (a, b) if order == "dmy" else (b, a)
    if int(month) > 12:
        read = "day first" if order == "dmy" else "month first"
        raise NotADate(f"{match[0]!r} is no date when the column is read {read}")
    return _moment(match, _year(c), int(month), int(day))


def _digits(text: str) -> Moment:
    if match := _COMPACT.fullmatch(text):
        hour = int(match["hour"] or 0)
        if 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31 and hour < 24:
            at = datetime(int(match["y"]), int(match["m"]), int(match["d"]), hour)
            return Moment(at, "instant" if match["hour"] else "day")
    if _EPOCH.fullmatch(text):
        per_second = {10: 1, 13: 1000, 16: 1_000_000}[len(text)]
        return Moment(_epoch(int(text), per_second), "instant")
    raise NotADate(f"{text!r} is a number, not a date")


def _moment(match: re.Match[str], year: int, month: int, day: int) -> Moment:
    at = datetime(year, month, day)
    if match["hour"] is None:
        return Moment(at, "day")
    hour = int(match["hour"])
    if half := match["half"]:
        if not 1 <= hour <= 12:
            raise NotADate(f"{match[0]!r} has hour {hour} with {half}")
        hour = hour % 12 + (12 if half[0] in "Pp" else 0)
    micros = int((match["fraction"] or "0").ljust(6, "0")[:6])
    at = at.replace(
        hour=hour, minute=int(match["minute"]), second=int(match["second"] or 0), microsecond=micros
    )
    if offset := match["offset"]:
        at = at.replace(tzinfo=_zone(offset))
    return Moment(at, "instant")


def _zone(offset: str) -> timezone:
    if offset in ("Z", "UTC", "GMT"):
        return UTC
    sign = -1 if offset[0] == "-" else 1
    digits = offset[1:].replace(":", "").ljust(4, "0")
    return timezone(sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def _year(text: str) -> int:
    """Two digits are of this century, or of the last where that is far ahead."""
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 70 else 1900)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def dates_in(text: str) -> Sequence[date]:
    """Find the unambiguous dates in a line of text, such as a report's date range.

    Examples:
        >>> [str(day) for day in dates_in("July 8, 2025 - July 31, 2025")]
        ['2025-07-08', '2025-07-31']
        >>> [str(day) for day in dates_in("# Start date: 20231208")]
        ['2023-12-08']
    """
    found: list[date] = []
    pieces = re.split(r"\s+[-–—]\s+|\s+(?:to|bis|au|al|tot|do|till|a|até)\s+|[:()]\s*|\"", text)
    if re.fullmatch(r"\W*\d{8}-\d{8}\W*", text):
        pieces = re.findall(r"\d{8}", text)
    for piece in pieces:
        try:
            found.append(
                read_moment(piece.strip(" #\"'.,"), DateStyle(orders=((".", "dmy"),))).at.date()
            )
        except NotADate:
            continue
    return found


_START = re.compile(
    r"(?i)\b(?:start|from|since|von|ab|beginn|début|du|inicio|desde|inizio|dal|od|från)"
)
_END = re.compile(r"(?i)\b(?:end|to|until|bis|ende|fin|au|hasta|fine|al|até|fim|do|till)")


def window_in(lines: Sequence[str]) -> tuple[date, date] | None:
    """Find the range of dates that a preamble says its report covers.

    Examples:
        >>> window = window_in(["# Start date: 20231208", "# End date: 20240104"])
        >>> [str(day) for day in window]
        ['2023-12-08', '2024-01-04']
    """
    starts: list[date] = []
    ends: list[date] = []
    for line in lines:
        found = dates_in(line)
        if len(found) == 2 and found[0] <= found[1]:
            return found[0], found[1]
        if len(found) == 1:
            starts += found if _START.search(line) else []
            ends += found if _END.search(line) else []
    if len(starts) == 1 and len(ends) == 1 and starts[0] <= ends[0]:
        return starts[0], ends[0]
    return None
