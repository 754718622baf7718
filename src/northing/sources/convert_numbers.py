"""Numbers of a column: from text under its decimal mark, or from the types a file holds."""

from __future__ import annotations

import decimal
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from northing.sources.missing import blank_out
from northing.sources.numerals import Numerals, plain_numerals
from northing.tables import ARROW_TYPES, Column

EXACT = pa.decimal128(38, 12)
LARGEST = {"money": Decimal(10) ** 14, "rate": Decimal(10) ** 10, "integer": Decimal(2) ** 63}
DECIMALS = {"money": 4, "rate": 8, "integer": 0}
Flagged = tuple[pa.Array, Callable[[str], str]]


@dataclass(frozen=True)
class NumberReader:
    """How the numbers of one column are read.

    Attributes:
        decimal: The decimal mark of text; None where no cell of the file needs one.
        scale: What they are multiplied by.
    """

    decimal: Literal[".", ","] | None = None
    scale: Decimal | None = None


@dataclass(frozen=True)
class Numbers:
    """Values, what was refused and why, and currency marks."""

    values: pa.Array
    problems: tuple[Flagged, ...]
    marks: pa.Array | None = None


def read(column: Column, cells: pa.Array, reader: NumberReader) -> Numbers:
    """Read one column of a piece."""
    if pa.types.is_string(cells.type):
        return _from_text(column, blank_out(cells), reader)
    if pa.types.is_boolean(cells.type):
        cells = pc.cast(cells, pa.int64())
    if not (pa.types.is_integer(cells.type) or _is_fractional(cells.type)):
        wrong = pc.is_valid(cells)
        none = pa.nulls(len(cells), ARROW_TYPES[column.type])
        return Numbers(none, ((wrong, lambda cell: f"{cell!r} is not a number."),))
    if pa.types.is_floating(cells.type):
        finite = pc.is_finite(cells)
        cells = pc.if_else(pc.fill_null(finite, False), cells, pa.scalar(None, cells.type))
    if column.type == "number":
        values = pc.cast(cells, pa.float64())
        if reader.scale is not None:
            values = pc.multiply(values, float(reader.scale))
        return _checked(column, values, [])
    if pa.types.is_integer(cells.type) and column.type == "integer" and reader.scale is None:
        return _checked(column, pc.cast(cells, pa.int64()), [])
    if cells.type == ARROW_TYPES[column.type] and reader.scale is None:
        return _checked(column, cells, [])
    return _exact(column, cells, reader.scale, None, [])


def _is_fractional(type_: pa.DataType) -> bool:
    return bool(pa.types.is_floating(type_) or pa.types.is_decimal(type_))


def _from_text(column: Column, cells: pa.Array, reader: NumberReader) -> Numbers:
    numerals = plain_numerals(cells, reader.decimal or ".")
    wrong = pc.and_(pc.is_valid(cells), pc.is_null(numerals.text))

    def reason(cell: str) -> str:
        mark = f" with {reader.decimal!r} as the decimal mark" if reader.decimal else ""
        return f"{column.name} is {cell!r}, which is not a number{mark}."

    problems: list[Flagged] = [(wrong, reason)]
    if numerals.percent is not None and column.type in ("money", "integer"):
        expected = "an amount" if column.type == "money" else "a whole number"
        problems.append(
            (
                numerals.percent,
                lambda cell: f"{column.name} is {cell!r}, a percentage; expected {expected}.",
            )
        )
        kept = pc.if_else(numerals.percent, pa.scalar(None, pa.string()), numerals.text)
        numerals = Numerals(kept, numerals.marks)
    if column.type == "number":
        values = pc.cast(numerals.text, pa.float64())
        if reader.scale is not None:
            values = pc.multiply(values, float(reader.scale))
        if numerals.percent is not None:
            values = pc.if_else(numerals.percent, pc.divide(values, 100.0), values)
        found = _checked(column, values, problems)
    else:
        found = _exact(column, numerals.text, reader.scale, numerals.percent, problems)
    return Numbers(found.values, found.problems, numerals.marks)


def _exact(
    column: Column,
    cells: pa.Array,
    scale: Decimal | None,
    percent: pa.Array | None,
    problems: list[Flagged],
) -> Numbers:
    """Bring plain numerals or typed numbers to decimals of the column's size."""
    target = ARROW_TYPES[column.type]
    if pa.types.is_string(cells.type):
        if column.type == "integer" and scale is None and percent is None:
            short = pc.match_substring_regex(cells, r"^-?\d{1,18}$")
            if pc.all(short).as_py() is not False:
                return _checked(column, pc.cast(cells, target), problems)
        cells = pc.replace_substring_regex(cells, r"^(-?\d*\.\d{12})\d+$", r"\1")
    try:
        exact = pc.cast(cells, EXACT)
        if scale is not None:
            exact = _scaled(exact, scale)
        if percent is not None:
            exact = pc.if_else(percent, _scaled(exact, Decimal("0.01")), exact)
        largest = pa.scalar(LARGEST[column.type] - 1, EXACT)
        too_large = pc.fill_null(pc.greater(pc.abs(exact), largest), False)
    except pa.ArrowInvalid:
        exact, too_large = _one_by_one(
            pc.cast(cells, pa.string()), scale, percent, LARGEST[column.type]
        )
    exact = pc.if_else(too_large, pa.scalar(None, EXACT), exact)
    problems.append((too_large, lambda cell: f"{column.name} is {cell!r}, which is too large."))
    rounded = pc.round(exact, DECIMALS[column.type], round_mode="half_towards_infinity")
    if column.type == "integer":
        broken = pc.fill_null(pc.not_equal(rounded, exact), False)
        problems.append(
            (broken, lambda cell: f"{column.name} is {cell!r}; expected a whole number.")
        )
        rounded = pc.if_else(broken, pa.scalar(None, EXACT), rounded)
    return _checked(column, pc.cast(rounded, target), problems)


def _scaled(exact: pa.Array, scale: Decimal) -> pa.Array:
    """Multiply by a factor: powers of ten move the point, others go one by one."""
    _, digits, exponent = scale.as_tuple()
    shift = int(exponent) + len(digits) - 1
    if scale == Decimal(1).scaleb(shift) and -12 <= shift <= 12:
        moved = pa.Array.from_buffers(
            pa.decimal128(38, 12 - shift),
            len(exact),
            exact.buffers(),
            exact.null_count,
            exact.offset,
        )
        return pc.cast(pc.round(moved, 12), EXACT) if shift < 0 else pc.cast(moved, EXACT)
    values = [None if value is None else value * scale for value in exact.to_pylist()]
    return pa.array([None if v is None else round(v, 12) for v in values], EXACT)


def _one_by_one(
    text: pa.Array, scale: Decimal | None, percent: pa.Array | None, largest: Decimal
) -> tuple[pa.Array, pa.Array]:
    """The slow way, for pieces with numerals that do not fit."""
    values: list[Decimal | None] = []
    large: list[bool] = []
    percents = percent.to_pylist() if percent is not None else [False] * len(text)
    with decimal.localcontext(decimal.Context(prec=60)):
        for numeral, is_percent in zip(text.to_pylist(), percents, strict=True):
            value = None if numeral is None else Decimal(numeral) * (scale or 1)
            if value is not None and is_percent:
                value /= 100
            fits = value is None or abs(value) < largest
            values.append(round(value, 12) if value is not None and fits else None)
            large.append(not fits)
    return pa.array(values, EXACT), pa.array(large)


def _checked(column: Column, values: pa.Array, problems: list[Flagged]) -> Numbers:
    if column.minimum is None:
        return Numbers(values, tuple(problems))
    # A double takes any minimum to any type; a whole number is refused by narrow decimals.
    least = pc.cast(pa.scalar(float(column.minimum)), values.type)
    below = pc.fill_null(pc.less(values, least), False)

    def reason(cell: str) -> str:
        return f"{column.name} is {cell!r}; expected {column.minimum:g} or more."

    values = pc.if_else(below, pa.scalar(None, values.type), values)
    return Numbers(values, (*problems, (below, reason)))
