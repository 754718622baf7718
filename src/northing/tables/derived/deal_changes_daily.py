"""Deals that became open opportunities less those that ended: added up, what is open."""

from northing.tables.contract import Column
from northing.tables.derived_table import Derived

ENTRY = Derived(
    title="date × segment",
    columns=(
        Column("date", "date", required=True),
        Column("segment", "text"),
        Column("deals", "integer", required=True),
        Column("value", "money", "At the last amount.", required=True),
    ),
    made_from=("deals",),
)
