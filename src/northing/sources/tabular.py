"""Where tables stand in a text or sheet: delimiter, headings, preamble, several tables."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from northing.sources import totals
from northing.sources.date_evidence import ISO

DELIMITERS = (",", ";", "\t", "|")
NUMBER_LIKE = re.compile(
    r"[\s(+−-]*(?:\D{0,4}\s?)?\d[\d.,'’\s\u00a0\u202f]*(?:[eE][+-]?\d+)?\s?%?\D{0,4}"
)
MISSING = frozenset(("", "-", "--", "n/a", "null", "nan"))

Row = tuple[int, list[str]]
"""Line number and cells."""


def split_line(line: str, delimiter: str) -> list[str]:
    """Split one line that holds no line break within quotes."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.rstrip("\r\n").split(delimiter)


def find_delimiter(lines: Sequence[str], is_known: Callable[[str], bool]) -> str:
    """Choose the delimiter under which most lines have the same, largest shape.

    A line of known headings weighs most: it says where the columns part.
    """

    def quality(delimiter: str) -> tuple[float, float, int]:
        rows = [cells for line in lines if (cells := split_line(line, delimiter))]
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        if not widths:
            return (0, 0, 0)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        of_width = [cells for cells in rows if len(cells) == width]
        known = max(sum(map(is_known, cells)) for cells in of_width)
        has_header = label_like(of_width[0])
        return (known if known > 1 else 0, count * (1.5 if has_header else 1), width)

    best = max(DELIMITERS, key=quality)
    return best if quality(best)[2] > 1 else ","


def label_like(cells: Sequence[str]) -> bool:
    """Whether a row could be headings: mostly filled with texts that are no values."""
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    if not filled or len(filled) < 0.6 * len(cells):
        return False
    return not any(is_value(cell) for cell in filled)


def is_value(cell: str) -> bool:
    cell = cell.strip()
    return (
        cell.lower() in MISSING
        or bool(re.match(ISO, cell))
        or bool(re.fullmatch(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?", cell))
        or bool(NUMBER_LIKE.fullmatch(cell))
    )


def find_header(rows: Sequence[Row], is_known: Callable[[str], bool]) -> int | None:
    """Return the place of the headings among the first rows of a table.

    The first row that is filled like the others and holds labels only; where none of its cells
    is known, a later one with known headings. Never the row with the most known words: rows may
    hold such words as well.
    """
    if not rows:
        return None
    width = _usual_width([cells for _, cells in rows])
    best: tuple[int, int] | None = None
    for place, (_, cells) in enumerate(rows[:60]):
        filled = sum(1 for cell in cells if cell and cell.strip())
        if filled < 0.6 * width or not label_like(cells) or totals.is_label(cells[0]):
            continue
        known = sum(map(is_known, cells))
        if best is None or (best[0] == 0 and known > 1):
            best = (known, place)
    return best[1] if best else None


def _usual_width(rows: Sequence[Sequence[str]]) -> int:
    widths = Counter(
        max((i for i, c in enumerate(r, 1) if c and c.strip()), default=0) for r in rows
    )
    widths.pop(0, None)
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0] if widths else 1


@dataclass
class Block:
    """Consecutive rows without a blank or comment line between, and what stood above."""

    rows: list[Row]
    above: list[str]


@dataclass
class Found:
    """One table: where its headings and its rows are.

    Attributes:
        header: Line number and cells of the headings.
        above: Preamble and comment lines.
        first, last: Line numbers of its first and last data row, last is None for "to the end".
    """

    header: Row
    above: tuple[str, ...]
    last: int | None = None


def find_tables(blocks: Sequence[Block], is_known: Callable[[str], bool]) -> list[Found]:
    """Find the tables among blocks of rows, in order."""
    tables: list[Found] = []
    waiting: list[str] = []
    values: list[bool] = []
    for block in blocks:
        waiting += block.above
        if not block.rows:
            continue
        if tables and not _starts_table(block, tables[-1], values):
            tables[-1].last = block.rows[-1][0]
            continue
        place = find_header(block.rows, is_known)
        if place is not None and len(block.rows) == 1 and len(block.rows[0][1]) == 1:
            place = None  # a title above the table
        if place is None:
            waiting += [" ".join(cells).strip() for _, cells in block.rows]
            continue
        waiting += [" ".join(cells).strip() for _, cells in block.rows[:place]]
        tables.append(Found(block.rows[place], tuple(waiting), block.rows[-1][0]))
        values = _value_columns(block.rows[place + 1 :])
        waiting = []
    return tables


def _starts_table(block: Block, table: Found, values: Sequence[bool]) -> bool:
    """Whether a block after a gap is another table rather than more rows or a footer."""
    width = len(table.header[1])
    for _, cells in block.rows[:3]:
        if len(cells) < 2 and width > 1:
            continue  # a title line above the headings
        if not label_like(cells) or totals.is_label(cells[0]):
            return False
        if len(cells) != width:
            return len(cells) > 1
        return any(values) or bool(block.above)
    return False


def _value_columns(rows: Sequence[Row]) -> list[bool]:
    if not rows:
        return []
    width = len(rows[0][1])
    sample = [cells for _, cells in rows[:50] if len(cells) == width]
    return [all(is_value(cells[at]) for cells in sample) for at in range(width)]
