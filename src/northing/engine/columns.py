"""A table in memory, laid out for sums without SQL: texts as codes, amounts as whole numbers."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SCALE = 10
"""Decimal digits that amounts are held with, as `DECIMAL(28, 10)` holds them in SQL."""

_EPOCH = date(1970, 1, 1)
_UNDATED = -(2**31)
_LARGEST = 2.0**62


class Unfit(Exception):  # noqa: N818 - never shown: SQL takes over
    """What these columns cannot answer exactly as SQL does."""


@dataclass(frozen=True)
class Coded:
    """A column as numbers: `values[codes[row]]`; the last value is None."""

    codes: np.ndarray[Any, Any]
    values: list[Any]


@dataclass(frozen=True)
class Amounts:
    """A column as whole numbers of `10 ** -scale`; `stated` is None where no row is null."""

    whole: np.ndarray[Any, Any]
    scale: int
    stated: np.ndarray[Any, Any] | None


class Columns:
    """The columns of one table, each laid out when it is first asked for.

    Examples:
        >>> spend = pa.table({"channel": ["search", "email", "search"]})
        >>> columns_of(spend).coded("channel").codes.tolist()
        [0, 1, 0]
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table.slice(0)  # the same data; the caller's object may go
        self._known: dict[tuple[str | frozenset[Any], str], Any] = {}

    @property
    def count(self) -> int:
        """Rows."""
        return int(self._table.num_rows)

    def is_text(self, name: str) -> bool:
        """Whether a column holds text."""
        return bool(pa.types.is_string(self._table.schema.field(name).type))

    def coded(self, name: str) -> Coded:
        """A column as codes of its values."""
        return self._once("coded", name)  # type: ignore[no-any-return]

    def ordered(self, name: str) -> Coded:
        """A column of text as codes of its values in their order."""
        return self._once("ordered", name)  # type: ignore[no-any-return]

    def told_apart(self, name: str, others: frozenset[Any]) -> Coded:
        """Whether a column's value is none of the others: its values are True and None."""
        key = (others, name)
        if key not in self._known:
            coded = self.coded(name)
            codes = np.array([value in others for value in coded.values], np.int64)
            self._known[key] = Coded(codes[coded.codes], [True, None])
        return self._known[key]  # type: ignore[no-any-return]

    def among(
        self, name: str, values: Iterable[Any], rows: slice | np.ndarray[Any, Any]
    ) -> np.ndarray[Any, Any]:
        """Whether each of the rows has one of the values in a column; None is one."""
        coded, asked = self.coded(name), set(values)
        inside = np.array([value in asked for value in coded.values])
        return np.asarray(inside[coded.codes[rows]])

    def days(self, name: str) -> np.ndarray[Any, Any]:
        """A column of dates as days since 1970; a missing one lies before every other."""
        return self._once("days", name)  # type: ignore[no-any-return]

    def in_order(self, name: str) -> bool:
        """Whether the rows stand in the order of a column of dates."""
        return self._once("in_order", name)  # type: ignore[no-any-return]

    def between(self, name: str, start: int, end: int) -> slice | np.ndarray[Any, Any]:
        """The rows from a day to before another, by a column of dates."""
        days = self.days(name)
        if not self.in_order(name):
            return np.flatnonzero((days >= start) & (days < end))
        # Of another type, the ends would have the whole column converted to theirs.
        low, high = np.searchsorted(days, np.array([start, max(end, start)], days.dtype))
        return slice(int(low), int(high))

    def span(self, name: str) -> tuple[date | None, date | None]:
        """The first and the last day of a column of dates."""
        return self._once("span", name)  # type: ignore[no-any-return]

    def amounts(self, name: str) -> Amounts:
        """A column of numbers as exact whole ones."""
        return self._once("amounts", name)  # type: ignore[no-any-return]

    def numbers(self, name: str) -> np.ndarray[Any, Any]:
        """A column of numbers that states each of them, as it is."""
        return self._once("numbers", name)  # type: ignore[no-any-return]

    def stated(self, name: str) -> np.ndarray[Any, Any]:
        """Where a column is not null."""
        return self._once("stated", name)  # type: ignore[no-any-return]

    def not_zero(self, name: str) -> np.ndarray[Any, Any]:
        """Where a column is stated and not 0."""
        return self._once("not_zero", name)  # type: ignore[no-any-return]

    def _once(self, what: str, name: str) -> Any:
        key = (what, name)
        if key not in self._known:
            self._known[key] = getattr(self, f"_make_{what}")(name)
        return self._known[key]

    def _array(self, name: str) -> pa.Array:
        column = self._table[name]
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()

    def _make_coded(self, name: str) -> Coded:
        if pa.types.is_floating(self._table.schema.field(name).type):
            raise Unfit(name)
        coded = pc.dictionary_encode(self._array(name))
        values = coded.dictionary.to_pylist()
        codes = pc.fill_null(coded.indices, len(values)).to_numpy(zero_copy_only=False)
        return Coded(codes.astype(np.int64), [*values, None])

    def _make_ordered(self, name: str) -> Coded:
        coded = self.coded(name)
        order = sorted(range(len(coded.values) - 1), key=lambda one: coded.values[one])
        places = np.empty(len(coded.values), np.int64)
        places[[*order, len(order)]] = np.arange(len(coded.values))
        return Coded(places[coded.codes], [*(coded.values[one] for one in order), None])

    def _make_days(self, name: str) -> np.ndarray[Any, Any]:
        column = self._array(name)
        if not pa.types.is_date32(column.type):
            raise Unfit(name)
        days = pc.fill_null(column.cast(pa.int32()), _UNDATED)
        return np.asarray(days.to_numpy(zero_copy_only=False))

    def _make_in_order(self, name: str) -> bool:
        days = self.days(name)
        return bool((days[1:] >= days[:-1]).all())

    def _make_span(self, name: str) -> tuple[date | None, date | None]:
        days = self.days(name)
        days = days[days != _UNDATED]
        if not days.size:
            return None, None
        return date_of(int(days.min())), date_of(int(days.max()))

    def _make_numbers(self, name: str) -> np.ndarray[Any, Any]:
        return np.asarray(self._array(name).to_numpy(zero_copy_only=False))

    def _make_stated(self, name: str) -> np.ndarray[Any, Any]:
        return np.asarray(pc.is_valid(self._array(name)).to_numpy(zero_copy_only=False))

    def _make_not_zero(self, name: str) -> np.ndarray[Any, Any]:
        other = pc.fill_null(pc.not_equal(self._array(name), 0), False)
        return np.asarray(other.to_numpy(zero_copy_only=False))

    def _make_amounts(self, name: str) -> Amounts:
        column = self._array(name)
        stated = self.stated(name) if column.null_count else None
        if pa.types.is_decimal128(column.type) and 0 <= column.type.scale <= SCALE:
            return Amounts(_unscaled(column, stated), column.type.scale, stated)
        if pa.types.is_signed_integer(column.type):
            whole = pc.fill_null(column.cast(pa.int64()), 0).to_numpy(zero_copy_only=False)
            return Amounts(whole, 0, stated)
        if pa.types.is_floating(column.type):
            doubles = pc.fill_null(column.cast(pa.float64()), 0.0)
            return Amounts(_rounded(doubles.to_numpy(zero_copy_only=False)), SCALE, stated)
        raise Unfit(name)


_KNOWN: dict[int, tuple[weakref.ref[pa.Table], Columns]] = {}


def columns_of(table: pa.Table) -> Columns:
    """The columns of a table, made once for as long as the table lives."""
    found = _KNOWN.get(id(table))
    if found is not None and found[0]() is table:
        return found[1]
    number = id(table)

    def drop(gone: weakref.ref[pa.Table]) -> None:
        known = _KNOWN.get(number)
        if known is not None and known[0] is gone:
            _KNOWN.pop(number, None)

    columns = Columns(table)
    _KNOWN[number] = (weakref.ref(table, drop), columns)
    return columns


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def date_of(number: int) -> date:
    """The day so many days after the first of 1970."""
    return _EPOCH + timedelta(days=number)


def _unscaled(column: pa.Array, stated: np.ndarray[Any, Any] | None) -> np.ndarray[Any, Any]:
    """Decimals without their point, where they fit 64 bits; nulls are 0."""
    if len(column) == 0:
        return np.zeros(0, np.int64)
    both = np.frombuffer(column.buffers()[1], dtype="<i8").reshape(-1, 2)
    both = both[column.offset : column.offset + len(column)]
    low, high = both[:, 0], both[:, 1]
    if stated is not None:
        low, high = np.where(stated, low, 0), np.where(stated, high, 0)
    if (high != low >> 63).any():
        raise Unfit("more digits than 64 bits hold")
    return np.ascontiguousarray(low)


def _rounded(doubles: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Doubles at the scale of amounts, halves away from zero, as SQL casts them."""
    scaled = doubles * 10.0**SCALE
    if not (np.abs(scaled) < _LARGEST).all():  # also where one is not a number
        raise Unfit("larger than 64 bits hold")
    cut = np.trunc(scaled)
    return np.asarray((cut + np.sign(scaled) * (np.abs(scaled - cut) >= 0.5)).astype(np.int64))
