"""Dates and instants of a column: ISO in compiled code, the rest one distinct cell at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC as UTC_ZONE
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from northing.sources.dates import DateStyle, NotADate, read_moment
from northing.sources.missing import blank_out
from northing.tables import Column

LOCAL = pa.timestamp("us")
UTC = pa.timestamp("us", tz="UTC")
_NAIVE = r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?$"
_ZONED = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)$"
_NONE_LOCAL = pa.scalar(None, LOCAL)
_NONE_UTC = pa.scalar(None, UTC)


@dataclass(frozen=True)
class DateReader:
    """How the dates of one column are read.

    Attributes:
        style: Order and formats.
        zone: Of instants without an offset; and whose calendar gives an instant's date.
    """

    style: DateStyle
    zone: str


@dataclass(frozen=True)
class Moments:
    """Values and what was refused, with reasons."""

    values: pa.Array
    problems: tuple[tuple[pa.Array, Callable[[str], str]], ...]


@dataclass(frozen=True)
class _Read:
    """Each cell as a local or as an absolute time; null in both where missing or refused."""

    local: pa.Array
    absolute: pa.Array
    reasons: dict[str, str]


def read(column: Column, cells: pa.Array, reader: DateReader, today: date) -> Moments:
    """Read one column of a piece.

    A local time in the gap of a clock change moves to the gap's end; one that occurs twice is
    the first of the two.
    """
    text = None
    if pa.types.is_string(cells.type):
        text = blank_out(cells)
        read_cells = _from_text(text, reader.style)
    else:
        read_cells, text = _from_values(cells, reader.style)
    zoned = _in_zone(read_cells.local, reader.zone)
    if column.type == "instant":
        values = pc.coalesce(read_cells.absolute, zoned)
        beyond = pc.greater(values, _end_of(today, reader.zone))
    else:
        there = pc.local_timestamp(pc.cast(read_cells.absolute, pa.timestamp("us", reader.zone)))
        values = pc.cast(pc.floor_temporal(pc.coalesce(read_cells.local, there)), pa.date32())
        if column.type == "month":
            values = pc.cast(pc.floor_temporal(values, unit="month"), pa.date32())
        beyond = pc.greater(values, pa.scalar(today))
    given = pc.is_valid(cells if text is None else text)
    wrong = pc.and_(given, pc.is_null(values))
    problems = [(wrong, lambda cell: _reason(column, cell, read_cells.reasons))]
    if not column.may_be_future:
        beyond = pc.fill_null(beyond, False)
        values = pc.if_else(beyond, pa.scalar(None, values.type), values)
        problems.append((beyond, lambda cell: _future(column, cell, today)))
    return Moments(values, tuple(problems))


def _reason(column: Column, cell: str, reasons: dict[str, str]) -> str:
    return f"{column.name}: {reasons.get(cell.strip(), f'{cell!r} is not a date')}."


def _future(column: Column, cell: str, today: date) -> str:
    return f"{column.name} is {cell!r}, which is after {today}."


def _in_zone(local: pa.Array, zone: str) -> pa.Array:
    zoned = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="latest")
    return pc.cast(zoned, UTC)


def _end_of(today: date, zone: str) -> pa.Scalar:
    last = pa.array([datetime(today.year, today.month, today.day, 23, 59, 59, 999999)], LOCAL)
    return _in_zone(last, zone)[0]


def _from_text(text: pa.Array, style: DateStyle) -> _Read:
    nothing = {"local": pa.nulls(len(text), LOCAL), "absolute": pa.nulls(len(text), UTC)}
    if not style.formats:
        for pattern, type_, slot in ((_NAIVE, LOCAL, "local"), (_ZONED, UTC, "absolute")):
            fits = pc.match_substring_regex(text, pattern)
            if pc.all(fits).as_py() is not False:
                try:
                    return _Read(**{**nothing, slot: pc.cast(text, type_)}, reasons={})
                except pa.ArrowInvalid:
                    break  # a day that does not exist: find which
    return _one_by_one(text, style)


def _one_by_one(text: pa.Array, style: DateStyle) -> _Read:
    encoded = text.dictionary_encode()
    local: list[datetime | None] = []
    absolute: list[datetime | None] = []
    reasons: dict[str, str] = {}
    for cell in encoded.dictionary.to_pylist():
        at = None
        try:
            at = read_moment(cell, style).at
        except NotADate as error:
            reasons[cell] = str(error)
        zoned = at is not None and at.tzinfo is not None
        local.append(None if zoned else at)
        absolute.append(at.astimezone(UTC_ZONE) if at is not None and zoned else None)
    return _Read(
        pa.array(local, LOCAL).take(encoded.indices),
        pa.array(absolute, UTC).take(encoded.indices),
        reasons,
    )


def _from_values(cells: pa.Array, style: DateStyle) -> tuple[_Read, pa.Array | None]:
    type_ = cells.type
    no_local = pa.nulls(len(cells), LOCAL)
    no_absolute = pa.nulls(len(cells), UTC)
    if pa.types.is_timestamp(type_) and type_.tz is not None:
        return _Read(no_local, pc.cast(cells, UTC, safe=False), {}), None
    if pa.types.is_timestamp(type_) or pa.types.is_date(type_):
        return _Read(pc.cast(cells, LOCAL, safe=False), no_absolute, {}), None
    if pa.types.is_floating(type_):
        whole = pc.fill_null(pc.equal(cells, pc.floor(cells)), True)
        if pc.all(whole).as_py() is not False:
            cells, type_ = pc.cast(cells, pa.int64()), pa.int64()
    if pa.types.is_integer(type_) and not style.formats:
        scale = _epoch_scale(cells)
        if scale is not None:
            micros = pc.multiply(pc.cast(cells, pa.int64()), scale)
            return _Read(no_local, pc.cast(micros, UTC), {}), None
    text = blank_out(pc.cast(cells, pa.string()))
    return _from_text(text, style), text


def _epoch_scale(cells: pa.Array) -> int | None:
    """Microseconds in a unit, where all numbers are epochs of one size and no YYYYMMDDHH."""
    bounds = pc.min_max(cells).as_py()
    if bounds["min"] is None:
        return None
    for low, high, scale in (
        (1e9, 1.9e9, 1_000_000),
        (1e12, 1e13, 1000),
        (1e15, 1e16, 1),
    ):
        if low <= bounds["min"] and bounds["max"] < high:
            return scale
    return None
