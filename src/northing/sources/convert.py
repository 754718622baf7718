"""Cells into typed values, a column at a time, with a reason for each cell that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from northing import currency_marks
from northing.money import CURRENCIES
from northing.sources import convert_dates, convert_numbers
from northing.sources.convert_dates import DateReader
from northing.sources.convert_numbers import NumberReader
from northing.sources.missing import MARKS, NAME_MARKS, blank_out
from northing.tables import Column

NO_TEXT = pa.scalar(None, pa.string())


@dataclass(frozen=True)
class Problem:
    """Some cells of a column that cannot be read.

    Attributes:
        rows: Which; booleans.
        reason: From a cell as written to a sentence.
    """

    rows: pa.Array
    reason: Callable[[str], str]


@dataclass(frozen=True)
class Converted:
    """A column's values, null where missing or refused.

    Attributes:
        values: In the contract's type; persons as text.
        problems: What was refused.
        marks: Currency marks of the cells, for money.
    """

    values: pa.Array
    problems: tuple[Problem, ...] = ()
    marks: pa.Array | None = None


@dataclass(frozen=True)
class How:
    """How one column is read.

    Attributes:
        numbers: For numbers and money.
        dates: For dates and instants.
        values: Spellings in the file → values.
        today: The last day that may stand where the future may not.
    """

    numbers: NumberReader
    dates: DateReader
    today: date
    values: Mapping[str, str] = field(default_factory=dict)


def convert(column: Column, cells: pa.Array, how: How) -> Converted:
    """Convert one column of a piece.

    Args:
        column: The canonical column.
        cells: Text as written, or the type that the file holds.
        how: The decided marks, orders and zones.
    """
    if pa.types.is_null(cells.type):
        cells = pc.cast(cells, pa.string())
    match column.type:
        case "money" | "number" | "integer" | "rate":
            found = convert_numbers.read(column, cells, how.numbers)
            problems = [Problem(rows, reason) for rows, reason in found.problems]
            return Converted(found.values, tuple(problems), found.marks)
        case "date" | "month" | "instant":
            moments = convert_dates.read(column, cells, how.dates, how.today)
            problems = [Problem(rows, reason) for rows, reason in moments.problems]
            return Converted(moments.values, tuple(problems))
        case "flag":
            return _flags(column, as_text(cells))
        case "currency":
            return _currencies(as_text(cells), how.values)
        case "json":
            return Converted(blank_out(as_text(cells)))
    marks = NAME_MARKS if column.type == "campaign" else MARKS
    text = _renamed(blank_out(as_text(cells), marks), how.values)
    return _chosen(column, text) if column.choices else Converted(text)


def as_text(cells: pa.Array) -> pa.Array:
    """Write typed values as text; whole floats without their `.0`."""
    if pa.types.is_string(cells.type):
        return cells
    if pa.types.is_floating(cells.type):
        whole = pc.equal(cells, pc.floor(cells))
        small = pc.less(pc.abs(cells), 1e15)
        if pc.all(pc.and_(whole, small)).as_py() is not False:
            return pc.cast(pc.cast(cells, pa.int64()), pa.string())
    if pa.types.is_boolean(cells.type):
        return pc.if_else(cells, "true", "false")
    if pa.types.is_binary(cells.type):
        return pc.cast(pc.cast(cells, pa.binary()), pa.string())
    return pc.cast(cells, pa.string())


def _renamed(text: pa.Array, values: Mapping[str, str]) -> pa.Array:
    if not values:
        return text
    folded = {name.casefold(): value for name, value in values.items()}
    encoded = text.dictionary_encode()
    names = [folded.get(name.casefold(), name) for name in encoded.dictionary.to_pylist()]
    return pa.array(names, pa.string()).take(encoded.indices)


def _chosen(column: Column, text: pa.Array) -> Converted:
    lowered = pc.utf8_lower(text)
    wrong = pc.and_(pc.is_valid(text), pc.invert(pc.is_in(lowered, pa.array(column.choices))))
    known = ", ".join(column.choices)

    def reason(cell: str) -> str:
        return f"{column.name} is {cell!r}; expected one of {known}."

    return Converted(pc.if_else(wrong, NO_TEXT, lowered), (Problem(wrong, reason),))


_FLAGS = {
    True: ("true", "t", "yes", "y", "1", "ja", "oui", "sí", "si", "sim", "tak", "wahr", "vrai"),
    False: ("false", "f", "no", "n", "0", "nein", "non", "não", "nao", "nie", "nej", "falsch"),
}


def _flags(column: Column, cells: pa.Array) -> Converted:
    text = pc.utf8_lower(blank_out(cells))
    yes, no = (pc.is_in(text, pa.array(_FLAGS[truth])) for truth in (True, False))
    wrong = pc.and_(pc.is_valid(text), pc.invert(pc.or_(yes, no)))
    values = pc.if_else(pc.or_(yes, no), yes, pa.scalar(None, pa.bool_()))

    def reason(cell: str) -> str:
        return f"{column.name} is {cell!r}; expected yes or no."

    return Converted(values, (Problem(wrong, reason),))


def _currencies(cells: pa.Array, values: Mapping[str, str]) -> Converted:
    text = _renamed(blank_out(cells), values)
    encoded = text.dictionary_encode()
    codes = [_one_currency(name) for name in encoded.dictionary.to_pylist()]
    read = pa.array(codes, pa.string()).take(encoded.indices)
    wrong = pc.and_(pc.is_valid(text), pc.is_null(read))

    def reason(cell: str) -> str:
        several = currency_marks.currencies_of(cell.strip())
        if len(several) > 1:
            return f"The mark {cell!r} names several currencies: {', '.join(several)}."
        return f"{cell!r} is not a currency; expected an ISO 4217 code such as EUR or USD."

    return Converted(read, (Problem(wrong, reason),))


def _one_currency(name: str) -> str | None:
    if name.upper() in CURRENCIES:
        return name.upper()
    found = currency_marks.currencies_of(name)
    return found[0] if len(found) == 1 else None
