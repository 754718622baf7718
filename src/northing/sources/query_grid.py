"""`sql` in a mapping: a query over named files, in a database that can reach nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from northing.errors import BadFile, BadMapping
from northing.sources.column_grid import ColumnGrid
from northing.sources.grid import Grid
from northing.sources.members import Member, Scratch

MEMORY_LIMIT = "1GB"


def query_grid(
    sql: str, grids: Mapping[str, Grid], views: Mapping[str, str] | None = None
) -> ColumnGrid:
    """Run a query over the files' tables and return its rows as a grid.

    Text files are split by Northing's own reader (marks, encodings and preambles are found as
    always) and their columns are text in the query; Parquet keeps its types.

    Args:
        sql: One SELECT.
        grids: The tables, by their names in the query.
        views: What stands under a name instead of the table itself: a SELECT with `{rows}` where
            the table is read, and without it where there is no such file.

    Raises:
        BadMapping: If it is not one SELECT, or the database refuses it.
    """
    scratch = Scratch()
    parts = {name: _as_parquet(grid, scratch) for name, grid in grids.items()}
    shown = {**dict.fromkeys(parts, "SELECT * FROM {rows}"), **(views or {})}
    result = scratch.new(".parquet")
    with duckdb.connect() as connection:
        _lock(connection, [*parts.values(), scratch.path])
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise BadMapping("`sql` must be one SELECT.")
            for name, select in shown.items():
                quoted = name.replace('"', '""')
                source = str(parts.get(name, "")).replace("'", "''")
                rows = select.replace("{rows}", f"read_parquet('{source}')")
                connection.execute(f'CREATE TEMP VIEW "{quoted}" AS {rows}')
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            _write(connection.sql(sql), result)
        except duckdb.Error as error:
            first_line = str(error).splitlines()[0]
            raise BadMapping(f"`sql` cannot be run: {first_line}") from None
    return ColumnGrid(Member("the query", result, "parquet", scratch), format_="sql")


def _lock(connection: duckdb.DuckDBPyConnection, readable: list[Path]) -> None:
    connection.execute("SET autoinstall_known_extensions = false")
    connection.execute("SET autoload_known_extensions = false")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'")
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET allowed_paths = $1", [[str(path) for path in readable[:-1]]])
    connection.execute(f"SET temp_directory = '{readable[-1] / 'spill'}'")


def _as_parquet(grid: Grid, scratch: Scratch) -> Path:
    target = scratch.new(".parquet")
    if isinstance(grid, ColumnGrid):
        shutil.copyfile(grid.path, target)
        return target
    schema = pa.schema([pa.field(heading, pa.string()) for heading in grid.headings])
    with pq.ParquetWriter(target, schema) as writer:
        for piece in grid.pieces(grid.headings):
            if piece.broken:
                first = piece.broken[0]
                raise BadFile(f"{grid.label or 'the file'}, line {first.line}: {first.reason}")
            writer.write_table(pa.table(piece.columns, schema=schema))
    return target


def _write(result: duckdb.DuckDBPyRelation, target: Path) -> None:
    reader = result.to_arrow_reader(65_536)
    with pq.ParquetWriter(target, reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)
