"""A fold on Spark: what the workers run, and how its results come back in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numba as nb
import numpy as np
import pyarrow as pa

from northing.engine.hashing import splitmix64
from northing.engine.kernel import Kernel
from northing.engine.sql import quote_name
from northing.errors import BadInput

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PARTITION = "northing_partition"


def fold_frame(
    session: SparkSession,
    rows: DataFrame,
    by: str,
    kernel: Kernel,
    schema: pa.Schema,
    partitions: int,
) -> DataFrame:
    """Plan the fold: a frame of every partition's statistics, each row with its partition.

    Args:
        session: Where the frame lives.
        rows: What to fold; the column `by` is a 64-bit integer.
        by: Rows with the same value here meet in one partition.
        kernel: Pickled to the workers.
        schema: Of the kernel's statistics, in types that Spark has (see `plain`).
        partitions: How many, a power of two.
    """
    from pyspark.sql import functions

    def number(keys: pa.Array) -> pa.Array:
        return partition_numbers(keys, partitions)

    class Folded:
        """One partition on a worker: its pieces arrive one by one, unsorted."""

        def __init__(self) -> None:
            self.partition: int | None = None
            self.state = kernel.start()

        def eval(self, piece: pa.RecordBatch) -> Iterator[pa.Table]:
            if piece.num_rows:
                self.partition = piece.column(PARTITION)[0].as_py()
                kernel.absorb(self.state, kernel.condense(piece.drop_columns([PARTITION])))
            return iter(())

        def terminate(self) -> Iterator[pa.Table]:
            finished = kernel.finish(self.state)
            numbers = pa.array([self.partition] * finished.num_rows, pa.int32())
            yield plain(finished).append_column(PARTITION, numbers)

    arrow_udf: Any = getattr(functions, "arrow_udf")  # noqa: B009 -- its stub lacks the name
    numbered = rows.withColumn(PARTITION, arrow_udf(number, "int")(rows[quote(by)]))
    columns = schema.append(pa.field(PARTITION, pa.int32()))
    folded: Any = functions.arrow_udtf(
        Folded, returnType=session.createDataFrame(columns.empty_table()).schema
    )
    frame: DataFrame = folded(numbered.asTable().partitionBy(PARTITION))
    return frame


def partition_numbers(keys: pa.Array, partitions: int) -> pa.Array:
    """Return the partition of each key, the same as the engine in this process gives it.

    Raises:
        BadInput: If a key is null.

    Examples:
        >>> partition_numbers(pa.array([1, 2, 3]), 4).to_pylist()
        [1, 2, 1]
    """
    if keys.null_count:
        raise BadInput(f"The fold's key holds {keys.null_count} nulls; expected none.")
    return pa.array(_numbers(keys.to_numpy(zero_copy_only=False), partitions))


@nb.njit(cache=True)
def _numbers(keys: Any, partitions: int) -> Any:
    mask = np.uint64(partitions - 1)
    numbers = np.empty(keys.size, np.int32)
    for row in range(keys.size):
        numbers[row] = splitmix64(keys[row]) & mask
    return numbers


def by_partition(folded: pa.Table, schema: pa.Schema) -> list[pa.Table]:
    """Cut what came back into one table for each partition, in partition order."""
    ordered = folded.sort_by(PARTITION)
    column = ordered.column(PARTITION)
    numbers: list[int] = sorted(column.unique().to_pylist())
    bounds = [*(column.index(number).as_py() for number in numbers), len(ordered)]
    statistics = ordered.drop_columns([PARTITION]).cast(schema)
    return [statistics.slice(start, end - start) for start, end in pairwise(bounds)]


def quote(name: str) -> str:
    """Quote a name as Spark does.

    Examples:
        >>> quote("a`b")
        '`a``b`'
    """
    return "`" + quote_name(name)[1:-1].replace('""', '"').replace("`", "``") + "`"


def plain(table: pa.Table) -> pa.Table:
    """Return the table without the Arrow types that Spark lacks: dictionaries, unsigned."""
    fields = [pa.field(field.name, _plain_type(field.type)) for field in table.schema]
    # One chunk: PySpark 4.3 loses, in silence, the rows that follow an empty chunk.
    return table.cast(pa.schema(fields)).combine_chunks()


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return _plain_type(kind.value_type)
    if pa.types.is_unsigned_integer(kind):
        return pa.int64()
    return kind
