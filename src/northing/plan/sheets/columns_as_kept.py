"""Finding the months, the names and the year of a budget sheet as people keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from northing.errors import BadFile
from northing.money import CURRENCIES
from northing.plan.sheets.column import normal
from northing.plan.sheets.form import FORMS
from northing.plan.sheets.months import read_month
from northing.plan.sheets.words import THOUSANDS, YEAR, is_total, state_of
from northing.plan.values import Money
from northing.spreadsheet import Row

HEADER_WITHIN = 40
_ANY_YEAR = 2000
_MARKS = {"€": "EUR", "£": "GBP"}


@dataclass(frozen=True)
class Columns:
    """Where a sheet has what.

    Attributes:
        header: Number of the row with the months.
        months: Month and state of money, by place.
        fields: Place of each field that is carried; title is always there.
        currency: That the headings name; None where they name none.
        scale: 1000 where they say that amounts are in thousands, else 1.
        notes: What was understood that a reader should know, and what was left out.
    """

    header: int
    months: Mapping[int, tuple[date, Money]]
    fields: Mapping[str, int]
    currency: str | None
    scale: int
    notes: tuple[str, ...]

    def at(self, row: Row, place: int | None) -> Any:
        """The cell of a row at a place; None where the row is shorter."""
        return row[1][place] if place is not None and place < len(row[1]) else None


def find_columns(rows: Sequence[Row], name: str, year: int | None) -> Columns:
    """Understand the headings of a sheet.

    Raises:
        BadFile: If no row has months, their year is nowhere, or two columns mean the same.
    """
    place = max(range(min(len(rows), HEADER_WITHIN)), key=lambda at: _months_in(rows[at]))
    header, above = rows[place], rows[:place]
    if not _months_in(header):
        raise BadFile(
            f"{name} has no row of headings: expected a column 'key', or months such as 2026-01."
        )
    said = " ".join(str(cell) for _, cells in above for cell in cells if cell is not None)
    year = year or _year_in(said) or _year_in(name)
    months = _find_months(header, above, name, year)
    fields, unknown = _find_fields(header, min(months), months)
    notes = [f"Left out, for nothing in the plan is called that: {', '.join(unknown)}."]
    heads = " ".join(str(cell) for cell in header[1] if isinstance(cell, str))
    scale = 1000 if THOUSANDS.search(f"{said} {heads}") else 1
    if scale > 1:
        notes.append("The headings say that amounts are in thousands; they were multiplied.")
    kept = notes if unknown else notes[1:]
    return Columns(header[0], months, fields, _currency_in(f"{said} {heads}"), scale, tuple(kept))


def _months_in(row: Row) -> int:
    return sum(read_month(cell, _ANY_YEAR) is not None for cell in row[1])


def _year_in(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[1]) if found else None


def _find_months(
    header: Row, above: Sequence[Row], name: str, year: int | None
) -> dict[int, tuple[date, Money]]:
    found: dict[int, tuple[date, Money]] = {}
    for place, cell in enumerate(header[1]):
        if read_month(cell, _ANY_YEAR) is None:
            continue
        month = read_month(cell, _year_above(above, place) or year)
        if month is None:
            raise BadFile(
                f"{name} names months without a year in row {header[0]}; write the year above "
                f"them, or {cell} 2026."
            )
        state: Money = next(
            filter(None, (state_of(one) for one in _labels(above, place))), "planned"
        )
        if (month, state) in found.values():
            raise BadFile(f"{name} has two columns for {month:%Y-%m}, {state}, in row {header[0]}.")
        found[place] = (month, state)
    return found


def _labels(above: Sequence[Row], place: int) -> list[Any]:
    """For each row above, nearest first, the cell that stands over a place: it, or left of it."""
    found = []
    for _, cells in reversed(above):
        left = [cell for cell in cells[: place + 1] if cell is not None]
        if left:
            found.append(left[-1])
    return found


def _year_above(above: Sequence[Row], place: int) -> int | None:
    for label in _labels(above, place):
        year = _year_in(str(label)) if len(str(label)) <= 12 else None
        if year is not None:
            return year
    return None


def _find_fields(
    header: Row, first_month: int, months: Mapping[int, Any]
) -> tuple[dict[str, int], list[str]]:
    names = {
        heading: column.name
        for column in FORMS["budget_line"].columns
        for heading in (column.name, *column.synonyms)
    } | {"currency": "currency", "campaign": "initiative"}
    found: dict[str, int] = {}
    unknown = []
    for place, cell in enumerate(header[1]):
        if cell is None or place in months or is_total(cell):
            continue
        field = names.get(normal(str(cell)))
        if field is not None and field not in found:
            found[field] = place
        else:
            unknown.append((place, str(cell)))
    if "title" not in found:
        blank = [at for at in range(first_month) if at not in found.values()]
        found["title"] = blank[0] if blank else 0
    return found, [repr(cell) for place, cell in unknown if place != found["title"]]


def _currency_in(text: str) -> str | None:
    named = {
        word for word in text.replace("(", " ").replace(")", " ").split() if word in CURRENCIES
    }
    named |= {code for mark, code in _MARKS.items() if mark in text}
    return named.pop() if len(named) == 1 else None
