"""What a fold hands each partition to, and how the partitions' statistics add up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pyarrow as pa


class Kernel(Protocol):
    """Turns all rows of some people into statistics that add over partitions of people.

    A kernel is a picklable value without state of its own; `start` makes the state. The pieces
    of one partition come in any number and order, so the statistics must not depend on either.
    """

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns of the finished table that tell statistics apart; all others are summed."""

    def start(self) -> Any:
        """Return the empty state of one partition."""

    def condense(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return what of a batch must be kept until its partitions are whole.

        Row for row, and the column that rows meet by as it is; the others may come out as other
        columns, and not of every batch as the same.
        """

    def absorb(self, state: Any, batch: pa.RecordBatch) -> None:
        """Keep one piece of the partition's rows, condensed."""

    def finish(self, state: Any) -> pa.Table:
        """Return the partition's statistics; an empty partition gives an empty table."""


def add_statistics(parts: Sequence[pa.Table], keys: Sequence[str]) -> pa.Table:
    """Add the statistics of partitions, in the order given, one row for each key.

    The order of addition is the order of `parts`, so the sums are the same to the last digit
    however the partitions were spread over threads or machines.

    Args:
        parts: At least one table; all of one schema.
        keys: Columns that tell statistics apart; null is a value like any other.

    Returns:
        One table of that schema, sorted by the keys.

    Examples:
        >>> part = pa.table({"channel": ["b", "a"], "conversions": [1.0, 2.0]})
        >>> add_statistics([part, part], ["channel"]).to_pylist()
        [{'channel': 'a', 'conversions': 4.0}, {'channel': 'b', 'conversions': 2.0}]
    """
    whole = pa.concat_tables(parts)
    sums = [name for name in whole.schema.names if name not in keys]
    grouped = pa.TableGroupBy(whole, list(keys), use_threads=False)
    added = grouped.aggregate([(name, "sum") for name in sums])
    added = added.rename_columns([*keys, *sums]).select(whole.schema.names).cast(whole.schema)
    return added.sort_by([(key, "ascending") for key in keys]) if keys else added
