"""Parquet as grids: columns keep their types, nested ones are reached by dotted paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from northing.errors import BadFile
from northing.sources.grid import PIECE_ROWS, Facts, Piece
from northing.sources.members import Member


class ColumnGrid:
    """The rows of one Parquet file.

    Raises:
        BadFile: If it is damaged.
    """

    def __init__(self, member: Member, label: str = "", format_: str = "parquet") -> None:
        self.label = label
        self.facts = Facts(format_)
        self._member = member
        try:
            schema = pq.read_schema(member.path)
        except (pa.ArrowException, OSError) as error:
            raise BadFile(f"{member.name} is a damaged Parquet file: {error}.") from None
        self._types = dict(_leaves(schema))
        self.headings = tuple(self._types)
        self.numeric = frozenset(
            name for name, type_ in self._types.items() if not pa.types.is_string(type_)
        )

    @property
    def path(self) -> Path:
        """Where its plain bytes are."""
        return self._member.path

    def drop_empty(self, heading: str) -> None:
        """Leave a column out that has no value in any row."""
        if heading not in self.headings:
            return
        column = pq.read_table(self._member.path, columns=[heading])[heading]
        if column.null_count == len(column):
            self.headings = tuple(name for name in self.headings if name != heading)

    def pieces(self, headings: Sequence[str]) -> Iterator[Piece]:
        """Yield the rows in pieces, reading the columns asked for only."""
        row = 1
        try:
            file = pq.ParquetFile(self._member.path)
            for batch in file.iter_batches(PIECE_ROWS, columns=list(headings) or None):
                columns = {name: plain_array(_at(batch, name)) for name in headings}
                lines = np.arange(row, row + batch.num_rows, dtype=np.int64)
                row += batch.num_rows
                yield Piece(columns, lines)
        except (pa.ArrowException, OSError) as error:
            raise BadFile(f"{self._member.name} is a damaged Parquet file: {error}.") from None


def _leaves(fields: object, prefix: str = "") -> Iterator[tuple[str, pa.DataType]]:
    """Name every column that is not a structure; lists are left to `sql`."""
    for field in fields:  # type: ignore[attr-defined]
        if pa.types.is_struct(field.type):
            yield from _leaves(list(field.type), f"{prefix}{field.name}.")
        elif not pa.types.is_nested(field.type):
            yield f"{prefix}{field.name}", _plain_type(field.type)


def _plain_type(type_: pa.DataType) -> pa.DataType:
    value = type_.value_type if pa.types.is_dictionary(type_) else type_
    is_text = pa.types.is_large_string(value) or pa.types.is_string_view(value)
    return pa.string() if is_text else value


def _at(batch: pa.RecordBatch, path: str) -> pa.Array:
    if path in batch.schema.names:
        return batch.column(path)
    first, *rest = path.split(".")
    column = batch.column(first)
    for name in rest:
        column = pc.struct_field(column, name)
    return column


def plain_array(column: pa.Array) -> pa.Array:
    """Undo dictionaries and large strings."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_large_string(column.type) or pa.types.is_string_view(column.type):
        column = pc.cast(column, pa.string())
    return column
