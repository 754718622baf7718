"""Writing the company's files: typed columns of a contract as CSV or Parquet, in pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from northing.simulate.clock import SECOND_US, WARM_UP_EPOCH_DAY, Floats, Ints, to_utc
from northing.tables import CONTRACTS

CENTS = 100
_UNITS_A_CENT = 100  # money is stored with four decimals


class FileSet:
    """The files of the company, opened by name and counted by table.

    Each file takes any number of pieces; all pieces of one file have the same columns.
    Used as a context, it closes every file at the end.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[tuple[str, Path]] = []
        self.rows: Counter[str] = Counter()
        self.file_rows: Counter[str] = Counter()
        self._writers: dict[str, Any] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, table: str, name: str, columns: Mapping[str, Any]) -> None:
        """Add rows to the file `name` (`.csv` or `.parquet`), columns in the contract's order."""
        piece = as_rows(table, columns)
        if name.endswith(".csv"):
            piece = piece.cast(_export_schema(piece.schema))
        if name not in self._writers:
            self._writers[name] = _open(self.folder / name, piece.schema)
            self.files.append((table, self.folder / name))
        if piece.num_rows:
            self._writers[name].write_table(piece)
            self.rows[table] += piece.num_rows
            self.file_rows[name] += piece.num_rows

    def __enter__(self) -> FileSet:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for writer in self._writers.values():
            writer.close()


def as_rows(table: str, columns: Mapping[str, Any]) -> pa.Table:
    """Columns as an Arrow table of the contract's types; persons stay text, as in a file."""
    contract = CONTRACTS[table]
    fields, arrays = [], []
    for column in contract.columns:
        if column.name not in columns:
            continue
        field = contract.schema.field(column.name)
        wanted = pa.string() if column.type == "person" else field.type
        values = columns[column.name]
        array = values if isinstance(values, pa.Array) else pa.array(values)
        arrays.append(array if array.type.equals(wanted) else array.cast(wanted))
        fields.append(pa.field(column.name, wanted))
    unknown = set(columns) - set(contract.by_name)
    if unknown:
        raise KeyError(f"{table} has no column {sorted(unknown)}.")
    return pa.table(arrays, schema=pa.schema(fields))


def _open(path: Path, schema: pa.Schema) -> Any:
    if path.suffix == ".csv":
        return pacsv.CSVWriter(path, schema)
    return pq.ParquetWriter(path, schema, compression="zstd")


def _export_schema(schema: pa.Schema) -> pa.Schema:
    """Types as text exports show them: whole seconds, cents, rates with six decimals."""
    shown = {
        pa.timestamp("us", tz="UTC"): pa.timestamp("s", tz="UTC"),
        pa.decimal128(18, 4): pa.decimal128(18, 2),
        pa.decimal128(18, 8): pa.decimal128(18, 6),
    }
    return pa.schema([field.with_type(shown.get(field.type, field.type)) for field in schema])


def choose(names: Sequence[str | None], codes: Ints) -> pa.Array:
    """Text by code; -1 and None are missing."""
    indices = pa.array(codes, mask=codes < 0, type=pa.int64())
    return pa.array(names, pa.string()).take(indices)


def money(cents: Ints, missing: Any = None) -> pa.Array:
    """Whole cents as DECIMAL(18, 4).

    Examples:
        >>> money(np.array([1999, -50])).to_pylist()
        [Decimal('19.9900'), Decimal('-0.5000')]
    """
    units = np.asarray(cents, dtype=np.int64) * _UNITS_A_CENT
    words = np.stack([units, units >> 63], axis=1)
    plain = pa.Array.from_buffers(
        pa.decimal128(18, 4), len(units), [None, pa.py_buffer(words.tobytes())]
    )
    return plain if missing is None else with_missing(plain, missing)


def with_missing(values: pa.Array, missing: Any) -> pa.Array:
    """The same values, null where `missing`."""
    indices = pa.array(np.arange(len(values)), mask=np.asarray(missing, dtype=bool))
    return values.take(indices)


def instants(local_us: Ints, *, seconds: bool = False) -> pa.Array:
    """Local moments as UTC instants; whole seconds as most systems export them."""
    utc = to_utc(local_us)
    if seconds:
        utc = utc // SECOND_US * SECOND_US
    return pa.array(utc).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))


def dates(day_indices: Ints) -> pa.Array:
    """Day indices as dates."""
    days = np.asarray(day_indices, dtype=np.int32) + np.int32(WARM_UP_EPOCH_DAY)
    return pa.array(days, pa.int32()).cast(pa.date32())


def plain_dates(values: Sequence[date]) -> pa.Array:
    """Dates as an Arrow column."""
    return pa.array(values, pa.date32())


def to_cents(amounts: Floats) -> Ints:
    """Amounts rounded to whole cents."""
    return np.rint(amounts * CENTS).astype(np.int64)
