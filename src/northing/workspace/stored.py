"""What the lake stores of each table: its contract's columns, and where each row came from."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from northing.engine import quote_name
from northing.tables import CONTRACTS, DERIVED, Contract, ReplaceWindow
from northing.workspace.batches import REFUSED_SCHEMA

SYSTEM_COLUMNS = pa.schema(
    [
        ("_batch", pa.string()),
        ("_row", pa.int64()),
        ("_line", pa.int64()),
        ("_loaded", pa.int64()),
    ]
)
"""Where a stored row came from: its batch, its row in it, its line in the file (which sheets and
members of one file share), when it was loaded."""


QUARANTINE = "quarantine"


QUARANTINE_SCHEMA = pa.schema(
    [("batch", pa.string()), *REFUSED_SCHEMA, ("row", pa.int64()), ("waits", pa.bool_())]
)
"""Refused rows; `waits` marks those, by their row in the batch, that every refresh tries again."""


LOADS = "loads"


LOADS_SCHEMA = pa.schema(
    [
        ("batch", pa.string()),
        ("file", pa.string()),
        ("table", pa.string()),
        ("rows", pa.int64()),
        ("refused", pa.int64()),
        ("duplicates", pa.int64()),
    ]
)
"""What each batch brought to each table."""


def stored_schema(contract: Contract) -> pa.Schema:
    """The columns of a canonical table as the lake keeps them.

    Beside the contract's columns and the system's, each channel and campaign keeps the spelling
    that the file gave, so that a corrected `channels` table corrects the past as well.
    """
    given = [pa.field(f"{name}_given", pa.string()) for name in given_columns(contract)]
    return pa.schema([*contract.schema, *given, *SYSTEM_COLUMNS])


def empty_table(name: str) -> pa.Table:
    """A table that was never made, with its columns."""
    if name in CONTRACTS:
        return stored_schema(CONTRACTS[name]).empty_table()
    if name == QUARANTINE:
        return QUARANTINE_SCHEMA.empty_table()
    if name == LOADS:
        return LOADS_SCHEMA.empty_table()
    return DERIVED[name].schema.empty_table()


def spelt_columns(contract: Contract) -> tuple[str, ...]:
    """Columns that hold the name of a channel or campaign."""
    return contract.of_type("channel", "campaign")


def given_columns(contract: Contract) -> tuple[str, ...]:
    """Columns that are stored as files gave them too: names, and the source of a window."""
    source = ("source",) if isinstance(contract.load, ReplaceWindow) else ()
    return (*spelt_columns(contract), *source)


def rows_of_people(name: str, columns: Iterable[str], ids: Iterable[int]) -> str | None:
    """SQL for the rows of a table that speak of these people; None where none can."""
    listed = ", ".join(str(person_id) for person_id in ids)
    if name == QUARANTINE:
        return " OR ".join(f"cells LIKE '%{person_id}%'" for person_id in ids)
    contract = CONTRACTS.get(name) or DERIVED.get(name)
    people = (
        [column.name for column in contract.columns if column.type == "person"] if contract else []
    )
    held = [quote_name(column) for column in people if column in set(columns)]
    return " OR ".join(f"{column} IN ({listed})" for column in held) or None


def is_person_level(name: str) -> bool:
    """Whether a table's rows speak of single people; refused rows keep what they said."""
    if name == QUARANTINE:
        return True
    if name in CONTRACTS:
        return CONTRACTS[name].person_level
    return name in DERIVED and DERIVED[name].person_level
