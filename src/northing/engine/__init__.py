"""Two verbs on tables of any size: `query` (SQL to Arrow) and `fold` (statistics that add)."""

from __future__ import annotations

from typing import Protocol
from urllib.parse import urlsplit

import pyarrow as pa

from northing.engine.dataset import Dataset, ParquetFiles
from northing.engine.duckdb import DuckDBEngine
from northing.engine.kernel import Kernel, add_statistics
from northing.engine.sql import quote_name, quote_text
from northing.errors import BadInput

__all__ = [
    "Dataset",
    "DuckDBEngine",
    "Engine",
    "Kernel",
    "ParquetFiles",
    "add_statistics",
    "open_engine",
    "quote_name",
    "quote_text",
]


class Engine(Protocol):
    """Where tables are worked on: in this process, or on a cluster; the same two verbs."""

    @property
    def own_functions(self) -> frozenset[str]:
        """Functions that only this engine has; nothing may hang on their values but its speed."""

    def query(self, sql: str, **tables: Dataset) -> pa.Table:
        """Run one SQL text in DuckDB's dialect over the named tables."""

    def fold(self, sql: str, by: str, kernel: Kernel, **tables: Dataset) -> pa.Table:
        """Hand each whole partition of the query's rows to the kernel; add what comes back."""

    def close(self) -> None:
        """Give back what the engine holds."""


def open_engine(
    url: str = "duckdb://", threads: int | None = None, memory_limit: str | None = None
) -> Engine:
    """Open the engine that a URL names.

    Args:
        url: `duckdb://` (in this process), `spark://host:port`, `local[2]` (Spark in this
            machine), or `yarn` or `k8s://…` as Spark knows them.
        threads: Processor threads to use; all of them by default. In-process engine only.
        memory_limit: Such as `"4GB"`; work above it spills to disk. In-process engine only.

    Raises:
        BadInput: If no engine goes by that URL.

    Examples:
        >>> open_engine().query("SELECT 6 * 7 AS answer").to_pylist()
        [{'answer': 42}]
    """
    if urlsplit(url).scheme == "duckdb":
        return DuckDBEngine(threads=threads, memory_limit=memory_limit)
    if url.startswith(("spark://", "local", "yarn", "k8s://")):
        from northing.engine.spark import SparkEngine  # PySpark is heavy and optional

        engine: Engine = SparkEngine(url)
        return engine
    raise BadInput(
        f"There is no engine for {url!r}; expected 'duckdb://', 'spark://host:port' or 'local[2]'."
    )
