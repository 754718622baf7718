"""What a canonical table promises: columns, types, keys, ranges, and how it is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import pyarrow as pa

from northing.errors import BadInput, Unknown
from northing.money import PRECISION, SCALE

ColumnType = Literal[
    "text",
    "person",
    "account",
    "channel",
    "campaign",
    "instant",
    "date",
    "month",
    "money",
    "currency",
    "rate",
    "integer",
    "number",
    "flag",
    "json",
]

ARROW_TYPES: Mapping[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "person": pa.int64(),
    "account": pa.string(),
    "channel": pa.string(),
    "campaign": pa.string(),
    "instant": pa.timestamp("us", tz="UTC"),
    "date": pa.date32(),
    "month": pa.date32(),
    "money": pa.decimal128(PRECISION, SCALE),
    "currency": pa.string(),
    "rate": pa.decimal128(18, 8),
    "integer": pa.int64(),
    "number": pa.float64(),
    "flag": pa.bool_(),
    "json": pa.string(),
}
"""How each type is stored. `person` arrives as text or number and is stored as a keyed hash."""


@dataclass(frozen=True)
class Column:
    """One column of a canonical table.

    Attributes:
        name: The field's standard term.
        type: What it holds; ARROW_TYPES says how it is stored.
        about: One line for the documentation.
        required: A row without it is quarantined.
        choices: The only values allowed, in lower case; empty means any.
        minimum: The smallest value allowed, for numbers and money.
        may_be_future: Whether a date or instant after the load may stand.
        synonyms: Headings under which files carry it, beside its own name. Compared without
            case, spaces and punctuation.
    """

    name: str
    type: ColumnType
    about: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    may_be_future: bool = False
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Append:
    """New rows are added; a row whose key is already there is a duplicate and is left out."""

    key: tuple[str, ...]


@dataclass(frozen=True)
class Upsert:
    """A row replaces the one with its key. `first_kept` columns keep their first value."""

    key: tuple[str, ...]
    first_kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReplaceWindow:
    """A file replaces the dates that it covers, within the same `scope` values.

    Rows of one file with the same `key` are all kept: they are parts of one amount.
    """

    scope: tuple[str, ...]
    on: str


LoadMode = Append | Upsert | ReplaceWindow


@dataclass(frozen=True)
class Contract:
    """What one canonical table promises.

    Attributes:
        title: The table's grain in words.
        columns: In the order in which they are stored.
        load: How a batch joins what is there.
        money_on: Date or instant column at whose rate `money` columns are converted.
        person_level: Whether its rows speak of single people (erasure, retention).
        at: The column that says when, for freshness and periods.
        delivered_by: At most two columns that tell apart what arrives on its own: it can fall
            silent while the rest goes on.
        continuous: Whether rows are to keep coming; else the table's end is no silence.
    """

    title: str
    columns: tuple[Column, ...]
    load: LoadMode
    at: str | None = None
    money_on: str | None = None
    person_level: bool = False
    delivered_by: tuple[str, ...] = ()
    continuous: bool = True
    by_name: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {column.name: column for column in self.columns}
        object.__setattr__(self, "by_name", names)
        if len(names) != len(self.columns):
            raise BadInput(f"The contract {self.title!r} names a column twice.")
        for name in (*self.key_columns, *self.delivered_by, *((self.at,) if self.at else ())):
            if name not in names:
                raise Unknown("column", name, names)

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that say which rows are the same, or share a window."""
        match self.load:
            case Append(key=key) | Upsert(key=key):
                return key
            case ReplaceWindow(scope=scope, on=on):
                return (*scope, on)

    def of_type(self, *types: ColumnType) -> tuple[str, ...]:
        """Names of the columns of these types, in stored order."""
        return tuple(column.name for column in self.columns if column.type in types)

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the columns, without the system columns that storage adds."""
        return pa.schema(
            [pa.field(column.name, ARROW_TYPES[column.type]) for column in self.columns]
        )
