"""Tables of a known export that a query puts together, or turns round, before they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from northing.errors import BadFile
from northing.sources import headings as spelling
from northing.sources.export import Join, Part
from northing.sources.exports import EXPORTS
from northing.sources.grid import Grid
from northing.sources.grids import open_grids
from northing.sources.limits import Limits
from northing.sources.mapping import Answers, TableMapping
from northing.sources.members import open_members
from northing.sources.reading import ReadDefaults, Reading
from northing.sources.resolve import resolve_shape, shapes_fitting
from northing.sources.understand import reading_of
from northing.tables import CONTRACTS


@dataclass(frozen=True)
class Found:
    """A join that a file's rows belong to."""

    export: str
    join: Join


def find_join(grid: Grid, table: str | None, file: str) -> Found | None:
    """The join whose rows a file holds, unless a plain shape says more of its headings."""
    fits = [
        (len(join.parts[join.main].needs), key, join)
        for key, export in EXPORTS.items()
        if (join := export.joining(grid.headings, file, table)) is not None
    ]
    if not fits:
        return None
    telling, key, join = max(fits, key=lambda fit: (fit[0], fit[1]))
    plain = max((fit[0] for fit in shapes_fitting(grid.headings, table)), default=0)
    return Found(key, join) if telling >= plain else None


def read_joined(
    grid: Grid,
    base: TableMapping,
    defaults: ReadDefaults,
    limits: Limits,
    name: str,
    beside: Mapping[str, Grid],
) -> Reading | None:
    """Read a file whose rows a join puts in order, with the files beside it.

    Returns:
        None for a file that no join knows.

    Raises:
        BadFile: If it is left, or says nothing without files that are not there.
    """
    found = find_join(grid, base.table, name)
    if found is None:
        return None
    join = found.join
    if join.mapping.left and base.table is None:
        raise BadFile(
            f"{name} is left: {join.mapping.left} To load it all the same, name its table: "
            f"northing load FILE --as {join.mapping.table}."
        )
    files = companions(join, name, {file: one.headings for file, one in beside.items()})
    if lacking := [part for part, one in join.parts.items() if one.required and part not in files]:
        raise BadFile(
            f"{name} holds rows of {join.mapping.table} that can only be read together with "
            f"{' and '.join(lacking)}; put the files into one folder and load it: "
            "northing load FOLDER."
        )
    grids = {join.main: grid, **{part: beside[file] for part, file in files.items()}}
    reading = _read_join(found, grids, base, defaults, limits, name)
    return replace(reading, parts=files, unused=_unused(join.parts[join.main], grid))


def open_beside(files: Sequence[Path], limits: Limits) -> dict[str, Grid]:
    """Open the files that may complete another, by name; what holds several tables is none."""
    opened: dict[str, Grid] = {}
    for path in files:
        grids = [g for m in open_members(path, limits) for g in open_grids(m, limits, Answers())]
        if len(grids) == 1:
            opened[path.name] = grids[0]
    return opened


def companions(join: Join, file: str, headings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which of some files are the other parts of a join: by headings, then by name.

    Args:
        join: The join.
        file: Name of the file that holds its rows.
        headings: Of the other files, by name.

    Raises:
        BadFile: If two files serve equally well.
    """
    found: dict[str, str] = {}
    for name, one in join.parts.items():
        if name == join.main:
            continue
        fits = [other for other in headings if other != file and one.fits(headings[other], other)]
        ranked = sorted(fits, key=lambda other: _likeness(name, other, file), reverse=True)
        if len(ranked) > 1 and _likeness(name, ranked[0], file) == _likeness(name, ranked[1], file):
            raise BadFile(
                f"{file} is read together with {name}, which can be {ranked[0]} or {ranked[1]}; "
                "leave one of them in the folder."
            )
        if ranked:
            found[name] = ranked[0]
    return found


def _likeness(part: str, file: str, main: str) -> tuple[bool, int, int]:
    """How much a file's name says that it is a part of what another file holds."""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(file, main, strict=False))
    return part in file.lower(), sum(1 for _ in shared), -len(file)


def _read_join(
    found: Found,
    grids: Mapping[str, Grid],
    base: TableMapping,
    defaults: ReadDefaults,
    limits: Limits,
    name: str,
) -> Reading:
    """Run the query of a join over the files at hand and read its result.

    Args:
        found: The join.
        grids: The files, by the names of their parts.
        base: What a mapping answers for the whole file.
        defaults: What settings say.
        limits: How large the result may be.
        name: How the result is called in messages.
    """
    from northing.sources.query_grid import query_grid

    join, main = found.join, grids[found.join.main]
    views = {part: view_of(one, grids.get(part)) for part, one in join.parts.items()}
    result = query_grid(join.sql, grids, views)
    result.facts = replace(
        main.facts, format="sql", window=main.facts.window, doubts=main.facts.doubts
    )
    # A currency that no file names is absent: then the account's holds. So is money that none has.
    for column in CONTRACTS[join.mapping.table or ""].columns:
        rule = join.mapping.columns.get(column.name)
        if rule and (column.type == "currency" or (column.type == "money" and not column.required)):
            for heading in rule.columns:
                result.drop_empty(heading)
    answers = base.answers
    if answers.repeats is None:
        answers = replace(answers, repeats=join.mapping.answers.repeats)
    shape = replace(join.mapping, answers=answers)
    source = answers.source or EXPORTS[found.export].source
    resolved = resolve_shape(shape, result.headings, found.export, source)
    absent = [n for n, one in join.parts.items() if n not in grids and one.can_be]
    if absent and len(join.parts) > 1:
        shape = replace(shape, about=_without(absent, shape.about))
        resolved = replace(resolved, shape=shape)
    return reading_of(result, resolved, defaults, limits, name)


def _without(absent: list[str], about: str | None) -> str:
    told = f"Read without {', '.join(absent)}: a folder that holds them too is loaded as a whole."
    return f"{about} {told}" if about else told


def view_of(part: Part, grid: Grid | None) -> str:
    """The SELECT that shows a file under the names of its part; an absent one has no rows."""
    headings = grid.headings if grid is not None else ()
    columns: list[str] = []
    taken: list[str] = []
    for name, names in {**part.needs, **part.may}.items():
        found = spelling.find(names, headings)
        taken += found[:1]
        shown = _quoted(found[0]) if found else "CAST(NULL AS VARCHAR)"
        columns.append(f"{shown} AS {_quoted(name)}")
    if part.rest:
        columns += [_quoted(heading) for heading in headings if heading not in taken]
    listed = ", ".join(columns)
    return f"SELECT {listed} FROM {{rows}}" if grid is not None else f"SELECT {listed} WHERE false"


def _unused(part: Part, grid: Grid) -> tuple[str, ...]:
    """The columns of the file that holds the rows which the query does not read."""
    if part.rest:
        return ()
    groups = (*part.needs.values(), *part.may.values())
    taken = {found[0] for names in groups if (found := spelling.find(names, grid.headings))}
    return tuple(heading for heading in grid.headings if heading not in taken)


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'
