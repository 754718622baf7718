"""Typed rows of a table that is understood, and the rows refused, piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from northing.currency_marks import currencies_of
from northing.sources import totals
from northing.sources.convert import Converted, Problem, as_text, convert
from northing.sources.decide import DIMENSIONS, Decided
from northing.sources.grid import PIECE_ROWS, Grid, Piece
from northing.sources.missing import blank_out
from northing.sources.reading import REFUSED_SCHEMA, Rows
from northing.sources.resolve import Origin, template_headings
from northing.sources.survey import totals_mask
from northing.tables import ARROW_TYPES, Column


def read_rows(grid: Grid, decided: Decided) -> Iterator[Rows]:
    """Yield typed rows and refused ones, at most 65,536 of a piece at a time."""
    for piece in grid.pieces(decided.headings):
        for start in range(0, max(len(piece.lines), 1), PIECE_ROWS):
            part = _slice(piece, start)
            rows = _read_piece(part, decided)
            if rows.table.num_rows or rows.refused.num_rows:
                yield rows


def _slice(piece: Piece, start: int) -> Piece:
    if start == 0 and len(piece.lines) <= PIECE_ROWS:
        return piece
    columns = {name: column.slice(start, PIECE_ROWS) for name, column in piece.columns.items()}
    return Piece(
        columns, piece.lines[start : start + PIECE_ROWS], piece.broken if not start else ()
    )


def _read_piece(piece: Piece, decided: Decided) -> Rows:
    broken = [b for b in piece.broken if not any(map(totals.is_label, b.cells))]
    piece = _kept(piece, decided)
    contract = decided.resolved.contract
    converted = {
        name: convert(origin.column, _cells(origin, piece), decided.how[name])
        for name, origin in decided.resolved.origins.items()
    }
    if decided.currency_from_marks:
        converted["currency"] = Converted(_from_marks(converted, len(piece.lines)))
    problems = [(name, problem) for name, found in converted.items() for problem in found.problems]
    problems += _missing(decided, converted)
    problems += _currency_problems(decided, converted)
    problems += _dated_totals(decided, piece)
    bad = np.zeros(len(piece.lines), dtype=bool)
    for _, problem in problems:
        bad |= pc.fill_null(problem.rows, False).to_numpy(zero_copy_only=False)
    blank = _blank_rows(decided, piece)
    arrays = [
        converted[column.name].values
        if column.name in converted
        else pa.nulls(len(piece.lines), _stored(column))
        for column in contract.columns
    ]
    names = [column.name for column in contract.columns]
    table = pa.table([*arrays, pa.array(piece.lines)], names=[*names, "_line"])
    if bad.any() or blank.any():
        table = table.filter(pa.array(~(bad | blank)))
    refused = _refused(piece, decided, problems, bad & ~blank)
    refused += [
        {
            "line": b.line,
            "column": "",
            "reason": b.reason,
            "cells": _as_json(decided, grid_cells=b.cells),
        }
        for b in broken
    ]
    return Rows(table, pa.Table.from_pylist(refused, schema=REFUSED_SCHEMA))


def _stored(column: Column) -> pa.DataType:
    return pa.string() if column.type == "person" else ARROW_TYPES[column.type]


def _kept(piece: Piece, decided: Decided) -> Piece:
    """Leave out totals and the rows that `where` does not want."""
    keep: pa.Array | None = None
    if decided.resolved.shape.answers.totals == "drop":
        mask = totals_mask(piece, decided.time_headings, decided.label_headings)
        keep = pc.invert(mask) if mask is not None else None
    if decided.total_line is not None and decided.total_line in piece.lines:
        other = pa.array(piece.lines != decided.total_line)
        keep = other if keep is None else pc.and_(keep, other)
    if decided.condition is not None:
        wanted = decided.condition.mask(piece.columns)
        keep = wanted if keep is None else pc.and_(keep, wanted)
    if keep is None or pc.all(keep).as_py() is not False:
        return piece
    columns = {name: column.filter(keep) for name, column in piece.columns.items()}
    return Piece(columns, piece.lines[keep.to_numpy(zero_copy_only=False)], ())


def _cells(origin: Origin, piece: Piece) -> pa.Array:
    rule = origin.rule
    if rule.constant is not None:
        return pa.repeat(pa.scalar(rule.constant), len(piece.lines))
    if rule.template is not None:
        return _filled(rule.template, origin.headings, rule.partial, piece)
    return piece.columns[origin.headings[0]]


def _filled(template: str, headings: Sequence[str], partial: bool, piece: Piece) -> pa.Array:
    names = dict(zip(template_headings(template), headings, strict=True))
    parts: list[pa.Array] = []
    rest = template
    empty = "" if partial else None
    any_given: pa.Array | None = None
    for name, heading in names.items():
        cells = blank_out(as_text(piece.columns[heading]))
        before, _, rest = rest.partition(f"{{{name}}}")
        given = pc.is_valid(cells)
        any_given = given if any_given is None else pc.or_(any_given, given)
        parts += [pa.repeat(pa.scalar(before), len(cells))]
        parts += [pc.fill_null(cells, empty) if empty is not None else cells]
    parts.append(pa.repeat(pa.scalar(rest), len(piece.lines)))
    text = pc.binary_join_element_wise(*parts, "")
    if not partial:
        return text
    trimmed = pc.utf8_trim(text, " /_-|>")
    return pc.if_else(any_given, trimmed, pa.scalar(None, pa.string()))


def _from_marks(converted: dict[str, Converted], count: int) -> pa.Array:
    """The currency of each row by the mark beside its first amount that has a clear one."""
    codes = pa.nulls(count, pa.string())
    for found in converted.values():
        if found.marks is not None:
            codes = pc.coalesce(codes, _codes(found.marks))
    return codes


def _codes(marks: pa.Array) -> pa.Array:
    encoded = marks.dictionary_encode()
    codes = [
        (found[0] if len(found := currencies_of(mark)) == 1 else None)
        for mark in encoded.dictionary.to_pylist()
    ]
    return pa.array(codes, pa.string()).take(encoded.indices)


def _missing(decided: Decided, converted: dict[str, Converted]) -> Iterator[tuple[str, Problem]]:
    for column in decided.resolved.contract.columns:
        found = converted.get(column.name)
        if not column.required or found is None:
            continue
        empty = pc.is_null(found.values)
        for problem in found.problems:
            empty = pc.and_(empty, pc.invert(pc.fill_null(problem.rows, False)))
        text = f"{column.name} is missing."
        yield column.name, Problem(empty, lambda _, text=text: text)  # type: ignore[misc]


def _currency_problems(
    decided: Decided, converted: dict[str, Converted]
) -> Iterator[tuple[str, Problem]]:
    """An amount without a currency, or whose mark says another one."""
    currency = converted.get("currency")
    amounts = {
        name: converted[name]
        for name in decided.resolved.contract.of_type("money")
        if name in converted
    }
    if currency is None or not amounts:
        return
    required = decided.resolved.contract.by_name["currency"].required
    for name, amount in amounts.items():
        if not required:
            empty = pc.and_(pc.is_valid(amount.values), pc.is_null(currency.values))
            text = f"{name} stands without a currency."
            yield "currency", Problem(empty, lambda _, text=text: text)  # type: ignore[misc]
        if amount.marks is not None:
            yield (
                name,
                Problem(
                    _disagreeing(amount.marks, currency.values),
                    lambda cell: f"The mark in {cell!r} is not of the row's currency.",
                ),
            )


def _disagreeing(marks: pa.Array, codes: pa.Array) -> pa.Array:
    pairs = zip(marks.to_pylist(), codes.to_pylist(), strict=True)
    known: dict[tuple[str, str], bool] = {}
    wrong = []
    for mark, code in pairs:
        if mark is None or code is None:
            wrong.append(False)
            continue
        if (mark, code) not in known:
            known[mark, code] = code not in currencies_of(mark)
        wrong.append(known[mark, code])
    return pa.array(wrong, pa.bool_())


def _dated_totals(decided: Decided, piece: Piece) -> Iterator[tuple[str, Problem]]:
    """A total with a date of its own would count the day twice."""
    if decided.resolved.shape.answers.totals == "keep" or not decided.label_headings:
        return
    for name, origin in decided.resolved.origins.items():
        if name not in DIMENSIONS or len(origin.headings) != 1:
            continue
        cells = piece.columns[origin.headings[0]]
        if pa.types.is_string(cells.type) and (mask := totals.label_mask([cells])) is not None:
            yield (
                name,
                Problem(
                    mask,
                    lambda cell: f'{cell!r} names a total; say totals = "keep" if it is not one.',
                ),
            )


def _blank_rows(decided: Decided, piece: Piece) -> np.ndarray:
    """Rows in which every column taken from the file is empty."""
    blank: np.ndarray | None = None
    for origin in decided.resolved.origins.values():
        for heading in origin.headings:
            cells = piece.columns[heading]
            if pa.types.is_string(cells.type):
                if cells.null_count == 0 and not pc.any(pc.equal(cells, "")).as_py():
                    return np.zeros(len(piece.lines), dtype=bool)
                cells = blank_out(cells)
            empty = pc.is_null(cells).to_numpy(zero_copy_only=False)
            blank = empty if blank is None else blank & empty
            if not blank.any():
                return blank
    return blank if blank is not None else np.zeros(len(piece.lines), dtype=bool)


def _refused(
    piece: Piece, decided: Decided, problems: list[tuple[str, Problem]], bad: np.ndarray
) -> list[dict[str, object]]:
    if not bad.any():
        return []
    masks = [
        (name, problem, pc.fill_null(problem.rows, False).to_numpy(zero_copy_only=False))
        for name, problem in problems
    ]
    masks = [entry for entry in masks if entry[2].any()]
    refused: list[dict[str, object]] = []
    for row in np.flatnonzero(bad).tolist():
        found = [(name, problem) for name, problem, mask in masks if mask[row]]
        reasons = [p.reason(_written(decided, name, piece, row)) for name, p in found]
        refused.append(
            {
                "line": int(piece.lines[row]),
                "column": found[0][0],
                "reason": " ".join(dict.fromkeys(reasons)),
                "cells": _as_json(decided, piece, row),
            }
        )
    return refused


def _written(decided: Decided, name: str, piece: Piece, row: int) -> str:
    """A cell as it stands in the file."""
    origin = decided.resolved.origins.get(name)
    if origin is None or not origin.headings:
        return (origin.rule.constant or "") if origin else ""
    value = piece.columns[origin.headings[0]][row].as_py()
    return "" if value is None else str(value)


def _as_json(
    decided: Decided,
    piece: Piece | None = None,
    row: int = 0,
    grid_cells: Sequence[str] = (),
) -> str:
    if piece is None:
        return json.dumps(list(grid_cells), ensure_ascii=False)
    used = decided.resolved.used
    cells = {
        name: None if (value := column[row].as_py()) is None else str(value)
        for name, column in piece.columns.items()
        if name in used
    }
    return json.dumps(cells, ensure_ascii=False)
