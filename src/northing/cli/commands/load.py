"""Load files."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from northing.cli.command import (
    Command,
    JsonOption,
    WorkspaceOption,
    open_workspace,
    print_json,
    print_table,
    say,
)

if TYPE_CHECKING:
    from northing.sources import Reading
    from northing.workspace.loading import Load


def run(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to load.")],
    table: Annotated[
        str | None, typer.Option("--as", metavar="TABLE", help="The canonical table they hold.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="Mapping file (TOML).")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show how they would be read; load nothing.")
    ] = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load files as they are: CSV, XLSX, JSON, NDJSON, Parquet, plain or in gz or zip.

    The tables change at the next `northing refresh`. Loading a file twice changes nothing.
    """
    opened = open_workspace(workspace)
    if dry_run:
        readings = [
            reading
            for file in files
            for reading in opened.read(file, table=table, mapping=mapping, allow_sql=True)
        ]
        if as_json:
            print_json([describe(reading) for reading in readings])
        else:
            for reading in readings:
                show_reading(reading)
        return
    loads = [opened.load(table, file, mapping=mapping, allow_sql=True) for file in files]
    if as_json:
        print_json([report(load) for load in loads])
    else:
        for load in loads:
            show_load(load)


def describe(reading: Reading) -> dict[str, Any]:
    """A dry run as plain values."""
    return {
        "file": reading.file,
        "table": reading.table,
        "export": reading.export,
        "source": reading.source,
        "layout": asdict(reading.layout),
        "columns": [
            {
                "column": match.column,
                "from": match.origin,
                "file_column": match.file_column,
                "type": match.type,
                "samples": list(match.samples),
                "doubts": list(match.doubts),
            }
            for match in reading.columns
        ],
        "unused": list(reading.unused),
        "window": list(reading.window) if reading.window else None,
    }


def report(load: Load) -> dict[str, Any]:
    """A load as plain values."""
    return {
        "file": load.file,
        "batch": load.batch,
        "already_loaded": load.already_loaded,
        "export": load.export,
        "tables": [
            {
                "table": table.table,
                "rows": table.rows,
                "quarantined": dict(table.refused),
                "waits": dict(table.waits),
                "erased": table.erased,
                "replaces": [
                    {**window.scope, "first": window.first, "last": window.last}
                    for window in table.windows
                ],
            }
            for table in load.tables
        ],
    }


def show_reading(reading: Reading) -> None:
    """Print a dry run for people."""
    say(f"{reading.file} → {reading.table} (read as {reading.export})")
    for name, value in asdict(reading.layout).items():
        if value not in (None, (), [], ""):
            say(f"  {name}: {value}")
    print_table(
        ["column", "from", "type", "samples", "doubts"],
        [
            [
                match.column,
                f"{match.file_column} ({match.origin})",
                match.type,
                " · ".join(str(sample) for sample in match.samples),
                " ".join(match.doubts),
            ]
            for match in reading.columns
        ],
    )
    if reading.unused:
        say(f"  not used: {', '.join(reading.unused)}")


def show_load(load: Load) -> None:
    """Print what a load did for people."""
    if load.already_loaded:
        say(f"{load.file}: already loaded as batch {load.batch}; nothing was changed.")
        return
    for table in load.tables:
        say(f"{load.file}: {table.rows:,} rows for {table.table} (read as {load.export}).")
        for window in table.windows:
            scope = ", ".join(str(value) for value in window.scope.values() if value) or "all"
            say(f"  replaces {window.first} to {window.last} of {scope} at the next refresh")
        for reason, count in table.refused.items():
            say(f"  {count:,} in quarantine: {reason}")
        for reason, count in table.waits.items():
            say(f"  {count:,} will wait in quarantine: {reason}")
        if table.erased:
            say(f"  {table.erased:,} rows of erased people were left out")


ENTRY = Command(run)
