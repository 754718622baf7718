"""Load files."""

from __future__ import annotations

from collections.abc import Mapping
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
from northing.errors import BadFile, BadInput, Missing, NorthingError

if TYPE_CHECKING:
    from northing.sources import ColumnMatch, Reading
    from northing.workspace.loading import Load
    from northing.workspace.workspace import Workspace


def run(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Files to load, or one folder of them.")
    ],
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

    The tables change at the next `northing refresh`. Loading a file twice changes nothing. Of a
    folder, files that belong together (a report and the names of its campaigns) are read together.
    """
    opened = open_workspace(workspace)
    if len(files) == 1 and files[0].is_dir():
        from northing.cli.folders import load_one_folder

        if table is not None:
            raise BadInput("--as names the table of a file; of a folder, each file has its own.")
        load_one_folder(opened, files[0], mapping, dry_run=dry_run, as_json=as_json)
        if not dry_run and not as_json:
            say(f"Next: northing refresh{f' -w {workspace}' if workspace else ''}")
        return
    for file in files:
        if file.is_dir():
            raise BadInput(f"{file} is a folder; load it by itself.")
        if not file.is_file():
            raise Missing(f"There is no file {file}.")
    if dry_run:
        foretell(opened, files, {"table": table, "mapping": mapping, "allow_sql": True}, as_json)
        return
    how = {"table": table, "mapping": mapping, "allow_sql": True}
    # One file is read while it is loaded; of several, all are read before the first is loaded.
    readings: list[list[Reading] | None] = [None]
    if len(files) > 1:
        readings = check_all(opened, files, how)
    load_all(opened, files, readings, how, as_json)
    if not as_json:
        say(f"Next: northing refresh{f' -w {workspace}' if workspace else ''}")


def foretell(opened: Workspace, files: list[Path], how: Mapping[str, Any], as_json: bool) -> None:
    """Show how files would be read and what loading them would do; nothing is loaded."""
    told: list[dict[str, Any]] = []
    for file in files:
        readings = opened.read(file, **how)
        would = opened.load(how["table"], file, **_options(how), dry_run=True, readings=readings)
        by_table = {one["table"]: one for one in report(would, file)["tables"]}
        told += [{**describe(one), "would_load": by_table.get(one.table)} for one in readings]
        if not as_json:
            for reading in readings:
                show_reading(reading)
            say("This would happen:")
            show_load(would, file)
    if as_json:
        print_json(told)


def _options(how: Mapping[str, Any]) -> dict[str, Any]:
    return {"mapping": how["mapping"], "allow_sql": how["allow_sql"]}


def check_all(
    opened: Workspace, files: list[Path], how: Mapping[str, Any]
) -> list[list[Reading] | None]:
    """Understand every file before the first is loaded.

    Raises:
        BadFile: If one cannot be read, with what is wrong with each; then none was loaded.
    """
    wrong = []
    readings: list[list[Reading] | None] = []
    for file in files:
        try:
            readings.append(opened.read(file, **how))
        except (NorthingError, OSError) as error:
            said = str(error)
            wrong.append(said if file.name in said else f"{file}: {said}")
    if wrong:
        listed = "\n".join(f"  - {one}" for one in wrong)
        raise BadFile(
            f"Nothing was loaded, because {len(wrong)} of {len(files)} files cannot be read:\n"
            f"{listed}"
        )
    return readings


def load_all(
    opened: Workspace,
    files: list[Path],
    readings: list[list[Reading] | None],
    how: Mapping[str, Any],
    as_json: bool,
) -> None:
    """Load one file after the other, reporting each.

    Raises:
        BadFile: If one cannot be loaded after all, with what was loaded and what was not.
    """
    reports: list[dict[str, Any]] = []
    for number, file in enumerate(files):
        try:
            load = opened.load(how["table"], file, **_options(how), readings=readings[number])
        except (NorthingError, OSError) as error:
            if len(files) == 1:
                raise
            if as_json:
                reports.append({"file": file.name, "error": str(error)})
                left = [{"file": one.name, "error": "not tried"} for one in files[number + 1 :]]
                print_json([*reports, *left])
            raise BadFile(_stopped(files, number, error)) from error
        reports.append(report(load, file))
        if not as_json:
            show_load(load, file)
    if as_json:
        print_json(reports)


def _stopped(files: list[Path], number: int, error: Exception) -> str:
    def listed(some: list[Path]) -> str:
        return ", ".join(str(file) for file in some) or "none"

    return (
        f"{files[number]} was not loaded: {error}\n"
        f"  Loaded before it: {listed(files[:number])}. Not tried: {listed(files[number + 1 :])}.\n"
        "  Load them all again when it is mended: a file loaded twice changes nothing."
    )


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
                "samples_read": list(match.samples_read),
                "doubts": list(match.doubts),
            }
            for match in reading.columns
        ],
        "unused": list(reading.unused),
        "parts": dict(reading.parts),
        "window": list(reading.window) if reading.window else None,
    }


def report(load: Load, file: Path) -> dict[str, Any]:
    """A load as plain values."""
    return {
        "file": file.name,
        "batch": load.batch,
        "already_loaded": load.already_loaded,
        "first_loaded_as": load.file,
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
                "replaced": [asdict(gone) for gone in table.replaced],
            }
            for table in load.tables
        ],
    }


def show_reading(reading: Reading) -> None:
    """Print a dry run for people."""
    say(f"{reading.file} → {reading.table} (read as {reading.export})")
    for name, value in asdict(reading.layout).items():
        if value not in (None, (), [], ""):
            shown = "; ".join(map(str, value)) if isinstance(value, tuple | list) else value
            say(f"  {name.replace('_', ' ')}: {shown}")
    print_table(
        ["column", "from", "type", "samples", "doubts"],
        [
            [
                match.column,
                f"{match.file_column} ({match.origin})",
                match.type,
                " · ".join(_samples(match)),
                " ".join(match.doubts),
            ]
            for match in reading.columns
        ],
    )
    if reading.unused:
        say(f"  not used: {', '.join(reading.unused)}")
    if reading.source:
        say(f"  source: {reading.source}")
    if reading.parts:
        say(f"  read together with: {', '.join(reading.parts.values())}")


def _samples(match: ColumnMatch) -> list[str]:
    """Sample cells, and how they are read where that differs."""
    if not match.samples_read:
        return list(match.samples)
    pairs = zip(match.samples, match.samples_read, strict=False)
    return [cell if cell == read else f"{cell} → {read}" for cell, read in pairs]


def show_load(load: Load, file: Path) -> None:
    """Print what a load did for people."""
    if load.already_loaded:
        under = "" if load.file == file.name else f", under the name {load.file}"
        say(
            f"{file.name}: already loaded: the same content was loaded before{under} "
            f"(batch {load.batch}); nothing was changed."
        )
        return
    for table in load.tables:
        say(f"{load.file}: {table.rows:,} rows for {table.table} (read as {load.export}).")
        for gone in table.replaced:
            money = "" if gone.amount is None else f", {gone.amount:,.2f} {gone.currency}"
            say(
                f"  replaces at the next refresh: {gone.rows:,} rows of {gone.source}, "
                f"{gone.first} to {gone.last}{money}"
            )
        for reason, count in table.refused.items():
            say(f"  {count:,} in quarantine: {reason}")
        for reason, count in table.waits.items():
            say(f"  {count:,} will wait in quarantine: {reason}")
        if table.erased:
            say(f"  {table.erased:,} rows of erased people were left out")


ENTRY = Command(run)
