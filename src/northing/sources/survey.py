"""One pass over every row of a grid: what its cells say of marks, orders and totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from northing.errors import BadFile
from northing.sources import totals
from northing.sources.date_evidence import DateEvidence
from northing.sources.grid import Grid, Piece
from northing.sources.limits import Limits
from northing.sources.missing import blank_out
from northing.sources.numerals import Evidence
from northing.sources.resolve import Origin, Resolved

NUMBERS = ("money", "number", "integer", "rate")
TIMES = ("date", "month", "instant")
SHOWN_TOTALS = 20
MANY_MARKS = 40


@dataclass
class Seen:
    """What a pass over all rows found.

    Attributes:
        numbers: By canonical column.
        dates: By canonical column.
        marks: Currency marks beside amounts, counted.
        samples: By canonical column, the first cells that are not missing.
        totals: Line and text of totals rows.
        totals_count, rows: Counted.
        last: Line of the last row that is no labelled total, and its mapped cells.
    """

    numbers: dict[str, Evidence] = field(default_factory=dict)
    dates: dict[str, DateEvidence] = field(default_factory=dict)
    marks: Counter[str] = field(default_factory=Counter)
    samples: dict[str, list[str]] = field(default_factory=dict)
    totals: list[tuple[int, str]] = field(default_factory=list)
    totals_count: int = 0
    rows: int = 0
    last: tuple[int, dict[str, str | None]] | None = None


def look(
    resolved: Resolved,
    grid: Grid,
    needed: tuple[str, ...],
    times: tuple[str, ...],
    labels: tuple[str, ...],
    limits: Limits,
    file: str,
) -> Seen:
    seen = Seen()
    single = {n: o for n, o in resolved.origins.items() if len(o.headings) == 1}
    for piece in grid.pieces(needed):
        piece = _without_totals(piece, times, labels, resolved, seen)
        seen.rows += len(piece.lines) + len(piece.broken)
        if limits.rows is not None and seen.rows > limits.rows:
            raise BadFile(f"{file} has more than {limits.rows:,} rows, which is the limit.")
        if len(piece.lines) and grid.facts.format in ("csv", "xlsx"):
            seen.last = (int(piece.lines[-1]), _last_cells(piece, resolved))
        for name, origin in single.items():
            _note(name, origin, piece.columns[origin.headings[0]], grid, seen)
    return seen


def _last_cells(piece: Piece, resolved: Resolved) -> dict[str, str | None]:
    return {
        name: blank_out(column[-1:])[0].as_py()
        for name, column in piece.columns.items()
        if name in resolved.used
    }


def _without_totals(
    piece: Piece,
    times: tuple[str, ...],
    labels: tuple[str, ...],
    resolved: Resolved,
    seen: Seen,
) -> Piece:
    """Set aside rows that add up others, and note them."""
    mask = totals_mask(piece, times, labels) if resolved.shape.answers.totals == "drop" else None
    broken = tuple(b for b in piece.broken if not any(map(totals.is_label, b.cells)))
    aside = [b for b in piece.broken if b not in broken]
    for line in aside:
        seen.totals.append((line.line, " ".join(filter(None, line.cells))[:80]))
    seen.totals_count += len(aside)
    if mask is None or not pc.any(mask).as_py():
        return Piece(piece.columns, piece.lines, broken)
    for row in pc.indices_nonzero(mask).to_pylist()[: SHOWN_TOTALS - len(seen.totals)]:
        cells = [str(piece.columns[name][row].as_py() or "") for name in labels]
        seen.totals.append((int(piece.lines[row]), " ".join(filter(None, cells))[:80]))
    seen.totals_count += pc.sum(mask).as_py()
    kept = pc.invert(mask)
    columns = {name: column.filter(kept) for name, column in piece.columns.items()}
    return Piece(columns, piece.lines[kept.to_numpy(zero_copy_only=False)], broken)


def totals_mask(piece: Piece, times: tuple[str, ...], labels: tuple[str, ...]) -> pa.Array | None:
    """Which rows are totals: labelled so, and without a date of their own."""
    texts = {
        name: piece.columns[name]
        for name in labels
        if name in piece.columns and pa.types.is_string(piece.columns[name].type)
    }
    mask = totals.label_mask(list(texts.values()))
    if mask is None or not pc.any(mask).as_py():
        return None
    for name in times:
        if name in texts:
            no_digit = pc.invert(pc.match_substring_regex(texts[name], r"\d"))
            mask = pc.and_(mask, pc.fill_null(no_digit, True))
        elif name in piece.columns:
            mask = pc.and_(mask, pc.is_null(piece.columns[name]))
    return mask


def _note(name: str, origin: Origin, cells: pa.Array, grid: Grid, seen: Seen) -> None:
    sample = seen.samples.setdefault(name, [])
    if not pa.types.is_string(cells.type):
        if len(sample) < 3:
            sample += [str(v) for v in cells[:50].to_pylist() if v is not None][: 3 - len(sample)]
        return
    if len(sample) < 3:
        first = [cell for cell in blank_out(cells[:50]).to_pylist() if cell is not None]
        sample += first[: 3 - len(sample)]
    kind = origin.column.type
    if kind in NUMBERS:
        present = blank_out(cells).drop_null()
        if origin.headings[0] not in grid.numeric:
            seen.numbers.setdefault(name, Evidence.none()).add(present)
        if kind == "money":
            _note_marks(present, seen)
    elif kind in TIMES and not origin.rule.format:
        present = blank_out(cells).drop_null()
        seen.dates.setdefault(name, DateEvidence()).add(present)


def _note_marks(cells: pa.Array, seen: Seen) -> None:
    if not len(cells) or len(seen.marks) > MANY_MARKS:
        return
    odd = pc.invert(pc.match_substring_regex(cells, r"^[-+]?[\d.,]*(?:[eE][+-]?\d+)?$"))
    if not pc.any(odd).as_py():
        return
    rest = pc.replace_substring_regex(cells.filter(odd), r"^[^\pL\p{Sc}]+|[^\pL\p{Sc}.]+$", "")
    rest = pc.replace_substring_regex(
        rest, r"^[(\-−+\s]+|[\d\s.,'’()+\-−%\x{00a0}\x{202f}]+\.?$", ""
    )
    for item in pc.value_counts(rest).to_pylist():
        if item["values"]:
            seen.marks[item["values"]] += item["counts"]
