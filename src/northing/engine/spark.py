"""The engine on a cluster: the same two verbs on Spark, for logs larger than one machine.

A query is translated (`northing.engine.dialect`) and run as it is. A fold gives every row the
number of its partition, by the same hash and the same count as the engine in this process, lets
Spark bring each partition's rows together, hands them to the same compiled kernel on the workers
and adds what comes back in partition order. The workers need Northing installed.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow as pa

from northing.engine.dataset import Dataset, ParquetFiles, columns_of
from northing.engine.dialect import to_spark
from northing.engine.kernel import Kernel, add_statistics
from northing.engine.spark_fold import by_partition, fold_frame, plain, quote
from northing.errors import BadInput, Conflict, Missing, StorageFailed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOOPBACK = ("127.0.0.1", "localhost", "::1")
BATCH_ROWS = 1 << 16


class SparkEngine:
    """Queries and folds on Spark.

    Args:
        url: `spark://host:port`, `local[2]` (in this machine), `yarn` or `k8s://…`.
        partitions: Into how many pieces a fold cuts the people, a power of two; by the number
            of rows where none is given, as the engine in this process does.
        settings: Further Spark settings, such as `{"spark.executor.memory": "8g"}`.
        session: A session that is there already (a managed cluster's, say); `url` then only
            names it.

    Raises:
        Missing: If PySpark is not installed.
        Conflict: If this process already runs a Spark session on another cluster.
        StorageFailed: If the cluster cannot be reached.
    """

    def __init__(
        self,
        url: str = "local[*]",
        *,
        partitions: int | None = None,
        settings: dict[str, str] | None = None,
        session: SparkSession | None = None,
    ) -> None:
        self.url = url
        self.partitions = partitions
        self._ours = session is None
        self._session = session if session is not None else _start(url, settings or {})

    @property
    def own_functions(self) -> frozenset[str]:
        """None: whatever is said to Spark is translated."""
        return frozenset()

    def query(self, sql: str, **tables: Dataset) -> pa.Table:
        """Run one SQL text over the named tables.

        Args:
            sql: One SELECT in DuckDB's dialect, of what `to_spark` lets through.
            **tables: What each name in the text stands for.

        Raises:
            BadInput: If the text does not fit the tables, or means different things on the two
                engines.
            Unknown: If it calls a function that the engines do not share.
            StorageFailed: If the cluster or a file cannot be reached.
        """
        text = to_spark(sql, _columns(tables))
        with self._reading(tables) as session:
            return session.sql(text).toArrow()

    def fold(self, sql: str, by: str, kernel: Kernel, **tables: Dataset) -> pa.Table:
        """Hand each whole partition of a query's rows to the kernel, and add what comes back.

        Args:
            sql: One SELECT; its column `by` is a 64-bit integer without nulls.
            by: Rows with the same value here meet in one partition.
            kernel: What to do with a partition; see `Kernel`.
            **tables: What each name in the text stands for.

        Returns:
            The sums, sorted by the kernel's keys.
        """
        text = to_spark(sql, _columns(tables))
        empty = kernel.finish(kernel.start())
        with self._reading(tables) as session:
            rows = session.sql(text)
            _check_key(rows, by)
            count = self.partitions or self._partitions(session, tables)
            folded = fold_frame(session, rows, by, kernel, plain(empty).schema, count).toArrow()
        return add_statistics([empty, *by_partition(folded, empty.schema)], kernel.keys)

    def close(self) -> None:
        """Leave the cluster, if this engine joined it."""
        if self._ours:
            self._session.stop()

    @contextlib.contextmanager
    def _reading(self, tables: dict[str, Dataset]) -> Iterator[SparkSession]:
        """A session with its own names for the tables, so that threads can share the engine."""
        from pyspark.errors import AnalysisException, PySparkException, PythonException

        session = self._session.newSession()
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.conf.set("spark.sql.ansi.enabled", "true")
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH_ROWS))
        try:
            for name, dataset in tables.items():
                _frame(session, dataset).createOrReplaceTempView(name)
            yield session
        except PythonException as error:
            _raise_from_worker(error)
        except AnalysisException as error:
            raise BadInput(f"The query does not fit its tables: {_first_line(error)}") from error
        except PySparkException as error:
            if (error.getSqlState() or "").startswith("22"):  # a value that does not fit
                raise BadInput(f"A value does not fit the query: {_first_line(error)}") from error
            raise StorageFailed(f"Spark at {self.url} failed: {_first_line(error)}") from error
        except OSError as error:  # the connection to Spark's own process
            raise StorageFailed(f"Spark at {self.url} cannot be reached: {error}") from error

    def _partitions(self, session: SparkSession, tables: dict[str, Dataset]) -> int:
        """As many as the engine in this process makes: from the rows of all tables."""
        from northing.engine.partition import partitions_for  # brings the compiler

        return partitions_for(sum(session.table(quote(name)).count() for name in tables))


def _start(url: str, settings: dict[str, str]) -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Missing(
            f"The engine {url!r} needs PySpark; install Northing with its extra: northing[spark]."
        ) from error
    builder = SparkSession.builder.master(url).appName("northing")
    for name, value in {**_defaults(url), **settings}.items():
        builder = builder.config(name, value)
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    try:
        session = builder.getOrCreate()
    except Exception as error:  # Py4J's and the JVM's errors have no common root of their own
        raise StorageFailed(f"Spark at {url} cannot be reached: {_first_line(error)}") from error
    if session.sparkContext.master != url:
        raise Conflict(
            f"This process runs Spark on {session.sparkContext.master} already and cannot join "
            f"{url}; close the other engine first."
        )
    return session


def _defaults(url: str) -> dict[str, str]:
    settings = {
        "spark.log.level": "FATAL",  # what fails is raised; a log beside it says it twice
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": tempfile.mkdtemp(prefix="northing-spark-"),  # else it is here
    }
    if url.startswith("local") or urlsplit(url).hostname in LOOPBACK:
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
        }
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else whatever python3 is
    return settings


def _columns(tables: dict[str, Dataset]) -> dict[str, tuple[str, ...]]:
    return {name: columns_of(dataset) for name, dataset in tables.items()}


def _frame(session: SparkSession, dataset: Dataset) -> DataFrame:
    if isinstance(dataset, pa.Table):
        return session.createDataFrame(plain(dataset))
    frame = empty = session.createDataFrame(plain(dataset.schema.empty_table()))
    for base, uris in _by_base(dataset).items():
        reader = session.read.schema(empty.schema)
        if base is not None:  # without it, columns kept in the paths would vanish
            reader = reader.option("basePath", base)
        frame = frame.unionByName(_read(reader.parquet(*uris), base, uris).select(*empty.columns))
    return frame


def _read(files: DataFrame, base: str | None, uris: list[str]) -> DataFrame:
    """Mend values kept in the paths: Spark reads `%C3%BC` as two letters, it stands for one."""
    if base is None or not any(re.search("%[89A-F][0-9A-F]", uri, re.IGNORECASE) for uri in uris):
        return files
    from pyspark.sql.functions import decode, encode

    for name in set(re.findall("/([^/=]+)=", uris[0][len(base) - 1 :])):
        if dict(files.dtypes)[name] == "string":
            files = files.withColumn(name, decode(encode(name, "ISO-8859-1"), "UTF-8"))
    return files


def _by_base(files: ParquetFiles) -> dict[str | None, list[str]]:
    """The files by the folder above those that keep values, None where none does."""
    folders = "".join(f"{re.escape(name)}=[^/]*/" for name in files.partitions)
    grouped: dict[str | None, list[str]] = {}
    for uri in files.uris:
        address = re.sub("^s3://", "s3a://", uri)
        match = re.match(rf"(.*/){folders}[^/]*$", address) if folders else None
        escaped = re.sub(r"([\[\]{}*?\\])", r"\\\1", address)  # a path, not a pattern
        grouped.setdefault(match[1] if match else None, []).append(escaped)
    return grouped


def _check_key(rows: DataFrame, by: str) -> None:
    kinds = dict(rows.dtypes)
    if kinds.get(by) != "bigint":
        raise BadInput(
            f"The fold's key {by!r} is {kinds.get(by, 'not there')}; "
            "expected a column of 64-bit integers without nulls."
        )


def _raise_from_worker(error: Exception) -> None:
    """What a worker refused is refused here; a fault in a kernel stays what it is."""
    refused = re.search(r"northing\.errors\.BadInput: (.*)", str(error))
    if refused:
        raise BadInput(refused[1]) from error
    raise error


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0][:300]
