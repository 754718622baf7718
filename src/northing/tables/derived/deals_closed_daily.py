"""Deals won and lost on a day, and how long they took."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date of closing × segment × days since the deal became an opportunity",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("cycle_days", "integer", "Null where it is not known when the deal was opened."),
        Column("won", "integer", required=True),
        Column("lost", "integer", required=True),
        Column("closed", "integer", required=True),
        Column("won_value", "money", required=True),
        Column("closed_value", "money", required=True),
        Column("won_cycle_days", "integer", "Days of all deals won together."),
    ),
    made_from=("deals",),
)
