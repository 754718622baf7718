"""How many rows each source delivered for each day, by the load that brought them."""

from northing.tables import CONTRACTS
from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="table × source × account × load × date",
    columns=(
        Column("table", "text", "Canonical table.", required=True),
        Column("source", "text", "What arrives on its own; null where files name none."),
        Column("account", "text"),
        Column("batch", "text", "The load.", required=True),
        Column("date", "date", "Local.", required=True),
        Column("rows", "integer", required=True),
        Column(
            "late_rows",
            "integer",
            "Rows older than what earlier loads had brought of their source (tables that append).",
        ),
        Column("known_until", "date", "Until when earlier loads had brought rows of the source."),
        Column("amount", "money", "Null where the table has no amount that each row must state."),
    ),
    made_from=tuple(name for name, contract in CONTRACTS.items() if contract.at),
)
