"""The engine inside this process: DuckDB reads and joins, threads fold."""

from __future__ import annotations

import contextlib
import re
import tempfile
import threading
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from northing.engine.dataset import Dataset, ParquetFiles
from northing.engine.kernel import Kernel
from northing.engine.memory import available_bytes
from northing.engine.sql import quote_name, quote_text
from northing.errors import BadInput, OutOfRange, StorageFailed
from northing.shelf import Shelf

# What is left of the storage's troubles once DuckDB has tried to spill.
_STORAGE = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)
_FILE = "northing_file"
_BROKEN = (duckdb.FatalException, duckdb.InternalException, duckdb.ConnectionException)


class DuckDBEngine:
    """Queries and folds on DuckDB, in this process.

    Args:
        threads: Processor threads to use; as many as there are by default.
        memory_limit: Such as `"4GB"`; larger work spills to `temporary_folder`.
        temporary_folder: Where to spill; the system's temporary folder by default.

    Raises:
        BadInput: If `memory_limit` is not a size, or `threads` is below 1.

    Examples:
        >>> spend = pa.table({"channel": ["search", "search"], "amount": [1, 2]})
        >>> DuckDBEngine().query("SELECT sum(amount) AS amount FROM spend", spend=spend).to_pylist()
        [{'amount': Decimal('3')}]
    """

    def __init__(
        self,
        threads: int | None = None,
        memory_limit: str | None = None,
        temporary_folder: str | None = None,
    ) -> None:
        if threads is not None and threads < 1:
            raise OutOfRange("threads", threads, "a whole number above 0")
        available_bytes(memory_limit)  # refuses what is no size
        self.threads = threads
        self.memory_limit = memory_limit
        self.temporary_folder = temporary_folder or tempfile.gettempdir()
        self._lock = threading.Lock()
        self._views: Shelf[str] = Shelf(512)
        self._connection: duckdb.DuckDBPyConnection | None = None

    @property
    def own_functions(self) -> frozenset[str]:
        """Functions that only DuckDB has."""
        return frozenset({"hash"})

    def query(self, sql: str, **tables: Dataset) -> pa.Table:
        """Run one SQL text over the named tables.

        Args:
            sql: One SELECT in DuckDB's dialect; instants are in UTC.
            **tables: What each name in the text stands for.

        Raises:
            BadInput: If the text or a value in it does not fit the tables.
            StorageFailed: If the disk is full or a file cannot be read.
        """
        with self._reading(tables) as connection:
            return connection.sql(sql).to_arrow_table()

    def fold(self, sql: str, by: str, kernel: Kernel, **tables: Dataset) -> pa.Table:
        """Hand each whole partition of a query's rows to the kernel, and add what comes back.

        Args:
            sql: One SELECT; its column `by` is a 64-bit integer without nulls.
            by: Rows with the same value here meet in one partition.
            kernel: What to do with a partition; see `Kernel`.
            **tables: What each name in the text stands for.

        Returns:
            The sums, sorted by the kernel's keys; the same to the last digit in every run.
        """
        from northing.engine.partition import fold_batches  # compiles on first use

        with self._reading(tables) as connection:
            return fold_batches(
                lambda rows: connection.sql(sql).to_arrow_reader(rows),
                by,
                kernel,
                rows=_count_rows(connection, tables),
                threads=self.threads,
                memory_limit=self.memory_limit,
                temporary_folder=self.temporary_folder,
            )

    def close(self) -> None:
        """Give back memory and temporary files; the next query opens the engine again."""
        with self._lock:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @contextlib.contextmanager
    def _reading(self, tables: Mapping[str, Dataset]) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor with its own view of each table, so that threads can share the engine."""
        cursor = self._open().cursor()
        try:
            # Settings of a session: each cursor is one.
            cursor.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
            for name, dataset in tables.items():
                self._show(cursor, name, dataset)
            yield cursor
        except _BROKEN as error:
            self._forget()
            raise StorageFailed(f"The query engine stopped and was reopened: {error}") from error
        except _STORAGE as error:
            raise StorageFailed(f"The query engine could not read or spill: {error}") from error
        except duckdb.Error as error:
            raise BadInput(f"The query does not fit its tables: {error}") from error
        finally:
            with contextlib.suppress(duckdb.Error):
                cursor.close()

    def _show(self, cursor: duckdb.DuckDBPyConnection, name: str, dataset: Dataset) -> None:
        """Make a dataset visible to the cursor under a name."""
        if isinstance(dataset, ParquetFiles):
            if dataset.uris:
                view = self._view(cursor, dataset)
                cursor.execute(f"CREATE OR REPLACE TEMP VIEW {quote_name(name)} AS {view}")
                return
            dataset = dataset.schema.empty_table()
        cursor.register(name, dataset)

    def _view(self, cursor: duckdb.DuckDBPyConnection, files: ParquetFiles) -> str:
        """SQL that reads the files; what it takes to find it out is paid once for each of them."""
        stamp = files.stamp()
        if stamp is None:
            return _view_of(cursor, files)
        return self._views.get(stamp, lambda: _view_of(cursor, files))

    def _open(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = duckdb.connect(":memory:", config=self._config())
            return self._connection

    def _forget(self) -> None:
        """A fatal error leaves a connection useless: the next query opens another."""
        with self._lock:
            self._connection = None

    def _config(self) -> dict[str, str | bool | int | float | list[str]]:
        # A folder of its own; DuckDB makes it when it first spills, and removes it.
        spill = Path(self.temporary_folder) / f"northing-spill-{uuid.uuid4().hex}"
        config: dict[str, str | bool | int | float | list[str]] = {
            "temp_directory": str(spill),
        }
        if self.threads is not None:
            config["threads"] = self.threads
        if self.memory_limit is not None:
            config["memory_limit"] = self.memory_limit
        return config


def _view_of(cursor: duckdb.DuckDBPyConnection, files: ParquetFiles) -> str:
    """SQL that reads the files in the columns and types of their schema."""
    uris = ", ".join(quote_text(_plain_path(uri)) for uri in files.uris)
    # Never DuckDB's own partition columns: a folder "channel=…" anywhere above the files would
    # take the place of the column of that name.
    source = f"read_parquet([{uris}], union_by_name = true, hive_partitioning = false"
    source += f", filename = '{_FILE}')" if files.partitions else ")"
    wanted = _types(cursor, files.schema)
    found = {row[0]: row[1] for row in cursor.execute(f"DESCRIBE FROM {source}").fetchall()}
    if files.partitions:
        values = ", ".join(
            f"{_in_path(files.partitions, place)} AS {quote_name(name)}"
            for place, name in enumerate(files.partitions)
        )
        kept = [quote_name(name) for name in found if name not in files.partitions]
        source = f"(SELECT {', '.join([*kept, values])} FROM {source})"
        found |= dict.fromkeys(files.partitions, "VARCHAR")
    columns = ", ".join(_column(column, kind, found) for column, kind in wanted.items())
    return f"SELECT {columns} FROM {source}"


def _plain_path(uri: str) -> str:
    """A path, not a pattern: what DuckDB would take as one is put in brackets."""
    return re.sub(r"([*?\[])", r"[\1]", uri)


def _in_path(partitions: tuple[str, ...], place: int) -> str:
    """SQL for the value that a file's last folders give one column."""
    folders = "/".join(
        f"{re.escape(name)}={'([^/]*)' if at == place else '[^/]*'}"
        for at, name in enumerate(partitions)
    )
    found = f"regexp_extract({_FILE}, {quote_text(f'/{folders}/[^/]*$')}, 1)"
    return f"nullif(nullif(url_decode({found}), ''), '__HIVE_DEFAULT_PARTITION__')"


def _types(cursor: duckdb.DuckDBPyConnection, schema: pa.Schema) -> dict[str, str]:
    """The name of each Arrow type in SQL, as DuckDB itself reads it."""
    cursor.register("northing_schema", schema.empty_table())
    rows = cursor.execute("DESCRIBE northing_schema").fetchall()
    cursor.unregister("northing_schema")
    return {row[0]: row[1] for row in rows}


def _column(name: str, wanted: str, found: Mapping[str, str]) -> str:
    quoted = quote_name(name)
    if name not in found:
        return f"CAST(NULL AS {wanted}) AS {quoted}"
    return quoted if found[name] == wanted else f"CAST({quoted} AS {wanted}) AS {quoted}"


def _count_rows(cursor: duckdb.DuckDBPyConnection, tables: Mapping[str, Dataset]) -> int:
    """Rows of all tables: from the files' footers, no data are read."""
    total = 0
    for name, dataset in tables.items():
        if isinstance(dataset, pa.Table):
            total += dataset.num_rows
        elif dataset.uris:
            (count,) = cursor.execute(f"SELECT count(*) FROM {quote_name(name)}").fetchall()[0]
            total += int(count)
    return total
