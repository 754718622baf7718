"""The canonical tables (`contracts/`) and what a refresh derives from them (`derived/`)."""

from northing.catalog import Catalog
from northing.tables.contract import (
    ARROW_TYPES,
    Append,
    Column,
    ColumnType,
    Contract,
    ReplaceWindow,
    Upsert,
)
from northing.tables.derived_table import Derived

CONTRACTS: Catalog[Contract] = Catalog("northing.tables.contracts", "table", Contract)
DERIVED: Catalog[Derived] = Catalog("northing.tables.derived", "derived table", Derived)

__all__ = [
    "ARROW_TYPES",
    "CONTRACTS",
    "DERIVED",
    "Append",
    "Column",
    "ColumnType",
    "Contract",
    "Derived",
    "ReplaceWindow",
    "Upsert",
]
