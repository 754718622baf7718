"""Orders, returns, revenue and margin each day."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × segment × country",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("country", "text"),
        Column("orders", "integer", "Orders placed; returns are not orders.", required=True),
        Column("returns", "integer", "Rows with negative revenue.", required=True),
        Column("revenue", "money", "Net of returns.", required=True),
        Column("margin", "money", "Null where no order states one."),
    ),
    made_from=("orders",),
)
