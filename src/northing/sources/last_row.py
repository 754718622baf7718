"""A last row without a label or a date that adds up the rows above it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa

from northing.sources.convert_numbers import NumberReader
from northing.sources.grid import Grid
from northing.sources.missing import blank_out
from northing.sources.numerals import plain_numerals
from northing.sources.resolve import Resolved
from northing.sources.survey import NUMBERS, Seen


def unlabelled_total(
    resolved: Resolved,
    grid: Grid,
    seen: Seen,
    readers: Mapping[str, NumberReader],
    times: tuple[str, ...],
) -> int | None:
    """Return the line of the last row if all that it holds are the sums of the others."""
    if not times or seen.last is None or resolved.shape.answers.totals == "keep":
        return None
    line, cells = seen.last
    numbers = {
        origin.headings[0]: readers[name].decimal or "."
        for name, origin in resolved.origins.items()
        if origin.column.type in NUMBERS and len(origin.headings) == 1
    }
    given = {heading for heading, cell in cells.items() if cell is not None}
    if not given or not given <= set(numbers):
        return None
    sums = dict.fromkeys(given, Decimal(0))
    for piece in grid.pieces(tuple(sorted(given))):
        kept = pa.array(piece.lines != line)
        for heading in given:
            column = piece.columns[heading]
            if not pa.types.is_string(column.type):
                return None
            text = plain_numerals(blank_out(column.filter(kept)), numbers[heading]).text
            sums[heading] += sum(map(Decimal, text.drop_null().to_pylist()), Decimal(0))
    last = {
        heading: plain_numerals(pa.array([cells[heading]]), numbers[heading]).text[0].as_py()
        for heading in given
    }
    if any(last[heading] is None or Decimal(last[heading]) != sums[heading] for heading in given):
        return None
    return line if any(sums.values()) and seen.rows > 2 else None
