"""Conversions and their value each day, before any credit."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × kind × segment × country × device",
    columns=(
        Column("date", "date", required=True),
        Column("kind", "text", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("device", "text"),
        Column("conversions", "integer", required=True),
        Column("value", "money", "Null where no conversion has one."),
        Column("margin", "money", "As stated, else value times the margin rate."),
    ),
    made_from=(
        "conversions",
        "deals",
        "orders",
    ),
)
