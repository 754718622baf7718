"""A table as it stands in a file: headings, then pieces of cells with their line numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

PIECE_ROWS = 65_536


@dataclass(frozen=True)
class Broken:
    """A line that does not have the shape of its table."""

    line: int
    reason: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Some rows of a grid.

    Attributes:
        columns: By heading: text as written, or the type that the file itself holds.
        lines: Line in the file (row for Parquet and JSON), from 1; int64, one a row.
        broken: Lines among them that could not be split into cells.
    """

    columns: dict[str, pa.Array]
    lines: np.ndarray[Any, np.dtype[np.int64]]
    broken: tuple[Broken, ...] = ()


class Grid(Protocol):
    """One table of a file.

    Attributes:
        label: Which of the file's tables, such as a sheet's name; empty for the only one.
        headings: Unique; a repeated one has its number after it.
        numeric: Headings under which the file itself says "number", so that marks are known.
        facts: What was found about the file, for `Layout`.
    """

    label: str
    headings: tuple[str, ...]
    numeric: frozenset[str]
    facts: Facts

    def pieces(self, headings: Sequence[str]) -> Iterator[Piece]:
        """Yield the rows in pieces of bounded size, with these columns only."""
        ...


@dataclass(frozen=True)
class Facts:
    """How a table stands in its file.

    Attributes:
        format: csv, xlsx, json, ndjson, parquet or sql.
        encoding: For text.
        delimiter: For text.
        header_line: Line of the headings, where there is one.
        preamble: Lines above the headings.
        window: Dates that the preamble says the file covers, both included.
        doubts: Sentences.
        is_hidden: Whether it is a hidden sheet of its workbook.
    """

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    preamble: tuple[str, ...] = ()
    window: tuple[date, date] | None = None
    doubts: tuple[str, ...] = field(default=())
    is_hidden: bool = False


class Number(str):
    """The text of a value that was a number in the file, not a text."""

    __slots__ = ()


def unique_headings(cells: Sequence[str]) -> tuple[str, ...]:
    """Trim headings; name empty ones by place and number repeated ones.

    Examples:
        >>> unique_headings(["Cost", "", "Cost"])
        ('Cost', 'column 2', 'Cost (2)')
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = " ".join(str(cell).split()) or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        while seen[name] > 1 and f"{name} ({seen[name]})" in names:
            seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(names)


def cell_text(value: object) -> str | None:
    """Write one value of a sheet or document as text, marking numbers as such."""
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            whole = value.is_integer() and abs(value) < 1e15
            return Number(str(int(value)) if whole else repr(value))
        case int():
            return Number(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case datetime():
            return value.isoformat(sep=" ")
    return str(value)


_THOUSANDS_OR_DECIMALS = re.compile(r"\D*[1-9]\d{0,2}[.,]\d{3}\D*")


def text_for_number(cells: Sequence[str | None], place: int) -> str | None:
    """Say why a cell among numbers cannot be read, if it is a text of two readings."""
    cell = cells[place] if place < len(cells) else None
    if cell is None or isinstance(cell, Number) or not _THOUSANDS_OR_DECIMALS.fullmatch(cell):
        return None
    return f"The cell {cell!r} is text among numbers: it can be thousands or decimals."


def shaped(
    rows: Iterable[tuple[int, Sequence[str | None]]],
    all_headings: tuple[str, ...],
    wanted: Sequence[str],
    numeric: frozenset[str] = frozenset(),
) -> Piece:
    """Gather rows into columns; rows of another length are set aside as broken.

    A row may end in empty cells beyond the last heading, as spreadsheets leave them. A text such
    as 1.234 in a column of numbers is set aside too: it may be thousands.
    """
    width = len(all_headings)
    numbers = [place for place, name in enumerate(all_headings) if name in numeric]
    lines: list[int] = []
    kept: list[Sequence[str | None]] = []
    broken: list[Broken] = []
    for line, cells in rows:
        if text := next((t for at in numbers if (t := text_for_number(cells, at))), None):
            broken.append(Broken(line, text, tuple(cell or "" for cell in cells)))
        elif len(cells) == width:
            lines.append(line)
            kept.append(cells)
        elif len(cells) > width and not any(cells[width:]):
            lines.append(line)
            kept.append(cells[:width])
        else:
            reason = f"The line has {len(cells)} cells; expected {width}."
            broken.append(Broken(line, reason, tuple(cell or "" for cell in cells)))
    place = {heading: index for index, heading in enumerate(all_headings)}
    transposed = list(zip(*kept, strict=True)) if kept else [()] * width
    columns = {heading: pa.array(transposed[place[heading]], pa.string()) for heading in wanted}
    return Piece(columns, np.array(lines, dtype=np.int64), tuple(broken))
