"""The sums of `sums.py` for a table in memory: the same to the last digit, without SQL.

A page asks for dozens of small sums, and one SQL text costs more than all of them do here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from northing.calendar import Period
from northing.engine.columns import (
    SCALE,
    Amounts,
    Coded,
    Columns,
    Unfit,
    columns_of,
    day_number,
)

if TYPE_CHECKING:
    from northing.metrics.sums import Cut, Facts, Key

_LIMB = 21  # bits; so many of them, added over 2³² rows, are exact in a double
_DIGITS = Context(prec=60)
_MOST_GROUPS = 1 << 20

Rows = slice | np.ndarray[Any, Any]


def sum_columns(
    facts: Facts, cut: Cut, beside: str | None = None
) -> dict[tuple[Key, Any], Decimal | None]:
    """Sum a table in memory; see `sum_groups`.

    Raises:
        Unfit: If SQL must do it.
    """
    columns = columns_of(facts.dataset)
    coded = [columns.coded(name) for name in cut.plain]
    plain = len(coded)
    if beside:
        others = facts.others
        coded.append(columns.told_apart(beside, others) if others else columns.coded(beside))
    amounts = columns.amounts(facts.column)
    found: dict[tuple[Key, Any], Decimal | None] = {}
    for part in _parts(columns, facts, cut):
        for values, number, amount in _sums(amounts, coded, part):
            found[cut.key(values[:plain], number), values[-1] if beside else None] = amount
    return found


@dataclass(frozen=True)
class _Part:
    """Rows to sum: of one piece, of several that each row names, or without pieces."""

    rows: Rows
    pieces: np.ndarray[Any, Any] | None = None
    piece: int | None = None


def _parts(columns: Columns, facts: Facts, cut: Cut) -> Iterator[_Part]:
    from northing.metrics.sums import window_of

    day, end = facts.date_column, day_number(cut.period.end)
    if facts.span == "window":
        for piece, period in _numbered(cut):
            first, last = (day_number(month) for month in window_of(period))
            inside = (columns.days(day) == first) & (columns.days("end_month") == last)
            yield _Part(_kept(columns, facts, cut, np.flatnonzero(inside)), piece=piece)
    elif facts.span == "stock":
        for piece, period in _numbered(cut):
            until = min(day_number(period.end), end)
            yield _Part(_within(columns, facts, cut, None, until), piece=piece)
    elif not cut.pieces or _overlap(cut.pieces):
        for piece, period in _numbered(cut):
            start = max(day_number(period.start), day_number(cut.period.start))
            until = min(day_number(period.end), end)
            yield _Part(_within(columns, facts, cut, start, until), piece=piece)
    else:
        rows = _within(columns, facts, cut, day_number(cut.period.start), end)
        days = columns.days(day)[rows]
        starts = np.array([day_number(piece.start) for piece in cut.pieces], days.dtype)
        ends = np.array([day_number(piece.end) for piece in cut.pieces], days.dtype)
        places = np.searchsorted(starts, days, side="right") - 1
        inside = (places >= 0) & (days < ends[places])
        if not inside.all():
            rows, places = _chosen(rows, np.flatnonzero(inside)), places[inside]
        yield _Part(rows, places)


def _numbered(cut: Cut) -> list[tuple[int | None, Period]]:
    return list(enumerate(cut.pieces)) if cut.pieces else [(None, cut.period)]


def _overlap(pieces: tuple[Period, ...]) -> bool:
    return any(before.end > after.start for before, after in pairwise(pieces))


def _within(columns: Columns, facts: Facts, cut: Cut, start: int | None, end: int) -> Rows:
    """The rows from a day to before another that meet the conditions."""
    first = start if start is not None else -(2**31) + 1  # after what has no date
    return _kept(columns, facts, cut, columns.between(facts.date_column, first, end))


def _kept(columns: Columns, facts: Facts, cut: Cut, rows: Rows) -> Rows:
    """Those of the rows that meet every condition but the date's."""
    masks = list(_masks(columns, facts, cut, rows))
    if not masks:
        return rows
    return _chosen(rows, np.flatnonzero(np.logical_and.reduce(masks)))


def _chosen(rows: Rows, places: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(places + rows.start if isinstance(rows, slice) else rows[places])


def _masks(columns: Columns, facts: Facts, cut: Cut, rows: Rows) -> Iterator[np.ndarray[Any, Any]]:
    wanted = list(cut.filters.items())
    if facts.kinds is not None:
        wanted.append(("kind", facts.kinds))
    if facts.counted_by:
        wanted.append(("counted_by", (facts.counted_by,)))
    for name, values in wanted:
        if not columns.is_text(name):
            raise Unfit(name)
        yield columns.among(name, values, rows)
    if facts.only_where:
        yield columns.stated(facts.only_where)[rows]
    if facts.earned:
        yield np.logical_or.reduce([columns.not_zero(name)[rows] for name in facts.earned])
    if facts.ages and cut.until:
        ages = columns.amounts(facts.ages)
        if ages.scale:
            raise Unfit(facts.ages)
        known = day_number(cut.until) - columns.days(facts.date_column)[rows]
        young = ages.whole[rows] <= known
        yield young if ages.stated is None else young | ~ages.stated[rows]


def _sums(
    amounts: Amounts, coded: list[Coded], part: _Part
) -> Iterator[tuple[tuple[Any, ...], int | None, Decimal | None]]:
    """(values, number of the piece, sum) of each group that has rows."""
    whole = amounts.whole[part.rows]
    sizes = [len(one.values) for one in coded]
    group, count = np.zeros(len(whole), np.int64), 1
    for one, size in zip(coded, sizes, strict=True):
        group = group * size + one.codes[part.rows]
        count *= size
    if part.pieces is not None:
        size = int(part.pieces.max(initial=0)) + 1
        group = group * size + part.pieces
        sizes, count = [*sizes, size], count * size
    if count > 2**62:
        raise Unfit("more groups than 64 bits can number")
    if count > _MOST_GROUPS:
        known, group = np.unique(group, return_inverse=True)
    else:
        known = np.arange(count)
    rows = np.bincount(group, minlength=len(known))
    stated = rows
    if amounts.stated is not None:
        stated = np.bincount(group, weights=amounts.stated[part.rows], minlength=len(known))
    present = np.flatnonzero(rows)
    sums = _exact_sums(whole, group, len(known), present)
    digits = _digits(known[present], sizes)
    numbers = digits.pop() if part.pieces is not None else repeat(part.piece)
    named = ([one.values[code] for code in codes] for one, codes in zip(coded, digits, strict=True))
    values = zip(*named, strict=True) if coded else repeat(())
    factor = 10 ** (SCALE - amounts.scale)
    told = stated[present].tolist()
    # What is repeated ends with the sums.
    for value, number, sum_, has in zip(values, numbers, sums, told, strict=False):
        yield value, number, Decimal(sum_ * factor).scaleb(-SCALE, _DIGITS) if has else None


def _digits(numbers: np.ndarray[Any, Any], sizes: list[int]) -> list[list[int]]:
    """Of each group its code in every column: the digits of its number."""
    digits = []
    for size in reversed(sizes):
        numbers, digit = np.divmod(numbers, size)
        digits.append(digit.tolist())
    return digits[::-1]


def _exact_sums(
    whole: np.ndarray[Any, Any],
    group: np.ndarray[Any, Any],
    count: int,
    present: np.ndarray[Any, Any],
) -> list[int]:
    """Sums of whole numbers by group, exact: in doubles where they hold them, else in pieces."""
    largest = max(abs(int(whole.max(initial=0))), abs(int(whole.min(initial=0))))
    if largest * len(whole) < 2**53:
        return _added(whole, group, count, present)
    sums = [0] * len(present)
    for shift in range(0, 63, _LIMB):
        limb = whole >> shift
        if shift + _LIMB < 63:
            limb = limb & ((1 << _LIMB) - 1)
        for place, part in enumerate(_added(limb, group, count, present)):
            sums[place] += part << shift
    return sums


def _added(
    whole: np.ndarray[Any, Any],
    group: np.ndarray[Any, Any],
    count: int,
    present: np.ndarray[Any, Any],
) -> list[int]:
    sums = np.bincount(group, weights=whole, minlength=count)
    return [int(one) for one in sums[present].tolist()]
