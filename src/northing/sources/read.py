"""Reads any file into typed rows of canonical tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import replace
from pathlib import Path

from northing.errors import AmbiguousFile, BadFile, BadMapping, Unknown
from northing.sources import headings as spelling
from northing.sources.grid import Grid
from northing.sources.grids import open_grids
from northing.sources.joining import open_beside, read_joined
from northing.sources.limits import COMMAND_LINE, Limits
from northing.sources.mapping import Answers, Mapping, TableMapping
from northing.sources.members import open_members
from northing.sources.reading import ReadDefaults, Reading
from northing.sources.refusals import grouped_refusals
from northing.sources.resolve import (
    Resolved,
    resolve_grid,
    resolve_shape,
    template_headings,
)
from northing.sources.twin_sheets import doubts_of_twins
from northing.sources.understand import reading_of
from northing.tables import CONTRACTS

NO_SETTINGS = ReadDefaults()


def read_file(
    path: Path | str,
    *,
    table: str | None = None,
    mapping: Mapping | None = None,
    defaults: ReadDefaults = NO_SETTINGS,
    limits: Limits = COMMAND_LINE,
    allow_sql: bool = False,
    files: Dict[str, Path] | None = None,
    beside: Sequence[Path] = (),
) -> list[Reading]:
    """Understand a file: which canonical tables it fills, and how each column is read.

    Every row is looked at; nothing is loaded. `Reading.batches` then yields typed rows.

    Args:
        path: CSV, TSV, XLSX, JSON, NDJSON or Parquet, also within gzip or zip.
        table: The canonical table; None lets an export or the headings decide.
        mapping: From `load_mapping`, where the headings do not say enough.
        defaults: What settings say of accounts and the calendar.
        limits: How large the file may be.
        allow_sql: Whether the mapping may run `sql`; only for mappings of the workspace's owner.
        files: Files that `sql` may name, beside those that the mapping itself names.
        beside: Other files of the same export, such as those that hold the names of its
            campaigns; see `northing.sources.folder`.

    Returns:
        One reading a table; a part of the file that fits none is named in the doubts of the
        others.

    Raises:
        BadFile: If it cannot be read, is beyond the limits, or lacks a required column.
        AmbiguousFile: If it can be read in more than one way; a mapping answers the questions.
        BadMapping: If the mapping does not fit the file.
        Unknown: If there is no such table.
    """
    if table is not None and table not in CONTRACTS:
        raise Unknown("table", table, CONTRACTS)
    mapping = mapping or Mapping()
    path = Path(path)
    shapes = [shape for shape in mapping.tables if table in (None, shape.table)] or (
        [TableMapping(table, answers=mapping.answers)] if not mapping.tables else []
    )
    if not shapes:
        raise BadMapping(f"The mapping has no [[table]] for {table}.")
    plain = [shape for shape in shapes if shape.sql is None]
    readings: list[Reading] = []
    if plain:
        readings += _read_parts(path, plain, defaults, limits, beside)
    for shape in shapes:
        if shape.sql is not None:
            readings.append(
                _read_query(path, shape, mapping, defaults, limits, allow_sql, files or {})
            )
    return readings


def _read_parts(
    path: Path,
    shapes: list[TableMapping],
    defaults: ReadDefaults,
    limits: Limits,
    beside: Sequence[Path],
) -> list[Reading]:
    others = open_beside(beside, limits)
    readings: list[Reading] = []
    refusals: list[BadFile | BadMapping] = []
    left_out: list[BadFile] = []
    is_known = knowing(shapes)
    named = dict.fromkeys(sheet for shape in shapes for sheet in shape.answers.sheets)
    answers = replace(shapes[0].answers, sheets=tuple(named))
    for member in open_members(path, limits, left_out):
        try:
            grids = open_grids(member, limits, answers, is_known)
        except BadFile as error:
            refusals.append(error)
            continue
        sheets: list[tuple[str, Reading]] = []
        for grid in grids:
            name = f"{member.name}, {grid.label}" if grid.label else member.name
            for shape in shapes:
                if not _is_wanted(grid, shape.answers.sheets):
                    continue
                try:
                    reading = _read_grid(grid, shape, defaults, limits, name, others)
                    sheets.append((grid.label, reading))
                except (BadFile, BadMapping) as error:
                    refusals.append(error)
        if member.kind == "xlsx" and len({title for title, _ in sheets}) > 1:
            twins = doubts_of_twins(sheets, member.name)
            sheets = [(title, _doubted(r, twins.get(r.file, ()))) for title, r in sheets]
        readings += [reading for _, reading in sheets]
    refusals += left_out
    asked = next((error for error in refusals if isinstance(error, AmbiguousFile)), None)
    if asked is not None:
        raise asked
    if not readings:
        raise _together(refusals)
    if missing := [s.table for s in shapes if s.table and not _has(readings, s.table)]:
        wrong = next((e for e in refusals if isinstance(e, BadMapping)), refusals[0])
        raise wrong if len(refusals) == 1 else BadMapping(f"{', '.join(missing)}: {wrong}")
    notes = grouped_refusals([str(error) for error in refusals])
    return [_doubted(reading, notes) for reading in readings]


def _is_wanted(grid: Grid, sheets: Sequence[str]) -> bool:
    if grid.facts.format != "xlsx":
        return True
    return grid.label in sheets if sheets else not grid.facts.is_hidden


def _doubted(reading: Reading, doubts: Iterable[str]) -> Reading:
    layout = reading.layout
    return replace(reading, layout=replace(layout, doubts=(*layout.doubts, *doubts)))


def _has(readings: list[Reading], table: str) -> bool:
    return any(reading.table == table for reading in readings)


def _together(refusals: list[BadFile | BadMapping]) -> BadFile | BadMapping:
    if len(refusals) == 1:
        return refusals[0]
    wrong = next((e for e in refusals if isinstance(e, BadMapping)), None)
    if wrong is not None:
        return wrong
    texts = [str(error) for error in refusals]
    listed = "\n".join(f"  - {text}" for text in grouped_refusals(texts))
    advice = next((f"\n{rest}" for text in texts if (rest := text.partition("\n")[2])), "")
    return BadFile(f"None of the {len(texts)} tables in the file can be loaded:\n{listed}{advice}")


def knowing(shapes: list[TableMapping]) -> Callable[[str], bool]:
    """Whether a heading is known to a contract, an export or the mapping at hand."""
    named: set[str] = set()
    for shape in shapes:
        for rule in shape.columns.values():
            named.update(map(spelling.plain, rule.columns))
            named.update(map(spelling.plain, template_headings(rule.template or "")))
        for names in shape.answers.synonyms.values():
            named.update(map(spelling.plain, names))
    return lambda heading: spelling.plain(heading) in named or spelling.is_known(heading)


def _read_grid(
    grid: Grid,
    shape: TableMapping,
    defaults: ReadDefaults,
    limits: Limits,
    name: str,
    beside: Dict[str, Grid],
) -> Reading:
    if not shape.columns and (joined := read_joined(grid, shape, defaults, limits, name, beside)):
        return joined
    return reading_of(grid, _resolve(grid, shape, name), defaults, limits, name)


def _resolve(grid: Grid, shape: TableMapping, name: str) -> Resolved:
    if shape.columns and shape.table is not None:
        resolved = resolve_shape(shape, grid.headings, "mapping", shape.answers.source)
        if resolved.missing:
            raise BadMapping(
                f"The mapping of {shape.table} lacks the required column "
                f"{' and '.join(resolved.missing)}."
            )
        return resolved
    label = name if not grid.label or grid.label.startswith("line ") else grid.label
    try:
        return resolve_grid(grid.headings, shape.table, shape, label)
    except BadFile:
        if label == name:
            raise
        return resolve_grid(grid.headings, shape.table, shape, name)


def _read_query(
    path: Path,
    shape: TableMapping,
    mapping: Mapping,
    defaults: ReadDefaults,
    limits: Limits,
    allow_sql: bool,
    given: Dict[str, Path],
) -> Reading:
    from northing.sources.query_grid import query_grid

    if not allow_sql:
        raise BadMapping("`sql` in a mapping is only run from the command line, not for uploads.")
    if shape.table is None:
        raise BadMapping('`sql` needs `table = "…"` beside it.')
    named = named_files(mapping, path)

    grids = {key: _only_grid(file, key, limits) for key, file in {**named, **given}.items()}
    grid = query_grid(shape.sql or "", grids)
    name = f"{path.name}, sql"
    return reading_of(grid, _resolve(grid, shape, name), defaults, limits, name)


def _only_grid(file: Path, name: str, limits: Limits) -> Grid:
    grids = [g for m in open_members(file, limits) for g in open_grids(m, limits, Answers())]
    if len(grids) != 1:
        raise BadMapping(f"{file.name} holds {len(grids)} tables; {name} can name only one.")
    return grids[0]


def named_files(mapping: Mapping, path: Path) -> dict[str, Path]:
    """The files that a mapping's `sql` reads beside the one that is loaded, by name.

    Raises:
        BadMapping: If one of them is not there.
    """
    folder = mapping.folder or path.parent
    return {name: _beside(file, path, folder) for name, file in mapping.files.items()}


def _beside(file: str, path: Path, folder: Path) -> Path:
    """A named file stands next to the file that is loaded, or next to the mapping."""
    for base in (path.parent, folder):
        if (base / file).is_file():
            return base / file
    raise BadMapping(f"The mapping names the file {file!r}, which is not beside {path.name}.")
