"""Makes a reading of a grid whose table is known: how every column is read, and what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from northing.sources.decide import Decided, decide
from northing.sources.grid import Grid
from northing.sources.limits import Limits
from northing.sources.reading import ColumnMatch, Layout, ReadDefaults, Reading
from northing.sources.resolve import Resolved
from northing.sources.rows import read_rows
from northing.sources.samples import as_read


def reading_of(
    grid: Grid, resolved: Resolved, defaults: ReadDefaults, limits: Limits, name: str
) -> Reading:
    decided = decide(resolved, grid, defaults, limits, name)
    taken = set(decided.headings) & decided.resolved.used
    return Reading(
        file=name,
        table=resolved.table,
        export=resolved.export,
        source=resolved.source,
        layout=_layout(grid, decided),
        columns=tuple(_matches(decided)),
        unused=tuple(heading for heading in grid.headings if heading not in taken),
        window=grid.facts.window,
        read=partial(read_rows, grid, decided),
        repeats=resolved.shape.answers.repeats,
    )


def _layout(grid: Grid, decided: Decided) -> Layout:
    facts, seen = grid.facts, decided.seen
    about = decided.resolved.shape.about
    return Layout(
        format=facts.format,
        encoding=facts.encoding,
        delimiter="tab" if facts.delimiter == "\t" else facts.delimiter,
        header_line=facts.header_line,
        decimal=decided.decimal,
        date_order=decided.date_order,
        preamble=facts.preamble,
        totals=tuple(f"line {line}: {text}" for line, text in seen.totals[:20]),
        totals_count=seen.totals_count,
        rows=seen.rows,
        doubts=(*facts.doubts, *((about,) if about else ())),
    )


def _matches(decided: Decided) -> Iterator[ColumnMatch]:
    for column in decided.resolved.contract.columns:
        doubts = decided.doubts.get(column.name, ())
        origin = decided.resolved.origins.get(column.name)
        if origin is None:
            if column.type == "currency" and decided.currency_from_marks:
                shown = " ".join(decided.seen.marks)
                yield ColumnMatch(column.name, "marks", shown, column.type, (), doubts)
            continue
        samples = tuple(decided.seen.samples.get(column.name, ()))
        doubts = (*origin.doubts, *doubts)
        if origin.rule.template is not None:
            yield ColumnMatch(
                column.name, "template", origin.rule.template, column.type, (), doubts
            )
        elif not origin.headings:
            kind = (
                "account" if column.type == "currency" and decided.account_currency else "constant"
            )
            shown = origin.rule.constant or ""
            yield ColumnMatch(column.name, kind, shown, column.type, (), doubts)  # type: ignore[arg-type]
        else:
            heading = origin.headings[0]
            read = as_read(column, samples, decided.how[column.name])
            yield ColumnMatch(column.name, "column", heading, column.type, samples, doubts, read)
