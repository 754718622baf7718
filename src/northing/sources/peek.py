"""A first look at a file that may not be readable yet: its headings, some cells, the nearest table.

A page that lets somebody correct how a file is read shows this: `read_file` says nothing of a
file that it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from northing.errors import BadFile, BadMapping
from northing.sources import headings as spelling
from northing.sources.grid import Grid
from northing.sources.grids import open_grids
from northing.sources.joining import find_join
from northing.sources.limits import COMMAND_LINE, Limits
from northing.sources.mapping import Answers, ColumnRule, TableMapping
from northing.sources.mapping import Mapping as SourceMapping
from northing.sources.members import open_members
from northing.sources.read import knowing
from northing.sources.resolve import Resolved, nearest, resolve_grid, resolve_shape

SHOWN_CELLS = 3


@dataclass(frozen=True)
class Peek:
    """One table of a file, as it stands there.

    Attributes:
        label: Which of the file's tables; empty for the only one.
        format: csv, xlsx, json, ndjson or parquet.
        headings: Of its columns.
        samples: Up to three cells by heading, as written.
        table: The canonical table that it is, or comes nearest to.
        rules: Where that table's columns would come from, as far as anything is known.
        missing: Its required columns without a rule; a currency is settled later.
        source: Which system it is from, if known.
        joined: Whether it is read by a query of a known export, which no rule can say.
    """

    label: str
    format: str
    headings: tuple[str, ...]
    samples: Mapping[str, tuple[str, ...]]
    table: str
    rules: Mapping[str, ColumnRule] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    source: str | None = None
    joined: bool = False


def peek_file(
    path: Path | str,
    *,
    table: str | None = None,
    mapping: SourceMapping | None = None,
    limits: Limits = COMMAND_LINE,
) -> list[Peek]:
    """Look at the tables of a file, whether or not they can be loaded.

    Args:
        path: The file.
        table: The canonical table that it is said to be.
        mapping: What is said of it so far.
        limits: How large it may be.

    Raises:
        BadFile: If it cannot be opened, or is beyond the limits.
    """
    mapping = mapping or SourceMapping()
    shape = mapping.tables[0] if mapping.tables else TableMapping(table, answers=mapping.answers)
    found = []
    for member in open_members(Path(path), limits):
        for grid in open_grids(member, limits, shape.answers, knowing([shape])):
            if not grid.facts.is_hidden or grid.label in shape.answers.sheets:
                found.append(_peek(grid, shape, member.name))
    return found


def _peek(grid: Grid, shape: TableMapping, name: str) -> Peek:
    joined = not shape.columns and find_join(grid, shape.table, name) is not None
    try:
        resolved = _resolve(grid, shape, name)
    except (BadFile, BadMapping):
        known = {
            column: rule
            for column, rule in shape.columns.items()
            if all(spelling.find((one,), grid.headings) for one in rule.columns)
        }
        fitted = TableMapping(shape.table, known, not known, answers=shape.answers)
        resolved = nearest(grid.headings, fitted, grid.label or name)
    rules = {column: origin.rule for column, origin in resolved.origins.items()}
    return Peek(
        grid.label,
        grid.facts.format,
        grid.headings,
        _samples(grid),
        resolved.table,
        {column: rule for column, rule in rules.items() if _is_told(column, rule, shape.answers)},
        resolved.missing,
        shape.answers.source or resolved.source,
        joined,
    )


def _resolve(grid: Grid, shape: TableMapping, name: str) -> Resolved:
    if shape.columns and shape.table is not None:
        return resolve_shape(shape, grid.headings, "mapping", shape.answers.source)
    return resolve_grid(grid.headings, shape.table, shape, name)


def _is_told(column: str, rule: ColumnRule, answers: Answers) -> bool:
    """Whether a rule says something of its own, and not what is said of the whole file."""
    of_file = {"source": True, "account": answers.account is not None}
    return rule.constant is None or not of_file.get(column, False)


def _samples(grid: Grid) -> dict[str, tuple[str, ...]]:
    piece = next(iter(grid.pieces(grid.headings)), None)
    if piece is None:
        return {}
    return {heading: _first(piece.columns[heading].to_pylist()) for heading in grid.headings}


def _first(cells: Sequence[object]) -> tuple[str, ...]:
    written = (str(cell).strip()[:80] for cell in cells if cell is not None)
    return tuple(dict.fromkeys(filter(None, written)))[:SHOWN_CELLS]
