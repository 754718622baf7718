"""Columns of a sheet: which field of an entry each carries, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from northing.errors import BadInput
from northing.plan.sheets.amounts import Mark, read_amount

Record = Mapping[str, Any]
Read = Callable[[Any, "Mark | None"], Any]


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        name: Its heading; spaces, hyphens and capitals do not matter when it is read.
        path: Where its value stands in the entry's record.
        read: From a cell to what the record holds; refuses what it cannot be.
        show: From what the record holds to a cell.
        synonyms: Other headings that mean it.
    """

    name: str
    path: tuple[str, ...]
    read: Read
    show: Callable[[Any], Any]
    synonyms: tuple[str, ...] = ()

    def shown(self, record: Record) -> Any:
        """The cell of an entry's record; None where the record holds nothing."""
        value: Any = record
        for name in self.path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return None if value is None else self.show(value)


def text(name: str, *path: str, synonyms: tuple[str, ...] = ()) -> Column:
    """A column of text."""
    return Column(name, path or (name,), lambda cell, _mark: _as_text(cell), str, synonyms)


def choice(name: str, synonyms: tuple[str, ...] = ()) -> Column:
    """A column of one word out of few, in small letters."""

    def read(cell: Any, _mark: Mark | None) -> str:
        return normal(_as_text(cell))

    return Column(name, (name,), read, str, synonyms)


def number(name: str, *path: str, synonyms: tuple[str, ...] = ()) -> Column:
    """A column of numbers."""

    def read(cell: Any, mark: Mark | None) -> str | None:
        found = read_amount(cell, mark)
        return None if found is None else format(found.value.normalize(), "f")

    return Column(name, path or (name,), read, Decimal, synonyms)


def day(name: str, synonyms: tuple[str, ...] = ()) -> Column:
    """A column of days."""
    return Column(name, (name,), lambda cell, _mark: _as_day(cell), date.fromisoformat, synonyms)


def keys(name: str, synonyms: tuple[str, ...] = ()) -> Column:
    """A column of several keys."""

    def read(cell: Any, _mark: Mark | None) -> list[str]:
        return [one for one in re.split(r"[;,\s]+", _as_text(cell)) if one]

    return Column(name, (name,), read, "; ".join, synonyms)


def normal(heading: str) -> str:
    """A heading as columns are compared.

    Examples:
        >>> normal(" Cost-Centre ")
        'cost_centre'
    """
    return re.sub(r"[\s\-_./]+", "_", heading.strip().casefold()).strip("_")


def _as_text(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return format(cell.normalize(), "f")
    return cell.date().isoformat() if isinstance(cell, datetime) else str(cell)


_DAYS = (
    re.compile(
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[ T]0?0:00(?::00)?)?"
    ),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
)


def _as_day(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    for form in _DAYS:
        found = form.fullmatch(str(cell).strip())
        if found:
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat()
            except ValueError:
                break
    raise BadInput(f"{str(cell)!r} is no day; expected one such as 2026-07-01 or 01.07.2026.")
