"""What the engine reads: an Arrow table in memory, or a table kept as Parquet files."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa


@dataclass(frozen=True)
class ParquetFiles:
    """A table as Parquet files: of one version of a Delta table, or plain ones.

    Attributes:
        uris: Paths or addresses of the files; none is an empty table.
        schema: Columns and types of the table. A column that a file lacks is null there.
        partitions: Columns whose values are kept in the last folders of each path
            (`country=DE/device=mobile/`), in that order; they take the type given in the
            schema. Any other `name=value` folder is only a folder.
    """

    uris: tuple[str, ...]
    schema: pa.Schema
    partitions: tuple[str, ...] = ()

    def stamp(self) -> Hashable | None:
        """What the files hold, to know them again: a file written anew has another stamp.

        None where a file is not on this machine, so that nothing is known of it.
        """
        try:
            seen = [Path(uri).stat() for uri in self.uris]
        except OSError:
            return None
        return self, tuple((one.st_mtime_ns, one.st_size, one.st_ino) for one in seen)


Dataset: TypeAlias = pa.Table | ParquetFiles


def columns_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of a dataset's columns, in order.

    Examples:
        >>> columns_of(pa.table({"person_id": [1], "at": [2]}))
        ('person_id', 'at')
    """
    return tuple(dataset.schema.names)
