"""Opens the tables of one readable part of a file, whatever its format."""

from __future__ import annotations

from collections.abc import Callable

from northing.sources import headings as spelling
from northing.sources.grid import Grid
from northing.sources.limits import Limits
from northing.sources.mapping import Answers
from northing.sources.members import Member


def open_grids(
    member: Member,
    limits: Limits,
    answers: Answers,
    is_known: Callable[[str], bool] = spelling.is_known,
) -> list[Grid]:
    """Find the tables of one readable part of a file."""
    match member.kind:
        case "text":
            from northing.sources.text_grid import text_grids

            return list(text_grids(member, limits, answers, is_known))
        case "xlsx":
            from northing.sources.sheet_grid import sheet_grids

            return list(sheet_grids(member, answers, is_known))
        case "json" | "ndjson":
            from northing.sources.document_grid import document_grids

            return list(document_grids(member, limits, answers))
        case "parquet":
            from northing.sources.column_grid import ColumnGrid

            return [ColumnGrid(member)]
